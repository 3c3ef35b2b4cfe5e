/**
 * @file Choosing and blending elements: where, clamp, masks, interpolation.
 */
import { dispatch } from '../dispatch.js';
import { ValueError } from '../errors.js';
import { noAttrs } from '../op.js';
import { maskedFill as maskedFillOp, unaryOps, where as whereOp } from '../ops/elementwise.js';
import { operandFor } from '../operands.js';
import { isTensor, type Tensor } from '../tensor.js';

/** `condition ? self : other`, elementwise: the method form of `where`. */
export function where(self: Tensor, condition: Tensor, other: Tensor | number): Tensor {
  return dispatch(whereOp, [condition, self, operandFor(self, other)], noAttrs)[0];
}

/** A bound of `clamp`. */
export type Bound = Tensor | number | null;

/**
 * Elements moved into [min, max]; NaN stays; where min > max the result is max: `[*] → [*]`.
 *
 * @throws ValueError when neither bound is given.
 * @example tensor([-1, 0.5, 2]).clamp({ min: 0, max: 1 }) // [0, 0.5, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp(self: Tensor, bounds: { readonly min?: Bound; readonly max?: Bound }): Tensor {
  const { min = null, max = null } = bounds;
  if (min === null && max === null) throw new ValueError('clamp', 'at least one of min or max must not be null');
  const raised = min === null ? self : clampMin(self, min);
  return max === null ? raised : clampMax(raised, max);
}

/** Elements not below a bound. @see https://pytorch.org/docs/stable/generated/torch.clamp.html */
export function clampMin(self: Tensor, min: Tensor | number): Tensor {
  if (isTensor(min)) return self.maximum(min);
  const bound = operandFor(self, min);
  return dispatch(whereOp, [self.lt(bound), bound, self], noAttrs)[0];
}

/** Elements not above a bound. @see https://pytorch.org/docs/stable/generated/torch.clamp.html */
export function clampMax(self: Tensor, max: Tensor | number): Tensor {
  if (isTensor(max)) return self.minimum(max);
  const bound = operandFor(self, max);
  return dispatch(whereOp, [self.gt(bound), bound, self], noAttrs)[0];
}

/**
 * A value where the mask is true; the mask broadcasts: `[*] → [*]`.
 *
 * @throws DTypeError when the mask is not bool.
 * @example tensor([1, 2, 3]).maskedFill(tensor([true, false, true]), 0) // [0, 2, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html
 */
export function maskedFill(self: Tensor, mask: Tensor, value: Tensor | number | boolean): Tensor {
  return dispatch(maskedFillOp, [self, mask, operandFor(self, value).to(self.dtype)], noAttrs)[0];
}

/**
 * Linear interpolation `self + weight · (end − self)`: `[*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([0.5]).lerp(tensor([1.5]), 0.25) // [0.75]
 * @see https://pytorch.org/docs/stable/generated/torch.lerp.html
 */
export function lerp(self: Tensor, end: Tensor, weight: Tensor | number): Tensor {
  return self.add(end.sub(self).mul(weight));
}

/**
 * `self + value · tensor1 · tensor2`: `[*] → [*]`.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.addcmul.html
 */
export function addcmul(
  self: Tensor,
  tensor1: Tensor,
  tensor2: Tensor,
  options: { readonly value?: number } = {},
): Tensor {
  const product = tensor1.mul(tensor2);
  return self.add(options.value === undefined ? product : product.mul(options.value));
}

/**
 * `self + value · tensor1 / tensor2`: `[*] → [*]`.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.addcdiv.html
 */
export function addcdiv(
  self: Tensor,
  tensor1: Tensor,
  tensor2: Tensor,
  options: { readonly value?: number } = {},
): Tensor {
  const quotient = tensor1.div(tensor2);
  return self.add(options.value === undefined ? quotient : quotient.mul(options.value));
}

/**
 * The fraction of each element, with its sign: `[*] → [*]`.
 *
 * @example tensor([1.5, -2.25]).frac() // [0.5, -0.25]
 * @see https://pytorch.org/docs/stable/generated/torch.frac.html
 */
export function frac(self: Tensor): Tensor {
  return self.sub(self.trunc());
}

/**
 * Elements rounded to the nearest, halves to even; `decimals` counts places behind the point: `[*] → [*]`.
 *
 * @example tensor([0.5, 1.5]).round() // [0, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.round.html
 */
export function round(self: Tensor, options: { readonly decimals?: number } = {}): Tensor {
  const { decimals = 0 } = options;
  if (decimals === 0) return dispatch(unaryOps.round, [self], noAttrs)[0];
  const scale = 10 ** Math.abs(decimals);
  return decimals > 0 ? round(self.mul(scale)).div(scale) : round(self.div(scale)).mul(scale);
}

/**
 * NaN and infinities replaced: `[*] → [*]`.
 *
 * @param options.nan - in place of NaN; default 0.
 * @param options.posinf - in place of Infinity; default the largest number of the dtype.
 * @param options.neginf - in place of -Infinity; default the smallest number of the dtype.
 * @see https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
 */
export function nanToNum(
  self: Tensor,
  options: { readonly nan?: number; readonly posinf?: number; readonly neginf?: number } = {},
): Tensor {
  const largest = self.dtype === 'float64' ? Number.MAX_VALUE : 3.4028234663852886e38;
  const { nan = 0, posinf = largest, neginf = -largest } = options;
  return self
    .maskedFill(self.isnan(), nan)
    .maskedFill(self.eq(Infinity), posinf)
    .maskedFill(self.eq(-Infinity), neginf);
}
