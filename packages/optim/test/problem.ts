/**
 * @file The problem of `scripts/golden/optim/steps.py`, on which the golden files follow the optimizers.
 */
import { cat, type DType, type Tensor } from '@x/tensor';
import { Inputs } from '../../../tools/golden/decode.js';
import * as optim from '../src/index.js';
import steps from './golden/steps.json' with { type: 'json' };

export interface Problem {
  readonly weight: Tensor;
  readonly bias: Tensor;
  readonly loss: () => Tensor;
  /** Weight and bias in one list. */
  readonly values: () => ArrayLike<number>;
}

/** The problem with its parameters at the start. */
export function problem(dtype: DType, device: string = 'cpu'): Problem {
  const inputs = new Inputs(steps.inputs);
  const [weight, bias, scale, target] = ['weight', 'bias', 'scale', 'target'].map((name) =>
    inputs.get(name).leaf.to({ dtype, device }),
  );
  if (!weight || !bias || !scale || !target) throw new TypeError('the golden file lacks an input');
  weight.requiresGrad = true;
  bias.requiresGrad = true;
  return {
    weight,
    bias,
    loss() {
      const distance = scale.mul(weight.sub(target).pow(2)).sum();
      return distance.add(bias.exp().sum().mul(weight.sum()).div(8));
    },
    values: () => cat([weight.detach(), bias.detach()]).toTypedArray(),
  };
}

/** One step of training. */
export function train(optimizer: optim.Optimizer, loss: () => Tensor): void {
  optimizer.zeroGrad();
  loss().backward();
  optimizer.step();
}

const api: Readonly<Record<string, unknown>> = optim;

function construct(name: unknown, args: readonly unknown[]): unknown {
  const constructor = api[String(name)];
  if (typeof constructor !== 'function') throw new TypeError(`there is no class ${String(name)}`);
  return Reflect.construct(constructor, args);
}

/** The optimizer of a golden row; the bias has a group of its own when it has options. */
export function makeOptimizer(
  name: string,
  { weight, bias }: Problem,
  options: object,
  biasOptions: object | undefined,
): optim.Optimizer {
  const params = biasOptions ? [{ params: [weight] }, { params: [bias], ...biasOptions }] : [weight, bias];
  const optimizer = construct(name, [params, options]);
  if (optimizer instanceof optim.Optimizer) return optimizer;
  throw new TypeError(`${name} is not an Optimizer`);
}

/** The scheduler of a golden row: class and arguments. */
export function makeScheduler([name, ...args]: readonly unknown[], optimizer: optim.Optimizer): optim.LRScheduler {
  const scheduler = construct(name, [optimizer, ...args]);
  if (scheduler instanceof optim.LRScheduler) return scheduler;
  throw new TypeError(`${String(name)} is not an LRScheduler`);
}
