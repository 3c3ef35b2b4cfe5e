/**
 * @file Training steps with the packages of this workspace.
 */
import { noGrad } from '@x/autograd';
import * as F from '@x/functional';
import { Conv2d, Flatten, Linear, MaxPool2d, type Module, Parameter, ReLU, Sequential } from '@x/nn';
import { Adam, AdamW, SGD } from '@x/optim';
import * as T from '@x/tensor';
import type { CaseOf, OptimizerCase, ParameterCase, Shape } from '../cases/case.js';
import { type Adapter, comparedSteps, type Results, type Runnable } from './adapter.js';
import { integers, parameter, seeds, uniform } from './inputs.js';

interface Stepper {
  zeroGrad(): void;
  step(): void;
}

/** What is trained: the parameters in the case's order, and the loss. */
interface Model {
  readonly params: readonly Parameter[];
  readonly loss: () => T.Tensor;
}

function optimizerOf(params: readonly Parameter[], optimizer: OptimizerCase | null): Stepper {
  const all = [...params];
  if (optimizer === null) return new GradientsOnly(all);
  if (optimizer.name === 'sgd') return new SGD(all, { lr: optimizer.lr, momentum: optimizer.momentum });
  const { name, lr, betas, eps, weightDecay } = optimizer;
  return new { adam: Adam, adamw: AdamW }[name](all, { lr, betas, eps, weightDecay });
}

/** Stands where a case has no optimizer. */
class GradientsOnly implements Stepper {
  readonly #params: readonly Parameter[];

  constructor(params: readonly Parameter[]) {
    this.#params = params;
  }

  zeroGrad(): void {
    for (const param of this.#params) param.grad = null;
  }

  step(): void {}
}

interface TrainingCase {
  readonly optimizer: OptimizerCase | null;
  readonly params: readonly ParameterCase[];
}

function training(c: TrainingCase, { params, loss }: Model): Runnable {
  const optimizer = optimizerOf(params, c.optimizer);
  const step = (): T.Tensor => {
    optimizer.zeroGrad();
    const value = loss();
    value.backward();
    optimizer.step();
    return value;
  };
  const results = async (): Promise<Results> => {
    for (let i = 1; i < comparedSteps; i++) step();
    const found: Record<string, ArrayLike<number>> = { loss: [await step().itemAsync()] };
    for (const [i, { name }] of c.params.entries()) {
      const values = c.optimizer === null ? params[i]?.grad : params[i]?.detach();
      if (values) found[name] = await values.toTypedArrayAsync();
    }
    return found;
  };
  return {
    step: () =>
      T.scope(() => {
        step();
      }),
    results,
  };
}

const make = (seed: number, shape: Shape): T.Tensor => T.tensor(uniform(seed, shape)).reshape(shape);
const startValues = (c: TrainingCase): T.Tensor[] => c.params.map((p, i) => T.tensor(parameter(p, i)).reshape(p.shape));

function classes(c: CaseOf<'lenet' | 'mlp' | 'cnn' | 'lstm'>, batch: number | undefined): T.Tensor {
  return T.tensor(integers(seeds.target, [batch ?? 0], c.classes));
}

/** A network of layers, whose parameters get the case's values. */
function classifier(c: CaseOf<'lenet' | 'mlp' | 'cnn'>, net: Module): Runnable {
  const params = [...net.parameters()];
  noGrad(() => startValues(c).forEach((values, i) => params[i]?.copy_(values)));
  const [x, y] = [make(seeds.x, c.x), classes(c, c.x[0])];
  return training(c, { params, loss: () => F.crossEntropy(net(x), y) });
}

/** The case's parameters, for a network that is made of functions. */
const parameters = (c: TrainingCase): Parameter[] => startValues(c).map((values) => new Parameter(values));

function at(params: readonly Parameter[], i: number): Parameter {
  const param = params[i];
  if (!param) throw new RangeError(`the case has ${params.length} parameters, no ${i}`);
  return param;
}

function lstm(c: CaseOf<'lstm'>): Runnable {
  const params = parameters(c);
  const affine = (x: T.Tensor, weight: number, bias: number): T.Tensor =>
    F.linear(x, at(params, weight), { bias: at(params, bias) });
  const [x, y] = [make(seeds.x, c.x), classes(c, c.x[1])];
  const start = T.zeros([c.x[1] ?? 0, c.hidden]);
  const loss = (): T.Tensor => {
    let [h, cell] = [start, start];
    for (const fromInput of affine(x, 0, 2).unbind(0)) {
      const gates = fromInput.add(affine(h, 1, 3));
      const [input, forget, candidate, output] = gates.split(c.hidden, 1) as [T.Tensor, T.Tensor, T.Tensor, T.Tensor];
      cell = forget.sigmoid().mul(cell).add(input.sigmoid().mul(candidate.tanh()));
      h = output.sigmoid().mul(cell.tanh());
    }
    return F.crossEntropy(affine(h, 4, 5), y);
  };
  return training(c, { params, loss });
}

function transformer(c: CaseOf<'transformer'>): Runnable {
  const params = parameters(c);
  const [batch, length, width] = c.x as readonly [number, number, number];
  const [x, target] = [make(seeds.x, c.x), make(seeds.target, c.x)];
  const affine = (input: T.Tensor, i: number): T.Tensor => F.linear(input, at(params, i), { bias: at(params, i + 1) });
  const norm = (input: T.Tensor, i: number): T.Tensor =>
    F.layerNorm(input, [width], { weight: at(params, i), bias: at(params, i + 1), eps: c.eps });
  const heads = (part: T.Tensor): T.Tensor => part.reshape(batch, length, c.heads, width / c.heads).transpose(1, 2);
  const attention = (input: T.Tensor): T.Tensor => {
    const [q, k, v] = affine(input, 0).split(width, 2).map(heads) as [T.Tensor, T.Tensor, T.Tensor];
    const scores = q.mul((width / c.heads) ** -0.5).matmul(k.transpose(2, 3));
    return affine(scores.softmax(-1).matmul(v).transpose(1, 2).reshape(batch, length, width), 2);
  };
  const loss = (): T.Tensor => {
    const first = norm(x.add(attention(x)), 8);
    const second = norm(first.add(affine(affine(first, 4).relu(), 6)), 10);
    return F.mseLoss(second, target);
  };
  return training(c, { params, loss });
}

export const oursTraining: Adapter = {
  lenet: (c) =>
    classifier(
      c,
      new Sequential(
        new Conv2d(1, 6, 5),
        new ReLU(),
        new MaxPool2d(2),
        new Conv2d(6, 16, 5),
        new ReLU(),
        new MaxPool2d(2),
        new Flatten(),
        new Linear(400, 120),
        new ReLU(),
        new Linear(120, 84),
        new ReLU(),
        new Linear(84, 10),
      ),
    ),
  mlp: (c) =>
    classifier(
      c,
      new Sequential(
        new Flatten(),
        new Linear(784, 512),
        new ReLU(),
        new Linear(512, 512),
        new ReLU(),
        new Linear(512, 10),
      ),
    ),
  cnn: (c) =>
    classifier(
      c,
      new Sequential(
        new Conv2d(1, 32, 3),
        new ReLU(),
        new Conv2d(32, 64, 3),
        new ReLU(),
        new MaxPool2d(2),
        new Flatten(),
        new Linear(9216, 128),
        new ReLU(),
        new Linear(128, 10),
      ),
    ),
  lstm,
  transformer,
};
