/**
 * @file Running sums and products.
 */
import { dispatch } from '../dispatch.js';
import type { DType } from '../dtype.js';
import * as ops from '../ops/scan.js';
import { wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkOptions } from '../options.js';

export interface ScanOptions {
  /** Convert to this dtype first. */
  readonly dtype?: DType;
}

function scanned(op: ops.ScanOp, self: Tensor, dim: number, { dtype }: ScanOptions): Tensor {
  const source = dtype ? self.to(dtype) : self;
  const result = dispatch(op, [source], { dim: wrapDim(op.name, dim, self.ndim) })[0];
  return dtype ? result.to(dtype) : result;
}

/**
 * Running sum along a dimension; integers and bools give int32: `[*] → [*]`.
 *
 * @throws IndexError when the dimension does not exist.
 * @example tensor([1, 2, 3]).cumsum(0) // [1, 3, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.cumsum.html
 */
export function cumsum(self: Tensor, dim: number, options: ScanOptions = {}): Tensor {
  checkOptions('cumsum', options, ['dtype']);
  return scanned(ops.cumsum, self, dim, options);
}

/**
 * Running product along a dimension; integers and bools give int32: `[*] → [*]`.
 *
 * @throws IndexError when the dimension does not exist.
 * @example tensor([1, 2, 3]).cumprod(0) // [1, 2, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.cumprod.html
 */
export function cumprod(self: Tensor, dim: number, options: ScanOptions = {}): Tensor {
  checkOptions('cumprod', options, ['dtype']);
  return scanned(ops.cumprod, self, dim, options);
}
