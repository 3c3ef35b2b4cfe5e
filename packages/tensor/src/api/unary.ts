/**
 * @file Elementwise functions of one tensor, as functions and as methods (`x.exp()`), each with an in-place form (`x.exp_()`).
 * All take any shape and keep it: `[*] → [*]`. Where the result is not whole, integers and bools are computed as float32.
 */
import { dispatch } from '../dispatch.js';
import { noAttrs } from '../op.js';
import { unaryOps } from '../ops/elementwise.js';
import type { Tensor } from '../tensor.js';

/**
 * The negative of each element: `[*] → [*]`.
 *
 * @throws DTypeError for bool tensors.
 * @example tensor([1, -2]).neg() // [-1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.neg.html
 */
export function neg(self: Tensor): Tensor {
  return dispatch(unaryOps.neg, [self], noAttrs)[0];
}

/**
 * The absolute value of each element: `[*] → [*]`.
 *
 * @example tensor([-1.5, 2]).abs() // [1.5, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.abs.html
 */
export function abs(self: Tensor): Tensor {
  return dispatch(unaryOps.abs, [self], noAttrs)[0];
}

/**
 * The sign of each element: -1, 0 or 1: `[*] → [*]`.
 *
 * @example tensor([-3, 0, 5]).sign() // [-1, 0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.sign.html
 */
export function sign(self: Tensor): Tensor {
  return dispatch(unaryOps.sign, [self], noAttrs)[0];
}

/**
 * Each element rounded up: `[*] → [*]`.
 *
 * @example tensor([1.2]).ceil() // [2]
 * @see https://pytorch.org/docs/stable/generated/torch.ceil.html
 */
export function ceil(self: Tensor): Tensor {
  return dispatch(unaryOps.ceil, [self], noAttrs)[0];
}

/**
 * Each element rounded down: `[*] → [*]`.
 *
 * @example tensor([1.8]).floor() // [1]
 * @see https://pytorch.org/docs/stable/generated/torch.floor.html
 */
export function floor(self: Tensor): Tensor {
  return dispatch(unaryOps.floor, [self], noAttrs)[0];
}

/**
 * Each element without its fraction: `[*] → [*]`.
 *
 * @example tensor([-1.8]).trunc() // [-1]
 * @see https://pytorch.org/docs/stable/generated/torch.trunc.html
 */
export function trunc(self: Tensor): Tensor {
  return dispatch(unaryOps.trunc, [self], noAttrs)[0];
}

/**
 * e to the power of each element: `[*] → [*]`.
 *
 * @example tensor([0, 1]).exp() // [1, 2.7183]
 * @see https://pytorch.org/docs/stable/generated/torch.exp.html
 */
export function exp(self: Tensor): Tensor {
  return dispatch(unaryOps.exp, [self], noAttrs)[0];
}

/**
 * 2 to the power of each element: `[*] → [*]`.
 *
 * @example tensor([3]).exp2() // [8]
 * @see https://pytorch.org/docs/stable/generated/torch.exp2.html
 */
export function exp2(self: Tensor): Tensor {
  return dispatch(unaryOps.exp2, [self], noAttrs)[0];
}

/**
 * `eˣ − 1`, exact for small x: `[*] → [*]`.
 *
 * @example tensor([1e-8]).expm1()
 * @see https://pytorch.org/docs/stable/generated/torch.expm1.html
 */
export function expm1(self: Tensor): Tensor {
  return dispatch(unaryOps.expm1, [self], noAttrs)[0];
}

/**
 * Natural logarithm; of negative numbers NaN: `[*] → [*]`.
 *
 * @example tensor([1, Math.E]).log() // [0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.log.html
 */
export function log(self: Tensor): Tensor {
  return dispatch(unaryOps.log, [self], noAttrs)[0];
}

/**
 * Logarithm to base 2: `[*] → [*]`.
 *
 * @example tensor([8]).log2() // [3]
 * @see https://pytorch.org/docs/stable/generated/torch.log2.html
 */
export function log2(self: Tensor): Tensor {
  return dispatch(unaryOps.log2, [self], noAttrs)[0];
}

/**
 * Logarithm to base 10: `[*] → [*]`.
 *
 * @example tensor([1000]).log10() // [3]
 * @see https://pytorch.org/docs/stable/generated/torch.log10.html
 */
