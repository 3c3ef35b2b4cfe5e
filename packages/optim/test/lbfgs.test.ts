import { cpu } from '@x/backend-cpu';
import { memory, registerBackend, scope, type Tensor, tensor, ValueError } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { LBFGS, type LBFGSOptions } from '../src/index.js';
import { plain } from './plain.js';

registerBackend(await cpu());

const parameter = (...values: number[]): Tensor => tensor(values, { dtype: 'float64', requiresGrad: true });

/** Rosenbrock's function: smallest, 0, at (1, 1). */
function rosenbrock(p: Tensor): Tensor {
  const [x, y] = p.unbind();
  return y!.sub(x!.square()).square().mul(100).add(x!.neg().add(1).square());
}

/** A closure for parameters, and how often it has run. */
function closureOf(optimizer: LBFGS, loss: () => Tensor): { readonly run: () => Tensor; count: number } {
  const closure = {
    count: 0,
    run(): Tensor {
      closure.count++;
      optimizer.zeroGrad();
      const value = loss();
      value.backward();
      return value;
    },
  };
  return closure;
}

const bothSearches: readonly LBFGSOptions[] = [
  { lr: 0.1, maxIter: 200 },
  { lineSearchFn: 'strong_wolfe', maxIter: 60 },
];

describe.each(bothSearches)('LBFGS %o', (options) => {
  it("finds the minimum of Rosenbrock's function", () => {
    const p = parameter(-1.5, 2);
    const optimizer = new LBFGS([p], { maxEval: 1000, toleranceChange: 1e-14, ...options });
    const { run } = closureOf(optimizer, () => rosenbrock(p));
    for (let i = 0; i < 10; i++) optimizer.step(run);
    Array.from(p.detach().toTypedArray()).forEach((value) => expect(value).toBeCloseTo(1, 5));
  });

  it('holds its state and nothing else', () => {
    const p = parameter(-1.5, 2);
    const optimizer = new LBFGS([p], { ...options, maxIter: 3, historySize: 2 });
    const { run } = closureOf(optimizer, () => rosenbrock(p));
    const step = (): void => scope(() => void optimizer.step(run));
    for (let i = 0; i < 3; i++) step();
    const after = memory().cpu;
    for (let i = 0; i < 5; i++) {
      step();
      expect(memory().cpu).toEqual(after);
    }
  });

  it('goes on bit for bit after saving and loading', () => {
    const p = parameter(-1.5, 2);
    const optimizer = new LBFGS([p], { ...options, maxIter: 3 });
    const closure = closureOf(optimizer, () => rosenbrock(p));
    for (let i = 0; i < 3; i++) optimizer.step(closure.run);
    const q = p.detach().clone().requiresGrad_();
    const resumed = new LBFGS([q], { maxIter: 3 });
    const other = closureOf(resumed, () => rosenbrock(q));
    resumed.loadStateDict(optimizer.stateDict());
    expect(plain(resumed.stateDict())).toEqual(plain(optimizer.stateDict()));
    for (let i = 0; i < 3; i++) {
      optimizer.step(closure.run);
      resumed.step(other.run);
      expect(q.tolist()).toEqual(p.tolist());
    }
  });
});

describe('LBFGS', () => {
  it('ends at `maxEval` evaluations, and returns what the closure returned first', () => {
    const p = parameter(-1.5, 2);
    const optimizer = new LBFGS([p], { maxIter: 3, lineSearchFn: 'strong_wolfe' });
    const closure = closureOf(optimizer, () => rosenbrock(p));
    expect(optimizer.step(closure.run).item()).toBe(12.5);
    expect(optimizer.stateDict().state['0']).toMatchObject({ func_evals: closure.count, n_iter: 1 });
  });

  it('does nothing where the gradient is zero', () => {
    const p = parameter(1, 1);
    const optimizer = new LBFGS([p]);
    const closure = closureOf(optimizer, () => rosenbrock(p));
    optimizer.step(closure.run);
    expect([closure.count, p.tolist()]).toEqual([1, [1, 1]]);
    const resumed = new LBFGS([parameter(1, 1)]);
    resumed.loadStateDict(optimizer.stateDict());
    expect(resumed.stateDict().state).toEqual({ 0: { func_evals: 1, n_iter: 0 } });
  });

  it('takes losses that are numbers, and parameters without a gradient', () => {
    const [p, still] = [parameter(3), parameter(2)];
    const optimizer = new LBFGS([still, p], { maxIter: 5 });
    optimizer.step(() => {
      optimizer.zeroGrad();
      const loss = p.square().sum();
      loss.backward();
      return loss.item();
    });
    expect(p.item()).toBeCloseTo(0, 10);
    expect(still.item()).toBe(2);
  });

  it.each([
    [
      'no closure',
      (o: LBFGS) => o.step(),
      'LBFGS.step: needs a closure that computes the gradients and returns the loss',
    ],
    ['no loss', (o: LBFGS) => o.step(() => undefined), 'LBFGS.step: the closure has to return the loss'],
    ['many losses', (o: LBFGS) => o.step(() => tensor([1, 2])), 'LBFGS.step: the closure has to return the loss'],
    [
      'a second group',
      (o: LBFGS) => o.addParamGroup({ params: [parameter(1)] }),
      "LBFGS: doesn't support per-parameter options (parameter groups)",
    ],
    [
      'two groups',
      () => new LBFGS([{ params: [parameter(1)] }, { params: [parameter(1)] }]),
      "LBFGS: doesn't support per-parameter options (parameter groups)",
    ],
    [
      'another search',
      () => Reflect.construct(LBFGS, [[parameter(1)], { lineSearchFn: 'weak' }]),
      "LBFGS: only 'strong_wolfe' is supported as lineSearchFn, got weak",
    ],
  ])('refuses %s', (_, run, message) => {
    const optimizer = new LBFGS([parameter(1)]);
    expect(() => run(optimizer)).toThrow(ValueError);
    expect(() => run(optimizer)).toThrow(message);
  });
});
