import { cpu } from '@x/backend-cpu';
import { isTensor, registerBackend, scope, ShapeError, type Tensor, tensor, ValueError } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { Adam, SGD } from '../src/index.js';
import { makers, matrixMakers } from './makers.js';
import { plain } from './plain.js';
import { type Problem, problem, train } from './problem.js';

registerBackend(await cpu());

const paramsOf = ({ weight, bias }: Problem): Tensor[] => [weight, bias];

/** A parameter with the same values. */
const copyOf = (t: Tensor): Tensor => t.detach().clone().requiresGrad_();

/** A deep copy of a state dict: what a file gives back. */
function stored(value: unknown): unknown {
  if (isTensor(value)) return value.detach().clone();
  if (Array.isArray(value)) return value.map(stored);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, stored(item)]));
}

const loss = (params: readonly Tensor[]): Tensor =>
  params.map((p) => p.pow(4).sum().add(p.sin().sum())).reduce((a, b) => a.add(b));

const vectors = (): Tensor[] => paramsOf(problem('float32'));
const matrices = (): Tensor[] =>
  vectors().map((p) =>
    p
      .detach()
      .reshape(-1, 1)
      .mul(tensor([1.5, -0.5]))
      .requiresGrad_(),
  );

const cases = [
  ...Object.entries(makers).map(([name, make]) => [`${name} of vectors`, make, vectors] as const),
  ...Object.entries(matrixMakers).map(([name, make]) => [`${name} of matrices`, make, matrices] as const),
];

describe.each(cases)('%s', (_, make, start) => {
  it('goes on bit for bit after saving and loading', () => {
    const params = start();
    const optimizer = make(params);
    for (let i = 0; i < 4; i++) train(optimizer, () => loss(params));
    optimizer.paramGroups[0]!.lr /= 2;

    const copies = params.map(copyOf);
    const resumed = make(copies);
    const dict = stored(optimizer.stateDict());
    resumed.loadStateDict(dict);
    expect(plain(resumed.stateDict())).toEqual(plain(dict));

    for (let i = 0; i < 4; i++) {
      train(optimizer, () => loss(params));
      train(resumed, () => loss(copies));
      expect(copies.map((p) => p.tolist())).toEqual(params.map((p) => p.tolist()));
    }
  });

  it('copies the tensors that it loads, and keeps them beyond a scope', () => {
    const params = start();
    const optimizer = make(params);
    train(optimizer, () => loss(params));
    const dict = optimizer.stateDict();
    const resumed = make(params.map(copyOf));
    scope(() => resumed.loadStateDict(dict));
    for (const [id, values] of Object.entries(resumed.stateDict().state)) {
      for (const [key, value] of Object.entries(values)) {
        if (!isTensor(value)) continue;
        expect(value === dict.state[id]?.[key]).toBe(false);
        expect(value.disposed).toBe(false);
      }
    }
  });
});

describe('stateDict', () => {
  it('numbers the parameters across groups', () => {
    const [a, b, c] = [1, 2, 3].map((x) => tensor([x + 0.5], { requiresGrad: true }));
    const optimizer = new SGD([{ params: [a!, b!] }, { params: [c!], lr: 0.5 }], { lr: 0.1 });
    expect(optimizer.stateDict().param_groups.map(({ lr, params }) => ({ lr, params }))).toEqual([
      { lr: 0.1, params: [0, 1] },
      { lr: 0.5, params: [2] },
    ]);
  });
});

describe('loadStateDict', () => {
  const momentum = (): SGD => new SGD(paramsOf(problem('float32')), { lr: 0.1, momentum: 0.9 });
  const group = { lr: 0.2, momentum: 0.5, params: [0, 1] };

  it('converts to the dtype of the parameter', () => {
    const optimizer = new SGD(paramsOf(problem('float64')), { lr: 0.1, momentum: 0.9 });
    optimizer.loadStateDict({ state: { 0: { momentum_buffer: tensor([1.5, 2, 3]) } }, param_groups: [group] });
    const { momentumBuffer } = [...optimizer.state.values()][0]!;
    expect([momentumBuffer?.dtype, momentumBuffer?.tolist()]).toEqual(['float64', [1.5, 2, 3]]);
  });

  it('goes by the ids of the groups, and leaves out what is not there', () => {
    const optimizer = momentum();
    optimizer.loadStateDict({
      state: { 7: { momentum_buffer: tensor([1.5, 2]) } },
      param_groups: [{ lr: 0.2, momentum: 0.5, params: [4, 7], foreach: true, capturable: false }],
    });
    const [, bias] = optimizer.paramGroups[0]!.params;
    expect(optimizer.state.size).toBe(1);
    expect(optimizer.state.get(bias!)?.momentumBuffer?.tolist()).toEqual([1.5, 2]);
    expect(optimizer.paramGroups[0]).toMatchObject({ lr: 0.2, momentum: 0.5, nesterov: false });
  });

  it.each([
    ['no state dict', 5, ValueError, 'a state dict is { state: { … }, param_groups: [ … ] }'],
    ['a list', [], ValueError, 'a state dict is'],
    ['groups without parameters', { state: {}, param_groups: [{ lr: 1 }] }, ValueError, "has no list 'params'"],
    [
      'another number of groups',
      { state: {}, param_groups: [group, group] },
      ValueError,
      'loaded state dict has a different number of parameter groups: 2 (here: 1)',
    ],
    [
      'another number of parameters',
      { state: {}, param_groups: [{ ...group, params: [0] }] },
      ValueError,
      "loaded state dict contains a parameter group that doesn't match the size of optimizer's group: group 0 has 1 parameters (here: 2)",
    ],
    ['a value of another type', { state: {}, param_groups: [{ ...group, lr: 'a' }] }, ValueError, "'lr' of group 0"],
    ['a value out of range', { state: {}, param_groups: [{ ...group, lr: -1 }] }, ValueError, 'Invalid learning rate'],
    [
      'state of nothing',
      { state: { 2: {} }, param_groups: [group] },
      ValueError,
      'state of parameter 2, which no group has',
    ],
    [
      'a tensor of another shape',
      { state: { 0: { momentum_buffer: tensor([1.5]) } }, param_groups: [group] },
      ShapeError,
      "state 'momentum_buffer' of parameter 0 has shape [1], the parameter [3]",
    ],
    [
      'a number for a tensor',
      { state: { 0: { momentum_buffer: 1 } }, param_groups: [group] },
      ValueError,
      "state 'momentum_buffer' of parameter 0 is not a tensor",
    ],
  ])('refuses %s and changes nothing', (_, dict, type, message) => {
    const optimizer = momentum();
    const before = plain(optimizer.stateDict());
    expect(() => optimizer.loadStateDict(dict)).toThrow(type);
    expect(() => optimizer.loadStateDict(dict)).toThrow(message);
    expect(plain(optimizer.stateDict())).toEqual(before);
  });

  it('refuses state that another optimizer saved', () => {
    const saved = momentum();
    const { weight, loss: lossOf } = problem('float32');
    const optimizer = new SGD([weight], { lr: 0.1, momentum: 0.9 });
    train(optimizer, lossOf);
    const adam = new Adam([problem('float32').weight]);
    expect(() => adam.loadStateDict(optimizer.stateDict())).toThrow("state 'step' of parameter 0 is not a number");
    expect(() => adam.loadStateDict(saved.stateDict())).toThrow(ValueError);
  });
});
