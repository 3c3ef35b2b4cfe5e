/**
 * @file Softmax and its logarithm.
 */
import { dispatch } from '../dispatch.js';
import type { DType } from '../dtype.js';
import * as ops from '../ops/softmax.js';
import { wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkOptions } from '../options.js';

export interface SoftmaxOptions {
  /** Convert to this dtype first. */
  readonly dtype?: DType;
}

/**
 * `eˣ / Σ eˣ` along a dimension: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, IndexError when the dimension does not exist.
 * @example tensor([0.5, 0.5]).softmax(0) // [0.5, 0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html
 */
export function softmax(self: Tensor, dim: number, options: SoftmaxOptions = {}): Tensor {
  checkOptions('softmax', options, ['dtype']);
  const source = options.dtype ? self.to(options.dtype) : self;
  return dispatch(ops.softmax, [source], { dim: wrapDim('softmax', dim, self.ndim) })[0];
}

/**
 * `x − log Σ eˣ` along a dimension: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, IndexError when the dimension does not exist.
 * @example tensor([0.5, 0.5]).logSoftmax(0) // [-0.6931, -0.6931]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html
 */
export function logSoftmax(self: Tensor, dim: number, options: SoftmaxOptions = {}): Tensor {
  checkOptions('logSoftmax', options, ['dtype']);
  const source = options.dtype ? self.to(options.dtype) : self;
  return dispatch(ops.logSoftmax, [source], { dim: wrapDim('logSoftmax', dim, self.ndim) })[0];
}
