/**
 * @file Special functions that are under torch and methods of Tensor too. Integers and bools are computed as float32.
 */
import { dispatch } from '../dispatch.js';
import { isFloatingPoint } from '../dtype.js';
import { ValueError } from '../errors.js';
import { noAttrs } from '../op.js';
import { checkOptions } from '../options.js';
import * as ops from '../ops/special-functions.js';
import type { Tensor } from '../tensor.js';
import * as pairs from './special/pairs.js';

const floating = (x: Tensor): Tensor => (isFloatingPoint(x.dtype) ? x : x.to('float32'));

/**
 * Modified Bessel function of the first kind, order 0: `[*] → [*]`.
 *
 * @example tensor([1]).i0() // [1.2661]
 * @see https://pytorch.org/docs/stable/generated/torch.i0.html
 */
export function i0(self: Tensor): Tensor {
  return dispatch(ops.i0, [self], noAttrs)[0];
}

/**
 * `sin(πx) / (πx)`, 1 at 0: `[*] → [*]`.
 *
 * @example tensor([0, 0.5]).sinc() // [1, 0.6366]
 * @see https://pytorch.org/docs/stable/generated/torch.sinc.html
 */
export function sinc(self: Tensor): Tensor {
  return dispatch(ops.sinc, [self], noAttrs)[0];
}

/**
 * `log(x / (1 − x))`, NaN outside of [0, 1]: `[*] → [*]`.
 *
 * @param options.eps - bring elements into [eps, 1 − eps] first. Default: null, do not.
 * @example tensor([0.5]).logit() // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.logit.html
 */
export function logit(self: Tensor, options: { readonly eps?: number | null } = {}): Tensor {
  checkOptions('logit', options, ['eps']);
  return dispatch(ops.logit, [floating(self)], { eps: options.eps ?? null })[0];
}

/**
 * Logarithm of the multivariate gamma function of dimension p: `[*] → [*]`.
 *
 * @throws ValueError unless p is a positive integer.
 * @example tensor([2.5]).mvlgamma(2) // [0.857]
 * @see https://pytorch.org/docs/stable/generated/torch.mvlgamma.html
 */
export function mvlgamma(self: Tensor, p: number): Tensor {
  if (!Number.isInteger(p) || p < 1) throw new ValueError('mvlgamma', `p has to be at least 1, got ${p}`, { p });
  const x = floating(self);
  let sum = x.lgamma();
  for (let j = 1; j < p; j++) sum = sum.add(x.sub(j / 2).lgamma());
  return sum.add((p * (p - 1) * Math.log(Math.PI)) / 4);
}

/**
 * Regularized lower incomplete gamma function, `special.gammainc`: `[*], [*] → [*]`, broadcast.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([4.5]).igamma(tensor([3])) // [0.2601]
 * @see https://pytorch.org/docs/stable/generated/torch.igamma.html
 */
export function igamma(self: Tensor, other: Tensor): Tensor {
  return pairs.gammainc(self, other);
}

/**
 * Regularized upper incomplete gamma function, `special.gammaincc`: `[*], [*] → [*]`, broadcast.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([4.5]).igammac(tensor([3])) // [0.7399]
 * @see https://pytorch.org/docs/stable/generated/torch.igammac.html
 */
export function igammac(self: Tensor, other: Tensor): Tensor {
  return pairs.gammaincc(self, other);
}
