/**
 * @file Softmax and its kin.
 */
import type { DType, Tensor } from '@x/tensor/core';
import { withDefaults } from './options.js';

export interface SoftmaxOptions {
  /** Convert to this dtype first. Default: the input's. */
  readonly dtype?: DType | null;
}

function inType(op: string, input: Tensor, options: SoftmaxOptions): Tensor {
  const { dtype } = withDefaults(op, options, { dtype: null });
  return dtype ? input.to(dtype) : input;
}

/**
 * `eˣ / Σ eˣ` along a dimension: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, IndexError when the dimension does not exist, ValueError for an unknown option.
 * @example softmax(tensor([0.5, 0.5]), 0) // [0.5, 0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html
 */
export function softmax(input: Tensor, dim: number, options: SoftmaxOptions = {}): Tensor {
  return inType('softmax', input, options).softmax(dim);
}

/**
 * `x − log Σ eˣ` along a dimension, more exact than `log(softmax(x))`: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, IndexError when the dimension does not exist, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html
 */
export function logSoftmax(input: Tensor, dim: number, options: SoftmaxOptions = {}): Tensor {
  return inType('logSoftmax', input, options).logSoftmax(dim);
}

/**
 * The softmax of −x along a dimension: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, IndexError when the dimension does not exist, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softmin.html
 */
export function softmin(input: Tensor, dim: number, options: SoftmaxOptions = {}): Tensor {
  return inType('softmin', input.neg(), options).softmax(dim);
}
