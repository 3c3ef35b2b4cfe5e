/**
 * @file `max` and `min`: of all elements, along a dimension with positions, or of two tensors.
 */
import { dispatch } from '../dispatch.js';
import * as reduceOps from '../ops/reduce.js';
import { wrapDim } from '../shape.js';
import { isTensor, type Tensor } from '../tensor.js';
import type { KeepdimOptions } from './reduction.js';
import { checkOptions } from '../options.js';

/** Elements and their int32 positions along a dimension. */
export interface ValuesIndices {
  readonly values: Tensor;
  readonly indices: Tensor;
}

type Extreme = 'max' | 'min';

const parts = {
  max: { all: reduceOps.maxAll, along: reduceOps.maxAlong },
  min: { all: reduceOps.minAll, along: reduceOps.minAlong },
} as const;

function along(kind: Extreme, self: Tensor, dim: number, options: KeepdimOptions): ValuesIndices {
  checkOptions(kind, options, ['keepdim']);
  const { keepdim = false } = options;
  const [values, indices] = dispatch(parts[kind].along, [self], { dim: wrapDim(kind, dim, self.ndim), keepdim });
  return { values, indices };
}

function everything(kind: Extreme, self: Tensor): Tensor {
  return dispatch(parts[kind].all, [self], { dims: self.shape.map((_, d) => d), keepdim: false })[0];
}

/**
 * The largest element of all; with a dimension, the largest elements along it and their positions; with a tensor, `maximum`.
 *
 * @throws IndexError when the dimension does not exist or has no elements.
 * @example
 * tensor([1, 5, 3]).max() // 5
 * const { values, indices } = tensor([[1, 5], [3, 2]]).max(1) // [5, 3], [1, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.max.html
 */
export function max(self: Tensor): Tensor;
export function max(self: Tensor, other: Tensor): Tensor;
export function max(self: Tensor, dim: number, options?: KeepdimOptions): ValuesIndices;
export function max(self: Tensor, dim?: number | Tensor, options: KeepdimOptions = {}): Tensor | ValuesIndices {
  if (dim === undefined) return everything('max', self);
  return isTensor(dim) ? self.maximum(dim) : along('max', self, dim, options);
}

/**
 * The smallest element of all; with a dimension, the smallest elements along it and their positions; with a tensor, `minimum`.
 *
 * @throws IndexError when the dimension does not exist or has no elements.
 * @example tensor([1, 5, 3]).min() // 1
 * @see https://pytorch.org/docs/stable/generated/torch.min.html
 */
export function min(self: Tensor): Tensor;
export function min(self: Tensor, other: Tensor): Tensor;
export function min(self: Tensor, dim: number, options?: KeepdimOptions): ValuesIndices;
export function min(self: Tensor, dim?: number | Tensor, options: KeepdimOptions = {}): Tensor | ValuesIndices {
  if (dim === undefined) return everything('min', self);
  return isTensor(dim) ? self.minimum(dim) : along('min', self, dim, options);
}

/** The methods `max` and `min` with all their forms. */
export interface ExtremaMethods {
  max(): Tensor;
  max(other: Tensor): Tensor;
  max(dim: number, options?: KeepdimOptions): ValuesIndices;
  min(): Tensor;
  min(other: Tensor): Tensor;
  min(dim: number, options?: KeepdimOptions): ValuesIndices;
}
