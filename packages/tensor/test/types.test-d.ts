import { describe, expectTypeOf, it } from 'vitest';
import {
  add,
  type DType,
  atleast2d,
  type Histogram,
  type IndexOrText,
  type MantissaExponent,
  type MinMax,
  max,
  type Op,
  slice,
  sum,
  type Tensor,
  tensor,
  type TypedArray,
  type ValuesIndices,
  zeros,
} from '../src/index.js';

declare const x: Tensor;

describe('Tensor', () => {
  it('has the functions as methods without their first parameter', () => {
    expectTypeOf(x.add).toEqualTypeOf<
      (other: Tensor | number, options?: { readonly alpha?: number | boolean }) => Tensor
    >();
    expectTypeOf(x.exp).toEqualTypeOf<() => Tensor>();
    expectTypeOf(x.mul_).toEqualTypeOf<(other: Tensor | number) => Tensor>();
    expectTypeOf(x.exp_).toEqualTypeOf<() => Tensor>();
    expectTypeOf(x.equal(x)).toEqualTypeOf<boolean>();
    expectTypeOf(x.split(2)).toEqualTypeOf<Tensor[]>();
    expectTypeOf(x.varMean()).toEqualTypeOf<[variance: Tensor, mean: Tensor]>();
  });

  it('has no in-place form of functions that have none in PyTorch', () => {
    expectTypeOf<Tensor>().not.toHaveProperty('rsub_');
    expectTypeOf<Tensor>().not.toHaveProperty('sum_');
  });

  it('reads at once or asynchronously', () => {
    expectTypeOf(x.item()).toEqualTypeOf<number>();
    expectTypeOf(x.itemAsync()).toEqualTypeOf<Promise<number>>();
    expectTypeOf(x.toTypedArray()).toEqualTypeOf<TypedArray>();
    expectTypeOf(x.shape).toEqualTypeOf<readonly number[]>();
    expectTypeOf(x.size(0)).toEqualTypeOf<number>();
    expectTypeOf(x.size()).toEqualTypeOf<readonly number[]>();
    expectTypeOf(x.dtype).toEqualTypeOf<DType>();
    expectTypeOf([...x]).toEqualTypeOf<Tensor[]>();
  });

  it('takes the result of max by what it was asked for', () => {
    expectTypeOf(x.max()).toEqualTypeOf<Tensor>();
    expectTypeOf(x.max(x)).toEqualTypeOf<Tensor>();
    expectTypeOf(x.max(0)).toEqualTypeOf<ValuesIndices>();
    expectTypeOf(max(x, 1, { keepdim: true })).toEqualTypeOf<ValuesIndices>();
  });
});

describe('arguments', () => {
  it('of creation are sizes and options', () => {
    expectTypeOf(zeros(2, 3)).toEqualTypeOf<Tensor>();
    expectTypeOf(zeros([2, 3], { dtype: 'int32' })).toEqualTypeOf<Tensor>();
    expectTypeOf(zeros(2, 3, { device: 'gpu' })).toEqualTypeOf<Tensor>();
    // @ts-expect-error float16 is no dtype
    zeros(2, { dtype: 'float16' });
    // @ts-expect-error an option that does not exist
    tensor([1], { dtpye: 'int32' });
    // @ts-expect-error strings are no data
    tensor(['a']);
  });

  it('of reductions are a dimension and options', () => {
    expectTypeOf(sum).toBeCallableWith(x, [0, 1], { keepdim: true });
    expectTypeOf(x.sum).toBeCallableWith(null, { dtype: 'float64' });
    // @ts-expect-error keepdim is an option
    x.sum(0, true);
    // @ts-expect-error amax converts nothing
    x.amax(0, { dtype: 'float64' });
  });

  it('may be numbers where PyTorch takes them', () => {
    expectTypeOf(add).toBeCallableWith(1, x);
    // @ts-expect-error matrices are tensors
    x.matmul(2);
  });

  it('of indexing are numbers, ranges, masks, lists and text', () => {
    expectTypeOf(x.get).parameters.toEqualTypeOf<IndexOrText[]>();
    x.get(0, slice(1), null, '...', [0, 1], [true, false], x);
    x.get('0, 1:, None, ...').set('...', 0);
    // @ts-expect-error no index
    x.get(true);
  });

  it('of further functions decide about their results', () => {
    expectTypeOf(x.median()).toEqualTypeOf<Tensor>();
    expectTypeOf(x.median(0)).toEqualTypeOf<ValuesIndices>();
    expectTypeOf(x.mode()).toEqualTypeOf<ValuesIndices>();
    expectTypeOf(x.unique()).toEqualTypeOf<Tensor>();
    expectTypeOf(x.unique({ returnCounts: true })).toEqualTypeOf<Tensor[]>();
    expectTypeOf(x.nonzero()).toEqualTypeOf<Tensor>();
    expectTypeOf(x.aminmax()).toEqualTypeOf<MinMax>();
    expectTypeOf(x.frexp()).toEqualTypeOf<MantissaExponent>();
    expectTypeOf(x.histogram(3)).toEqualTypeOf<Histogram>();
    expectTypeOf(x.deg2rad_()).toEqualTypeOf<Tensor>();
    expectTypeOf(x.gcd_).toEqualTypeOf<(other: Tensor) => Tensor>();
    expectTypeOf(atleast2d(x)).toEqualTypeOf<Tensor>();
    expectTypeOf(atleast2d(x, x)).toEqualTypeOf<Tensor[]>();
    // @ts-expect-error one of the known reductions
    x.scatterReduce(0, x, x, 'median');
  });
});

describe('an op', () => {
  it('types its inputs, attributes and outputs', () => {
    type Scale = Op<readonly [Tensor], { readonly factor: number }, readonly [Tensor]>;
    expectTypeOf<Scale['run']>().parameters.toEqualTypeOf<[readonly [Tensor], { readonly factor: number }]>();
    expectTypeOf<Scale['run']>().returns.toEqualTypeOf<readonly [Tensor] | undefined>();
  });
});
