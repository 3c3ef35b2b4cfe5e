/**
 * @file Trigonometric and hyperbolic functions, angles in radians, as functions and as methods (`x.sin()`), each with an in-place
 * form (`x.sin_()`). All take any shape and keep it: `[*] → [*]`. Integers and bools are computed as float32.
 */
import { dispatch } from '../dispatch.js';
import { noAttrs } from '../op.js';
import { unaryOps } from '../ops/elementwise.js';
import type { Tensor } from '../tensor.js';

/**
 * Sine of angles in radians: `[*] → [*]`.
 *
 * @example tensor([0]).sin() // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.sin.html
 */
export function sin(self: Tensor): Tensor {
  return dispatch(unaryOps.sin, [self], noAttrs)[0];
}

/**
 * Cosine of angles in radians: `[*] → [*]`.
 *
 * @example tensor([0]).cos() // [1]
 * @see https://pytorch.org/docs/stable/generated/torch.cos.html
 */
export function cos(self: Tensor): Tensor {
  return dispatch(unaryOps.cos, [self], noAttrs)[0];
}

/**
 * Tangent of angles in radians: `[*] → [*]`.
 *
 * @example tensor([0]).tan() // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.tan.html
 */
export function tan(self: Tensor): Tensor {
  return dispatch(unaryOps.tan, [self], noAttrs)[0];
}

/**
 * Arcsine in radians; NaN outside of [-1, 1]: `[*] → [*]`.
 *
 * @example tensor([1]).asin() // [1.5708]
 * @see https://pytorch.org/docs/stable/generated/torch.asin.html
 */
export function asin(self: Tensor): Tensor {
  return dispatch(unaryOps.asin, [self], noAttrs)[0];
}

/**
 * Arccosine in radians; NaN outside of [-1, 1]: `[*] → [*]`.
 *
 * @example tensor([1]).acos() // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.acos.html
 */
export function acos(self: Tensor): Tensor {
  return dispatch(unaryOps.acos, [self], noAttrs)[0];
}

/**
 * Arctangent in radians: `[*] → [*]`.
 *
 * @example tensor([1]).atan() // [0.7854]
 * @see https://pytorch.org/docs/stable/generated/torch.atan.html
 */
export function atan(self: Tensor): Tensor {
  return dispatch(unaryOps.atan, [self], noAttrs)[0];
}

/**
 * Hyperbolic sine: `[*] → [*]`.
 *
 * @example tensor([0]).sinh() // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.sinh.html
 */
export function sinh(self: Tensor): Tensor {
  return dispatch(unaryOps.sinh, [self], noAttrs)[0];
}

/**
 * Hyperbolic cosine: `[*] → [*]`.
 *
 * @example tensor([0]).cosh() // [1]
 * @see https://pytorch.org/docs/stable/generated/torch.cosh.html
 */
export function cosh(self: Tensor): Tensor {
  return dispatch(unaryOps.cosh, [self], noAttrs)[0];
}

/**
 * Hyperbolic tangent: `[*] → [*]`.
 *
 * @example tensor([0.5]).tanh() // [0.4621]
 * @see https://pytorch.org/docs/stable/generated/torch.tanh.html
 */
export function tanh(self: Tensor): Tensor {
  return dispatch(unaryOps.tanh, [self], noAttrs)[0];
}

/**
 * Inverse hyperbolic sine: `[*] → [*]`.
 *
 * @example tensor([0]).asinh() // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.asinh.html
 */
export function asinh(self: Tensor): Tensor {
  return dispatch(unaryOps.asinh, [self], noAttrs)[0];
}

/**
 * Inverse hyperbolic cosine; NaN below 1: `[*] → [*]`.
 *
 * @example tensor([1]).acosh() // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.acosh.html
 */
export function acosh(self: Tensor): Tensor {
  return dispatch(unaryOps.acosh, [self], noAttrs)[0];
}

/**
 * Inverse hyperbolic tangent; NaN outside of [-1, 1]: `[*] → [*]`.
 *
 * @example tensor([0]).atanh() // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.atanh.html
 */
export function atanh(self: Tensor): Tensor {
  return dispatch(unaryOps.atanh, [self], noAttrs)[0];
}
