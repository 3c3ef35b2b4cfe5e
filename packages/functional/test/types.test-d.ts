import type { Tensor } from '@x/tensor';
import { expectTypeOf, test } from 'vitest';
import * as F from '../src/index.js';

declare const x: Tensor;

test('a pool gives a pair only when asked for indices', () => {
  expectTypeOf(F.maxPool2d(x, 2)).toEqualTypeOf<Tensor>();
  expectTypeOf(F.maxPool2d(x, [2, 3], { stride: 1 })).toEqualTypeOf<Tensor>();
  expectTypeOf(F.maxPool2d(x, 2, { returnIndices: true })).toEqualTypeOf<[values: Tensor, indices: Tensor]>();
  expectTypeOf(F.adaptiveMaxPool1d(x, 2, { returnIndices: true })).toEqualTypeOf<[values: Tensor, indices: Tensor]>();
});

test('pools of volumes and random windows give pairs when asked', () => {
  expectTypeOf(F.maxPool3d(x, 2)).toEqualTypeOf<Tensor>();
  expectTypeOf(F.maxPool3d(x, 2, { returnIndices: true })).toEqualTypeOf<[values: Tensor, indices: Tensor]>();
  expectTypeOf(F.adaptiveMaxPool3d(x, [2, null, 3])).toEqualTypeOf<Tensor>();
  expectTypeOf(F.fractionalMaxPool2d(x, 2, { outputSize: 3 })).toEqualTypeOf<Tensor>();
  expectTypeOf(F.fractionalMaxPool3d(x, 2, { outputRatio: 0.5, returnIndices: true })).toEqualTypeOf<
    [values: Tensor, indices: Tensor]
  >();
});

test('options that do not exist do not compile', () => {
  expectTypeOf(F.conv2d).toBeCallableWith(x, x, { padding: 1 });
  // @ts-expect-error the option is called padding
  expectTypeOf(F.conv2d).toBeCallableWith(x, x, { pading: 1 });
  expectTypeOf(F.klDiv).toBeCallableWith(x, x, { reduction: 'batchmean' });
  // @ts-expect-error only klDiv has it
  expectTypeOf(F.mseLoss).toBeCallableWith(x, x, { reduction: 'batchmean' });
  // @ts-expect-error there is no such mode
  expectTypeOf(F.pad).toBeCallableWith(x, [1, 1], { mode: 'mirror' });
  // @ts-expect-error a bias is a tensor or null
  expectTypeOf(F.linear).toBeCallableWith(x, x, { bias: true });
});

test('a module may hand on a parameter that it does not have', () => {
  expectTypeOf(F.conv1d(x, x, { bias: null, padding: 'same' })).toEqualTypeOf<Tensor>();
  expectTypeOf(F.batchNorm(x, null, null, { weight: null, bias: null, training: true })).toEqualTypeOf<Tensor>();
});
