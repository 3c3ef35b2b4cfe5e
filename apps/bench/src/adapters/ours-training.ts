/**
 * @file Training steps with the packages of this workspace.
 */
import { noGrad } from '@x/autograd';
import * as F from '@x/functional';
import {
  type AnyModule,
  Conv2d,
  Flatten,
  Linear,
  LSTM,
  MaxPool2d,
  type Module,
  type Parameter,
  ReLU,
  Sequential,
  TransformerEncoderLayer,
} from '@x/nn';
import { Adam, AdamW, SGD } from '@x/optim';
import * as T from '@x/tensor';
import type { CaseOf, OptimizerCase, ParameterCase, Shape } from '../cases/case.js';
import { type Adapter, comparedSteps, type Results, type Runnable } from './adapter.js';
import { finished } from './finished.js';
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
    step: () => {
      T.scope(() => {
        step();
      });
      return finished(...params);
    },
    results,
  };
}

const make = (seed: number, shape: Shape): T.Tensor => T.tensor(uniform(seed, shape)).reshape(shape);
const startValues = (c: TrainingCase): T.Tensor[] => c.params.map((p, i) => T.tensor(parameter(p, i)).reshape(p.shape));

function classes(c: CaseOf<'lenet' | 'mlp' | 'cnn' | 'lstm'>, batch: number | undefined): T.Tensor {
  return T.tensor(integers(seeds.target, [batch ?? 0], c.classes));
}

/** Parameters of modules, with the case's values. */
function started(c: TrainingCase, ...modules: readonly AnyModule[]): Parameter[] {
  const params = modules.flatMap((module) => Array.from(module.parameters()));
  noGrad(() => startValues(c).forEach((values, i) => params[i]?.copy_(values)));
  return params;
}

/** A network of layers, whose parameters get the case's values. */
function classifier(c: CaseOf<'lenet' | 'mlp' | 'cnn'>, net: Module): Runnable {
  const params = started(c, net);
  const [x, y] = [make(seeds.x, c.x), classes(c, c.x[0])];
  return training(c, { params, loss: () => F.crossEntropy(net(x), y) });
}

function lstm(c: CaseOf<'lstm'>): Runnable {
  const [layer, fc] = [new LSTM(c.x[2] ?? 0, c.hidden), new Linear(c.hidden, c.classes)];
  const [x, y] = [make(seeds.x, c.x), classes(c, c.x[1])];
  return training(c, {
    params: started(c, layer, fc),
    loss: () => F.crossEntropy(fc(layer(x)[0].select(0, -1)), y),
  });
}

function transformer(c: CaseOf<'transformer'>): Runnable {
  const hidden = c.params[4]?.shape[0] ?? 0;
  const options = { dimFeedforward: hidden, dropout: 0, layerNormEps: c.eps, batchFirst: true };
  const layer = new TransformerEncoderLayer(c.x[2] ?? 0, c.heads, options);
  const [x, target] = [make(seeds.x, c.x), make(seeds.target, c.x)];
  return training(c, { params: started(c, layer), loss: () => F.mseLoss(layer(x), target) });
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
