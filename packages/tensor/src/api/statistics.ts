/**
 * @file Spread, norms and stable log-sums.
 */
import { dispatch } from '../dispatch.js';
import { isFloatingPoint } from '../dtype.js';
import { DTypeError, ValueError } from '../errors.js';
import * as ops from '../ops/statistics.js';
import { wrapDims } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Dims, KeepdimOptions } from './reduction.js';
import { checkOptions } from '../options.js';

export interface VarOptions extends KeepdimOptions {
  /** Subtracted from the number of elements in the divisor. Default: 1 (Bessel's correction). */
  readonly correction?: number;
  /** PyTorch's older name: false is `correction: 0`. */
  readonly unbiased?: boolean;
}

function correctionOf({ correction, unbiased }: VarOptions): number {
  return correction ?? (unbiased === false ? 0 : 1);
}

function checkFloat(op: string, self: Tensor): void {
  if (!isFloatingPoint(self.dtype)) {
    throw new DTypeError(op, `is only defined for floating point tensors, got ${self.dtype}; use x.to('float32')`, {
      dtypes: [self.dtype],
    });
  }
}

/**
 * Variance: `[*] → [*] without dim`. Exported as `var` too.
 *
 * @throws DTypeError for integers and bools, IndexError when a dimension does not exist.
 * @example tensor([1.5, 2.5, 3.5]).var() // 1
 * @see https://pytorch.org/docs/stable/generated/torch.var.html
 */
export function variance(self: Tensor, dim?: Dims, options: VarOptions = {}): Tensor {
  checkFloat('var', self);
  checkOptions('var', options, ['keepdim', 'correction', 'unbiased']);
  const dims = wrapDims('var', dim, self.ndim);
  return dispatch(ops.variance, [self], {
    dims,
    keepdim: options.keepdim ?? false,
    correction: correctionOf(options),
  })[0];
}

/**
 * Standard deviation: `[*] → [*] without dim`.
 *
 * @throws DTypeError for integers and bools, IndexError when a dimension does not exist.
 * @example tensor([1.5, 2.5, 3.5]).std() // 1
 * @see https://pytorch.org/docs/stable/generated/torch.std.html
 */
export function std(self: Tensor, dim?: Dims, options: VarOptions = {}): Tensor {
  checkFloat('std', self);
  checkOptions('std', options, ['keepdim', 'correction', 'unbiased']);
  const dims = wrapDims('std', dim, self.ndim);
  return dispatch(ops.std, [self], { dims, keepdim: options.keepdim ?? false, correction: correctionOf(options) })[0];
}

/**
 * Variance and mean: `[*] → [variance, mean]`, each without dim.
 *
 * @example tensor([1.5, 2.5, 3.5]).varMean()[1] // 2.5
 * @see https://pytorch.org/docs/stable/generated/torch.var_mean.html
 */
export function varMean(self: Tensor, dim?: Dims, options: VarOptions = {}): [variance: Tensor, mean: Tensor] {
  return [
    variance(self, dim, options),
    self.mean(dim, options.keepdim === undefined ? {} : { keepdim: options.keepdim }),
  ];
}

/**
 * Standard deviation and mean: `[*] → [std, mean]`, each without dim.
 *
 * @example tensor([1.5, 2.5, 3.5]).stdMean()[0] // 1
 * @see https://pytorch.org/docs/stable/generated/torch.std_mean.html
 */
export function stdMean(self: Tensor, dim?: Dims, options: VarOptions = {}): [std: Tensor, mean: Tensor] {
  return [std(self, dim, options), self.mean(dim, options.keepdim === undefined ? {} : { keepdim: options.keepdim })];
}

/**
 * `log Σ eˣ` without overflow: `[*] → [*] without dim`.
 *
 * @throws IndexError when a dimension does not exist.
 * @example tensor([1000, 1000]).logsumexp(0) // 1000.6932
 * @see https://pytorch.org/docs/stable/generated/torch.logsumexp.html
 */
export function logsumexp(self: Tensor, dim: Dims, options: KeepdimOptions = {}): Tensor {
  checkOptions('logsumexp', options, ['keepdim']);
  const source = isFloatingPoint(self.dtype) ? self : self.to('float32');
  const dims = wrapDims('logsumexp', dim, self.ndim);
  return dispatch(ops.logsumexp, [source], { dims, keepdim: options.keepdim ?? false })[0];
}

export interface NormOptions extends KeepdimOptions {
  /** Order of the norm: any number, ±Infinity, 'fro' (2) or, in the main entry, 'nuc'. Default: 'fro'. */
  readonly p?: number | 'fro' | 'nuc';
}

/**
 * Vector norm `(Σ |x|ᵖ)^(1/p)`; p = ±Infinity is the largest or smallest magnitude, p = 0 counts: `[*] → [*] without dim`.
 *
 * @throws DTypeError for integers and bools, IndexError when a dimension does not exist.
 * @example tensor([3.5, 12]).norm() // 12.5
 * @see https://pytorch.org/docs/stable/generated/torch.norm.html
 */
export function norm(self: Tensor, dim?: Dims, options: NormOptions = {}): Tensor {
  checkFloat('norm', self);
  checkOptions('norm', options, ['keepdim', 'p']);
  const p = options.p === undefined || options.p === 'fro' ? 2 : options.p;
  if (typeof p !== 'number')
    throw new ValueError('norm', `p is a number or 'fro', got '${p}'; @x/tensor has the norm 'nuc'`, { p });
  const dims = wrapDims('norm', dim, self.ndim);
  return dispatch(ops.norm, [self], { p, dims, keepdim: options.keepdim ?? false })[0];
}

export { variance as var };
