/**
 * @file The problem of `scripts/golden/optim/steps.py`, on which the golden files follow the optimizers.
 */
import { cat, type DType, type Tensor } from '@x/tensor';
import { Inputs } from '../../../tools/golden/decode.js';
import { isRecord } from '../../../tools/golden/file.js';
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
  const closure = (): Tensor => {
    optimizer.zeroGrad();
    const value = loss();
    value.backward();
    return value;
  };
  if (optimizer instanceof optim.LBFGS) {
    optimizer.step(closure);
  } else {
    closure();
    optimizer.step();
  }
}

const api: Readonly<Record<string, unknown>> = optim;

/** A class of the package, made. */
export function construct(name: unknown, args: readonly unknown[]): unknown {
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

/** An argument of a scheduler: `{ scheduler: [...] }` is another one, `{ power: x }` the function `epoch => x ** epoch`. */
function schedulerArgument(value: unknown, optimizer: optim.Optimizer): unknown {
  if (Array.isArray(value)) return value.map((item) => schedulerArgument(item, optimizer));
  if (!isRecord(value)) return value;
  if (Array.isArray(value.scheduler)) return makeAnyScheduler(value.scheduler, optimizer);
  const { power } = value;
  if (typeof power === 'number' && Object.keys(value).length === 1) return (epoch: number) => power ** epoch;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, schedulerArgument(item, optimizer)]));
}

/** What steps with epochs, or with metrics. */
type AnyScheduler = optim.Scheduler | optim.ReduceLROnPlateau;

const isScheduler = (value: unknown): value is AnyScheduler =>
  [optim.LRScheduler, optim.CombinedScheduler, optim.ReduceLROnPlateau].some((type) => value instanceof type);

/** A scheduler of any kind: class and arguments. */
export function makeAnyScheduler([name, ...args]: readonly unknown[], optimizer: optim.Optimizer): AnyScheduler {
  const values = args.map((value) => schedulerArgument(value, optimizer));
  const scheduler = construct(name, name === 'ChainedScheduler' ? values : [optimizer, ...values]);
  if (isScheduler(scheduler)) return scheduler;
  throw new TypeError(`${String(name)} is not a scheduler`);
}

/** The scheduler of a golden row that follows epochs. */
export function makeScheduler(call: readonly unknown[], optimizer: optim.Optimizer): optim.Scheduler {
  const scheduler = makeAnyScheduler(call, optimizer);
  if (!(scheduler instanceof optim.ReduceLROnPlateau)) return scheduler;
  throw new TypeError('ReduceLROnPlateau needs metrics');
}
