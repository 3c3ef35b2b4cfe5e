import { GradError, isGradEnabled } from '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { DTypeError, keep, registerBackend, ShapeError, type Tensor, tensor, ValueError, zerosLike } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import {
  Adadelta,
  Adafactor,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  ASGD,
  type Hyperparameters,
  Lion,
  Muon,
  NAdam,
  Optimizer,
  type ParamGroup,
  RAdam,
  RMSprop,
  Rprop,
  SGD,
} from '../src/index.js';
import { plain } from './plain.js';

registerBackend(await cpu());

const leaf = (...values: number[]): Tensor => tensor(values, { dtype: 'float32', requiresGrad: true });

/** A parameter whose gradient is 1 everywhere. */
function ready(...values: number[]): Tensor {
  const param = leaf(...values);
  param.sum().backward();
  return param;
}

describe('parameters', () => {
  it('may come from any iterable', () => {
    const params = new Set([leaf(1), leaf(2)]);
    const [group] = new SGD(params.values(), { lr: 0.1 }).paramGroups;
    expect(group?.params.map((param) => params.has(param))).toEqual([true, true]);
  });

  it('without a gradient stay as they are', () => {
    const [still, moved] = [leaf(1), ready(1)];
    new SGD([still, moved], { lr: 0.5 }).step();
    expect([still.item(), moved.item()]).toEqual([1, 0.5]);
  });

  it.each([
    ['none', () => new SGD([], { lr: 0.1 }), 'SGD: optimizer got an empty parameter list'],
    ['a single tensor', () => new SGD(leaf(1), { lr: 0.1 }), 'SGD: params should be an iterable of Tensors or groups'],
    [
      'one twice',
      () => ((p) => new Adam([p, p]))(leaf(1)),
      'Adam: optimizer contains a parameter group with duplicate',
    ],
    [
      'one in two groups',
      () => ((p) => new Adam([{ params: [p] }, { params: [p] }]))(leaf(1)),
      'Adam: some parameters appear in more than one parameter group',
    ],
  ])('%s: refused', (_, make, message) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  });

  it('must be tensors', () => {
    const params: Iterable<unknown> = [leaf(1), 2];
    const make = (): unknown => Reflect.construct(SGD, [params, { lr: 0.1 }]);
    expect(make).toThrow(ValueError);
    expect(make).toThrow('SGD: optimizer can only optimize Tensors, but one of the params is number');
    const mixed = (): unknown => Reflect.construct(SGD, [[leaf(1), { params: [leaf(2)] }], { lr: 0.1 }]);
    expect(mixed).toThrow('SGD: params are Tensors or groups { params, … }, not both');
  });

  it('must be leaves, or retain their gradient', () => {
    const computed = leaf(1).mul(2);
    expect(() => new SGD([computed], { lr: 0.1 })).toThrow(GradError);
    expect(() => new SGD([computed], { lr: 0.1 })).toThrow("SGD: can't optimize a non-leaf Tensor");
    computed.retainGrad();
    expect(new SGD([computed], { lr: 0.1 }).paramGroups).toHaveLength(1);
  });

  it('that cannot be updated are refused in the step', () => {
    const count = tensor([1, 2]);
    count.grad = tensor([1, 1]);
    const optimizer = new SGD([count], { lr: 0.1 });
    expect(() => optimizer.step()).toThrow(DTypeError);
    expect(() => optimizer.step()).toThrow('sgdStep: needs floating point parameters, got int32');
  });
});

describe('parameter groups', () => {
  it('take what they leave out from the options', () => {
    const [a, b] = [leaf(1), leaf(2)];
    const optimizer = new SGD(
      [
        { params: a, momentum: 0.5 },
        { params: [b], lr: 0.2 },
      ],
      { lr: 0.1, weightDecay: 0.3 },
    );
    const common = { dampening: 0, weightDecay: 0.3, nesterov: false, maximize: false };
    expect(plain(optimizer.paramGroups)).toEqual([
      { params: [plain(a)], lr: 0.1, momentum: 0.5, ...common },
      { params: [plain(b)], lr: 0.2, momentum: 0, ...common },
    ]);
  });

  it('are added, and may be changed', () => {
    const [a, b] = [ready(1), ready(1)];
    const optimizer = new SGD([a], { lr: 0.25 });
    optimizer.addParamGroup({ params: [b], lr: 1 });
    optimizer.paramGroups[1]!.lr = 0.5;
    optimizer.step();
    expect([a.item(), b.item()]).toEqual([0.75, 0.5]);
    expect(() => optimizer.addParamGroup({ params: a })).toThrow('some parameters appear in more than one');
  });

  it('must all have a learning rate', () => {
    expect(new SGD([{ params: [leaf(1)], lr: 0.1 }]).paramGroups[0]?.lr).toBe(0.1);
    const make = (): unknown => new SGD([{ params: [leaf(1)], lr: 0.1 }, { params: [leaf(2)] }]);
    expect(make).toThrow("SGD: parameter group didn't specify a value of required optimization parameter lr");
  });

  it('are not the objects that were given', () => {
    const given = { params: [leaf(1)] };
    expect(new Adam([given]).paramGroups[0]).not.toBe(given);
    expect(Object.keys(given)).toEqual(['params']);
  });
});

