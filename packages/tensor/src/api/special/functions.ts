/**
 * @file Special functions of one number. All take any shape and keep it; integers and bools are computed as float32.
 */
import { dispatch } from '../../dispatch.js';
import { noAttrs } from '../../op.js';
import * as polynomials from '../../ops/polynomials.js';
import * as functions from '../../ops/special-functions.js';
import type { Tensor } from '../../tensor.js';

/**
 * Entropy `−x·log x` of each element: 0 at 0, -Infinity below: `[*] → [*]`.
 *
 * @example special.entr(tensor([0, 0.5])) // [0, 0.3466]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.entr
 */
export function entr(x: Tensor): Tensor {
  return dispatch(functions.entr, [x], noAttrs)[0];
}

/**
 * `exp(x²)·erfc(x)`, without overflow for large x: `[*] → [*]`.
 *
 * @example special.erfcx(tensor([10])) // [0.0561]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.erfcx
 */
export function erfcx(x: Tensor): Tensor {
  return dispatch(functions.erfcx, [x], noAttrs)[0];
}

/**
 * Area under the standard normal density up to each element: `[*] → [*]`.
 *
 * @example special.ndtr(tensor([0, 1.96])) // [0.5, 0.975]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.ndtr
 */
export function ndtr(x: Tensor): Tensor {
  return dispatch(functions.ndtr, [x], noAttrs)[0];
}

/**
 * Inverse of `ndtr`; ±Infinity at 0 and 1, NaN outside: `[*] → [*]`.
 *
 * @example special.ndtri(tensor([0.5, 0.975])) // [0, 1.96]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.ndtri
 */
export function ndtri(x: Tensor): Tensor {
  return dispatch(functions.ndtri, [x], noAttrs)[0];
}

/**
 * Logarithm of `ndtr`, exact where that is tiny: `[*] → [*]`.
 *
 * @example special.logNdtr(tensor([-10])) // [-53.2313]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.log_ndtr
 */
export function logNdtr(x: Tensor): Tensor {
  return dispatch(functions.logNdtr, [x], noAttrs)[0];
}

/**
 * `e^(−|x|)·I₀(x)`: `[*] → [*]`.
 *
 * @example special.i0e(tensor([1])) // [0.4658]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.i0e
 */
export function i0e(x: Tensor): Tensor {
  return dispatch(functions.i0e, [x], noAttrs)[0];
}

/**
 * Modified Bessel function of the first kind, order 1: `[*] → [*]`.
 *
 * @example special.i1(tensor([1])) // [0.5652]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.i1
 */
export function i1(x: Tensor): Tensor {
  return dispatch(functions.i1, [x], noAttrs)[0];
}

/**
 * `e^(−|x|)·I₁(x)`: `[*] → [*]`.
 *
 * @example special.i1e(tensor([1])) // [0.2079]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.i1e
 */
export function i1e(x: Tensor): Tensor {
  return dispatch(functions.i1e, [x], noAttrs)[0];
}

/**
 * Bessel function of the first kind, order 0: `[*] → [*]`.
 *
 * @example special.besselJ0(tensor([1])) // [0.7652]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.bessel_j0
 */
export function besselJ0(x: Tensor): Tensor {
  return dispatch(functions.besselJ0, [x], noAttrs)[0];
}

/**
 * Bessel function of the first kind, order 1: `[*] → [*]`.
 *
 * @example special.besselJ1(tensor([1])) // [0.4401]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.bessel_j1
 */
export function besselJ1(x: Tensor): Tensor {
  return dispatch(functions.besselJ1, [x], noAttrs)[0];
}

/**
 * Bessel function of the second kind, order 0; -Infinity at 0, NaN below: `[*] → [*]`.
 *
 * @example special.besselY0(tensor([1])) // [0.0883]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.bessel_y0
 */
export function besselY0(x: Tensor): Tensor {
  return dispatch(functions.besselY0, [x], noAttrs)[0];
}

/**
 * Bessel function of the second kind, order 1; -Infinity at 0, NaN below: `[*] → [*]`.
 *
 * @example special.besselY1(tensor([1])) // [-0.7812]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.bessel_y1
 */
export function besselY1(x: Tensor): Tensor {
  return dispatch(functions.besselY1, [x], noAttrs)[0];
}

/**
 * Modified Bessel function of the second kind, order 0; Infinity at 0, NaN below: `[*] → [*]`.
 *
 * @example special.modifiedBesselK0(tensor([1])) // [0.421]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.modified_bessel_k0
 */
export function modifiedBesselK0(x: Tensor): Tensor {
  return dispatch(functions.modifiedBesselK0, [x], noAttrs)[0];
}

/**
 * Modified Bessel function of the second kind, order 1; Infinity at 0, NaN below: `[*] → [*]`.
 *
 * @example special.modifiedBesselK1(tensor([1])) // [0.6019]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.modified_bessel_k1
 */
export function modifiedBesselK1(x: Tensor): Tensor {
  return dispatch(functions.modifiedBesselK1, [x], noAttrs)[0];
}

/**
 * `eˣ·K₀(x)`: `[*] → [*]`.
 *
 * @example special.scaledModifiedBesselK0(tensor([1])) // [1.1445]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.scaled_modified_bessel_k0
 */
export function scaledModifiedBesselK0(x: Tensor): Tensor {
  return dispatch(functions.scaledModifiedBesselK0, [x], noAttrs)[0];
}

/**
 * `eˣ·K₁(x)`: `[*] → [*]`.
 *
 * @example special.scaledModifiedBesselK1(tensor([1])) // [1.6362]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.scaled_modified_bessel_k1
 */
export function scaledModifiedBesselK1(x: Tensor): Tensor {
  return dispatch(functions.scaledModifiedBesselK1, [x], noAttrs)[0];
}

/**
 * Spherical Bessel function of the first kind, order 0: `sin(x) / x`: `[*] → [*]`.
 *
 * @example special.sphericalBesselJ0(tensor([1])) // [0.8415]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.spherical_bessel_j0
 */
export function sphericalBesselJ0(x: Tensor): Tensor {
  return dispatch(functions.sphericalBesselJ0, [x], noAttrs)[0];
}

/**
 * Airy function Ai. Has no gradient, as in PyTorch: `[*] → [*]`.
 *
 * @example special.airyAi(tensor([0])) // [0.355]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.airy_ai
 */
export function airyAi(x: Tensor): Tensor {
  return dispatch(polynomials.airyAi, [x], noAttrs)[0];
}
