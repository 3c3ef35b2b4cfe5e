import type { Tensor } from '@x/tensor';
import { expectTypeOf, test } from 'vitest';
import {
  Adam,
  AveragedModel,
  type AverageableModel,
  ChainedScheduler,
  CyclicLR,
  LBFGS,
  type LRScheduler,
  type Optimizer,
  type ParamGroup,
  ReduceLROnPlateau,
  SequentialLR,
  SGD,
  type SGDHyperparameters,
  StepLR,
} from '../src/index.js';

declare const param: Tensor;

test('params are tensors or groups', () => {
  const optimizer = new SGD([{ params: [param], momentum: 0.5 }, { params: new Set([param]).values() }], { lr: 0.1 });
  expectTypeOf(optimizer.paramGroups).toEqualTypeOf<ParamGroup<SGDHyperparameters>[]>();
  expectTypeOf(optimizer).toExtend<Optimizer>();
  // @ts-expect-error: there is no such option
  void (() => new SGD([param], { lr: 0.1, weight_decay: 0.1 }));
  // @ts-expect-error: nor in a group
  void (() => new SGD([{ params: [param], alpha: 0.1 }], { lr: 0.1 }));
});

test('step returns what the closure returns', () => {
  const optimizer = new Adam([param]);
  expectTypeOf(optimizer.step()).toEqualTypeOf<undefined>();
  expectTypeOf(optimizer.step(() => 1)).toEqualTypeOf<number>();
});

test('schedulers take any optimizer', () => {
  expectTypeOf(new StepLR(new Adam([param]), 3, { gamma: 0.5 })).toExtend<LRScheduler>();
  // @ts-expect-error: stepSize is needed
  void (() => new StepLR(new Adam([param])));
});

test('schedulers combine', () => {
  const adam = new Adam([param]);
  const sequence = new SequentialLR(adam, [new StepLR(adam, 3), new StepLR(adam, 5)], [4]);
  expectTypeOf(new ChainedScheduler([sequence, new StepLR(adam, 2)]).schedulers).toExtend<readonly object[]>();
  // @ts-expect-error: it follows a metric instead of epochs
  void (() => new SequentialLR(adam, [new ReduceLROnPlateau(adam)], []));
  // @ts-expect-error: the metric is needed
  void (() => new ReduceLROnPlateau(adam).step());
});

test('values are for all groups or for each', () => {
  const sgd = new SGD([param], { lr: 0.1, momentum: 0.9 });
  expectTypeOf(new CyclicLR(sgd, 0.1, [1], { mode: 'triangular2' })).toExtend<LRScheduler>();
  // @ts-expect-error: there is no such mode
  void (() => new CyclicLR(sgd, 0.1, 1, { mode: 'square' }));
});

test('an averaged model is a model of the same kind', () => {
  interface Net extends AverageableModel {
    classify(x: Tensor): Tensor;
  }
  const average = (net: Net): AveragedModel<Net> => new AveragedModel(net);
  expectTypeOf<ReturnType<typeof average>['module']>().toEqualTypeOf<Net>();
});

test('line searches have names', () => {
  expectTypeOf(new LBFGS([param], { lineSearchFn: 'strong_wolfe' })).toExtend<Optimizer>();
  // @ts-expect-error: there is no such search
  void (() => new LBFGS([param], { lineSearchFn: 'weak' }));
});