export function log10(self: Tensor): Tensor {
  return dispatch(unaryOps.log10, [self], noAttrs)[0];
}

/**
 * `log(1 + x)`, exact for small x: `[*] → [*]`.
 *
 * @example tensor([1e-8]).log1p()
 * @see https://pytorch.org/docs/stable/generated/torch.log1p.html
 */
export function log1p(self: Tensor): Tensor {
  return dispatch(unaryOps.log1p, [self], noAttrs)[0];
}

/**
 * Square root; of negative numbers NaN: `[*] → [*]`.
 *
 * @example tensor([4, 9]).sqrt() // [2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.sqrt.html
 */
export function sqrt(self: Tensor): Tensor {
  return dispatch(unaryOps.sqrt, [self], noAttrs)[0];
}

/**
 * `1 / √x`: `[*] → [*]`.
 *
 * @example tensor([4]).rsqrt() // [0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.rsqrt.html
 */
export function rsqrt(self: Tensor): Tensor {
  return dispatch(unaryOps.rsqrt, [self], noAttrs)[0];
}

/**
 * `1 / x`: `[*] → [*]`.
 *
 * @example tensor([4]).reciprocal() // [0.25]
 * @see https://pytorch.org/docs/stable/generated/torch.reciprocal.html
 */
export function reciprocal(self: Tensor): Tensor {
  return dispatch(unaryOps.reciprocal, [self], noAttrs)[0];
}

/**
 * Error function `2/√π ∫₀ˣ e^(−t²) dt`: `[*] → [*]`.
 *
 * @example tensor([1]).erf() // [0.8427]
 * @see https://pytorch.org/docs/stable/generated/torch.erf.html
 */
export function erf(self: Tensor): Tensor {
  return dispatch(unaryOps.erf, [self], noAttrs)[0];
}

/**
 * `1 − erf(x)`, exact for large x: `[*] → [*]`.
 *
 * @example tensor([1]).erfc() // [0.1573]
 * @see https://pytorch.org/docs/stable/generated/torch.erfc.html
 */
export function erfc(self: Tensor): Tensor {
  return dispatch(unaryOps.erfc, [self], noAttrs)[0];
}

/**
 * Inverse of the error function; NaN outside of [-1, 1]: `[*] → [*]`.
 *
 * @example tensor([0.5]).erfinv() // [0.4769]
 * @see https://pytorch.org/docs/stable/generated/torch.erfinv.html
 */
export function erfinv(self: Tensor): Tensor {
  return dispatch(unaryOps.erfinv, [self], noAttrs)[0];
}

/**
 * Logarithm of the absolute value of the gamma function: `[*] → [*]`.
 *
 * @example tensor([4]).lgamma() // [1.7918]
 * @see https://pytorch.org/docs/stable/generated/torch.lgamma.html
 */
export function lgamma(self: Tensor): Tensor {
  return dispatch(unaryOps.lgamma, [self], noAttrs)[0];
}

/**
 * Derivative of lgamma: `[*] → [*]`.
 *
 * @example tensor([1]).digamma() // [-0.5772]
 * @see https://pytorch.org/docs/stable/generated/torch.digamma.html
 */
export function digamma(self: Tensor): Tensor {
  return dispatch(unaryOps.digamma, [self], noAttrs)[0];
}

/**
 * Logistic function `1 / (1 + e^(−x))`: `[*] → [*]`.
 *
 * @example tensor([0]).sigmoid() // [0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.sigmoid.html
 */
export function sigmoid(self: Tensor): Tensor {
  return dispatch(unaryOps.sigmoid, [self], noAttrs)[0];
}

/**
 * `max(x, 0)`: `[*] → [*]`.
 *
 * @example tensor([-1, 2]).relu() // [0, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.relu.html
 */
export function relu(self: Tensor): Tensor {
  return dispatch(unaryOps.relu, [self], noAttrs)[0];
}

/**
 * Bitwise complement of integers, logical complement of bools: `[*] → [*]`.
 *
 * @throws DTypeError for floating point tensors.
 * @example tensor([0, 1]).bitwiseNot() // [-1, -2]
 * @see https://pytorch.org/docs/stable/generated/torch.bitwise_not.html
 */
export function bitwiseNot(self: Tensor): Tensor {
  return dispatch(unaryOps.bitwiseNot, [self], noAttrs)[0];
}