const matrix = (): Tensor => leaf(1, 2).detach().reshape(1, 2).requiresGrad_();

describe('hyperparameters out of range are refused', () => {
  it.each([
    [() => new SGD([leaf(1)], { lr: -1 }), 'SGD: Invalid learning rate: -1'],
    [() => new SGD([leaf(1)], { lr: NaN }), 'SGD: Invalid learning rate: NaN'],
    [() => new SGD([leaf(1)], { lr: 1, momentum: -0.5 }), 'SGD: Invalid momentum value: -0.5'],
    [() => new SGD([leaf(1)], { lr: 1, weightDecay: -0.5 }), 'SGD: Invalid weight_decay value: -0.5'],
    [
      () => new SGD([leaf(1)], { lr: 1, nesterov: true }),
      'SGD: Nesterov momentum requires a momentum and zero dampening',
    ],
    [
      () => new SGD([leaf(1)], { lr: 1, nesterov: true, momentum: 0.9, dampening: 0.1 }),
      'SGD: Nesterov momentum requires a momentum and zero dampening',
    ],
    [() => new Adam([leaf(1)], { lr: -1 }), 'Adam: Invalid learning rate: -1'],
    [() => new Adam([leaf(1)], { eps: -1 }), 'Adam: Invalid epsilon value: -1'],
    [() => new Adam([leaf(1)], { betas: [1, 0.9] }), 'Adam: Invalid beta parameter at index 0: 1'],
    [() => new AdamW([leaf(1)], { betas: [0.9, -0.1] }), 'AdamW: Invalid beta parameter at index 1: -0.1'],
    [() => new AdamW([leaf(1)], { weightDecay: -1 }), 'AdamW: Invalid weight_decay value: -1'],
    [() => new RMSprop([leaf(1)], { alpha: -1 }), 'RMSprop: Invalid alpha value: -1'],
    [() => new RMSprop([leaf(1)], { momentum: -1 }), 'RMSprop: Invalid momentum value: -1'],
    [() => new Adam([{ params: [leaf(1)], lr: -2 }]), 'Adam: Invalid learning rate: -2'],
    [() => new Adamax([leaf(1)], { betas: [0.9, 1] }), 'Adamax: Invalid beta parameter at index 1: 1'],
    [() => new NAdam([leaf(1)], { momentumDecay: -1 }), 'NAdam: Invalid momentum_decay value: -1'],
    [() => new RAdam([leaf(1)], { eps: -1 }), 'RAdam: Invalid epsilon value: -1'],
    [() => new Adagrad([leaf(1)], { lrDecay: -1 }), 'Adagrad: Invalid lr_decay value: -1'],
    [
      () => new Adagrad([leaf(1)], { initialAccumulatorValue: -1 }),
      'Adagrad: Invalid initial_accumulator_value value: -1',
    ],
    [() => new Adadelta([leaf(1)], { rho: 1.5 }), 'Adadelta: Invalid rho value: 1.5'],
    [() => new Rprop([leaf(1)], { etas: [1.5, 2] }), 'Rprop: Invalid eta values: 1.5, 2'],
    [() => new ASGD([leaf(1)], { weightDecay: -1 }), 'ASGD: Invalid weight_decay value: -1'],
    [() => new Lion([leaf(1)], { betas: [1, 0.9] }), 'Lion: Invalid beta parameter at index 0: 1'],
    [() => new Adafactor([leaf(1)], { beta2Decay: 0.5 }), 'Adafactor: Invalid beta2_decay value: 0.5'],
    [() => new Adafactor([leaf(1)], { d: 0.5 }), 'Adafactor: Invalid clipping threshold d: 0.5'],
    [() => new Adafactor([leaf(1)], { eps: [-1, 0] }), 'Adafactor: Invalid first epsilon value: -1'],
    [() => new Muon([matrix()], { nsSteps: 100 }), 'Muon: Invalid ns_steps: 100'],
    [
      () => Reflect.construct(Muon, [[matrix()], { adjustLrFn: 'none' }]),
      "Muon: adjustLrFn 'none' is unknown (known: original, match_rms_adamw)",
    ],
  ])('%s', (make, message) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  });

  it('and so are parameters of a shape that it cannot update', () => {
    expect(() => new Muon([leaf(1)])).toThrow(ShapeError);
    const optimizer = new Muon([matrix()]);
    expect(() => optimizer.addParamGroup({ params: leaf(1, 2) })).toThrow(
      'Muon: only matrices can be optimized, got a parameter of shape [2]',
    );
    expect(optimizer.paramGroups).toHaveLength(1);
  });

  it('and so are names that do not exist', () => {
    const options = { lr: 0.1, weight_decay: 0.1 };
    expect(() => new SGD([leaf(1)], options)).toThrow("SGD: unknown option 'weight_decay' (known: lr, momentum");
    const group = { params: [leaf(1)], learningRate: 0.1 };
    expect(() => new Adam([group])).toThrow("Adam: unknown option 'learningRate'");
  });

  it('but undefined stands for the default', () => {
    const optimizer: unknown = Reflect.construct(Adam, [[leaf(1)], { lr: undefined, eps: 0.5 }]);
    expect(optimizer).toMatchObject({ paramGroups: [{ lr: 1e-3, eps: 0.5 }] });
  });
});

