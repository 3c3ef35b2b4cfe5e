/**
 * @file Reductions. `dim` is one dimension or several, counted from the end where negative; without it, or with an empty list,
 * everything is reduced. `keepdim` leaves the reduced dimensions in place with size 1.
 */
import { dispatch } from '../dispatch.js';
import { type DType, isFloatingPoint } from '../dtype.js';
import * as ops from '../ops/reduce.js';
import { wrapDim, wrapDims } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkOptions } from '../options.js';

/** One dimension or several. */
export type Dims = number | readonly number[] | null;

export interface KeepdimOptions {
  /** Keep the reduced dimensions with size 1. Default: false. */
  readonly keepdim?: boolean;
}

export interface ReduceOptions extends KeepdimOptions {
  /** dtype of the result; elements are converted to it first. */
  readonly dtype?: DType;
}

function reduce(op: ops.ReduceOp, self: Tensor, dim: Dims | undefined, options: ReduceOptions): Tensor {
  checkOptions(op.name, options, ['keepdim', 'dtype']);
  const { dtype = self.dtype, keepdim = false } = options;
  const result = dispatch(op, [self.to(dtype)], {
    dims: wrapDims(op.name, dim, self.ndim),
    keepdim,
    all: dim === undefined,
  })[0];
  return options.dtype ? result.to(dtype) : result;
}

/**
 * Sum of elements; integers and bools sum to int32: `[*] → [*] without dim`.
 *
 * @throws IndexError when a dimension does not exist.
 * @example tensor([[1, 2], [3, 4]]).sum(0) // [4, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.sum.html
 */
export function sum(self: Tensor, dim?: Dims, options: ReduceOptions = {}): Tensor {
  return reduce(ops.sum, self, dim, options);
}

/**
 * Mean of elements: `[*] → [*] without dim`.
 *
 * @throws DTypeError for integers and bools, IndexError when a dimension does not exist.
 * @example tensor([1.5, 2.5]).mean() // 2
 * @see https://pytorch.org/docs/stable/generated/torch.mean.html
 */
export function mean(self: Tensor, dim?: Dims, options: ReduceOptions = {}): Tensor {
  return reduce(ops.mean, self, dim, options);
}

/**
 * Product of elements, over one dimension or all: `[*] → [*] without dim`.
 *
 * @throws IndexError when the dimension does not exist.
 * @example tensor([2, 3, 4]).prod() // 24
 * @see https://pytorch.org/docs/stable/generated/torch.prod.html
 */
export function prod(self: Tensor, dim?: number | null, options: ReduceOptions = {}): Tensor {
  return reduce(ops.prod, self, dim, options);
}

/**
 * Largest elements; gradients are shared evenly among equals: `[*] → [*] without dim`.
 *
 * @throws IndexError when a dimension does not exist or has no elements.
 * @example tensor([[1, 5], [3, 2]]).amax(1) // [5, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.amax.html
 */
export function amax(self: Tensor, dim?: Dims, options: KeepdimOptions = {}): Tensor {
  return reduce(ops.amax, self, dim, options);
}

/**
 * Smallest elements; gradients are shared evenly among equals: `[*] → [*] without dim`.
 *
 * @throws IndexError when a dimension does not exist or has no elements.
 * @example tensor([[1, 5], [3, 2]]).amin(1) // [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.amin.html
 */
export function amin(self: Tensor, dim?: Dims, options: KeepdimOptions = {}): Tensor {
  return reduce(ops.amin, self, dim, options);
}

function argReduce(op: ops.ArgReduceOp, self: Tensor, dim: number | null | undefined, options: KeepdimOptions): Tensor {
  checkOptions(op.name, options, ['keepdim']);
  const { keepdim = false } = options;
  if (typeof dim === 'number') return dispatch(op, [self], { dim: wrapDim(op.name, dim, self.ndim), keepdim })[0];
  const index = dispatch(op, [self.flatten()], { dim: 0, keepdim: false })[0];
  return keepdim ? index.view(self.shape.map(() => 1)) : index;
}

/**
 * Position of the largest element along a dimension, of all elements without one; the first among equals: `[*] → int32`.
 *
 * @throws IndexError when the dimension does not exist or has no elements.
 * @example tensor([[1, 5], [3, 2]]).argmax(1) // [1, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.argmax.html
 */
export function argmax(self: Tensor, dim?: number | null, options: KeepdimOptions = {}): Tensor {
  return argReduce(ops.argmax, self, dim, options);
}

/**
 * Position of the smallest element along a dimension, of all elements without one; the first among equals: `[*] → int32`.
 *
 * @throws IndexError when the dimension does not exist or has no elements.
 * @example tensor([[1, 5], [3, 2]]).argmin(1) // [0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.argmin.html
 */
export function argmin(self: Tensor, dim?: number | null, options: KeepdimOptions = {}): Tensor {
  return argReduce(ops.argmin, self, dim, options);
}

/** uint8 was PyTorch's bool once, and `any` and `all` of it are uint8 still. */
function truth(self: Tensor, result: Tensor): Tensor {
  return self.dtype === 'uint8' ? result.to('uint8') : result;
}

/**
 * Whether any element is not zero: `[*] → bool` (uint8 for uint8).
 *
 * @throws IndexError when a dimension does not exist.
 * @example tensor([0, 2]).any() // true
 * @see https://pytorch.org/docs/stable/generated/torch.any.html
 */
export function any(self: Tensor, dim?: Dims, options: KeepdimOptions = {}): Tensor {
  return truth(self, sum(self.ne(0), dim, options).ne(0));
}

/**
 * Whether all elements are not zero: `[*] → bool` (uint8 for uint8).
 *
 * @throws IndexError when a dimension does not exist.
 * @example tensor([1, 2]).all() // true
 * @see https://pytorch.org/docs/stable/generated/torch.all.html
 */
export function all(self: Tensor, dim?: Dims, options: KeepdimOptions = {}): Tensor {
  return truth(self, sum(self.eq(0), dim, options).eq(0));
}

/**
 * Number of elements that are not zero: `[*] → int32`.
 *
 * @throws IndexError when a dimension does not exist.
 * @example tensor([1, 0, 3]).countNonzero() // 2
 * @see https://pytorch.org/docs/stable/generated/torch.count_nonzero.html
 */
export function countNonzero(self: Tensor, dim?: Dims): Tensor {
  return sum(self.ne(0), dim);
}

/**
 * Sum in which NaN counts as 0: `[*] → [*] without dim`.
 *
 * @example tensor([1.5, NaN]).nansum() // 1.5
 * @see https://pytorch.org/docs/stable/generated/torch.nansum.html
 */
export function nansum(self: Tensor, dim?: Dims, options: ReduceOptions = {}): Tensor {
  return isFloatingPoint(self.dtype) ? sum(self.maskedFill(self.isnan(), 0), dim, options) : sum(self, dim, options);
}
