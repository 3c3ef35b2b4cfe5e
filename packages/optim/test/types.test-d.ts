import type { Tensor } from '@x/tensor';
import { expectTypeOf, test } from 'vitest';
import {
  Adam,
  type LRScheduler,
  type Optimizer,
  type ParamGroup,
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
