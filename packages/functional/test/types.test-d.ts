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

test('options that do not exist do not compile', () => {
  // @ts-expect-error the option is called padding
  F.conv2d(x, x, { pading: 1 });
  // @ts-expect-error there is no such reduction
  F.mseLoss(x, x, { reduction: 'average' });
  // @ts-expect-error only klDiv has it
  F.mseLoss(x, x, { reduction: 'batchmean' });
  // @ts-expect-error there is no such mode
  F.pad(x, [1, 1], { mode: 'mirror' });
  // @ts-expect-error a bias is a tensor or null
  F.linear(x, x, { bias: true });
});

test('a module may hand on a parameter that it does not have', () => {
  expectTypeOf(F.conv1d(x, x, { bias: null, padding: 'same' })).toEqualTypeOf<Tensor>();
  expectTypeOf(F.batchNorm(x, null, null, { weight: null, bias: null, training: true })).toEqualTypeOf<Tensor>();
});