describe('zeroGrad', () => {
  it('forgets the gradients', () => {
    const param = ready(1, 2);
    new SGD([param], { lr: 0.1 }).zeroGrad();
    expect(param.grad).toBeNull();
  });

  it('or fills them with zeros', () => {
    const [param, without] = [ready(1, 2), leaf(1)];
    const { grad } = param;
    new SGD([param, without], { lr: 0.1 }).zeroGrad({ setToNone: false });
    expect(param.grad).toBe(grad);
    expect(param.grad?.tolist()).toEqual([0, 0]);
    expect(without.grad).toBeNull();
  });
});

describe('step', () => {
  it('runs a closure with recording, before the update, and returns what it returns', () => {
    const param = leaf(3);
    const optimizer = new SGD([param], { lr: 0.5 });
    const loss = optimizer.step(() => {
      expect(isGradEnabled()).toBe(true);
      const value = param.square().sum();
      value.backward();
      return value.item();
    });
    expect(loss).toBe(9);
    expect(param.item()).toBe(0);
    expect(optimizer.step()).toBeUndefined();
  });

  it('refuses an asynchronous closure', () => {
    const optimizer = new SGD([ready(1)], { lr: 0.5 });
    expect(() => optimizer.step(async () => Promise.resolve(1))).toThrow(ValueError);
    expect(optimizer.paramGroups[0]?.params[0]?.item()).toBe(1);
  });

  it('is not recorded, and counts as an in-place write', () => {
    const param = leaf(2);
    const squared = param.square().sum();
    squared.backward(null, { retainGraph: true });
    new SGD([param], { lr: 0.5 }).step();
    expect([param.isLeaf, param.requiresGrad]).toEqual([true, true]);
    expect(() => squared.backward()).toThrow(GradError);
  });

  it('goes on as before when momentum is switched off and on', () => {
    const param = leaf(0);
    const optimizer = new SGD([param], { lr: 1, momentum: 0.5 });
    const steps = [0.5, 0, 0.5].map((momentum) => {
      optimizer.zeroGrad();
      param.sum().backward();
      optimizer.paramGroups[0]!.momentum = momentum;
      optimizer.step();
      return param.item();
    });
    expect(steps).toEqual([-1, -2, -3.5]);
  });
});

/** Adds up the signs of the gradients. */
class SignDescent extends Optimizer<Hyperparameters, { sum: Tensor }> {
  protected override stepGroup({ params, lr }: ParamGroup): void {
    for (const param of params) {
      if (!param.grad) continue;
      const { sum } = this.stateOf(param, () => ({ sum: keep(zerosLike(param)) }));
      sum.add_(param.grad.sign());
      param.add_(sum, { alpha: -lr });
    }
  }

  protected override loadState(): { sum: Tensor } {
    throw new ValueError(this.name, 'is not loaded here');
  }
}

describe('an optimizer of your own', () => {
  it('has groups, state and text', () => {
    const param = ready(1, 1);
    const optimizer = new SignDescent([param], { lr: 0.25 });
    optimizer.step();
    optimizer.step();
    expect(param.tolist()).toEqual([0.25, 0.25]);
    expect(optimizer.stateDict().state['0']?.sum === optimizer.state.get(param)?.sum).toBe(true);
    expect(optimizer.state.get(param)?.sum.tolist()).toEqual([2, 2]);
    expect(String(optimizer)).toBe('SignDescent (\nParameter Group 0\n    lr: 0.25\n)');
  });
});
