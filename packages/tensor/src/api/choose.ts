/**
 * @file Choosing and blending elements: where, clamp, masks, interpolation.
 */
import { type ClampBounds, fresh, runClamp, runFused, runLerp, type ValueOptions } from '../calls.js';
import { dispatch } from '../dispatch.js';
import { isFloatingPoint } from '../dtype.js';
import { DTypeError } from '../errors.js';
import { noAttrs } from '../op.js';
import { addcdiv as addcdivOp, addcmul as addcmulOp } from '../ops/blend.js';
import { maskedFill as maskedFillOp, unaryOps, where as whereOp } from '../ops/elementwise.js';
import { fillValue, operandFor } from '../operands.js';
import type { Tensor } from '../tensor.js';
import { checkOptions } from '../options.js';

/**
 * Elements of self where the condition is true, of other elsewhere; all broadcast: `[*], [*], [*] → [*]`.
 *
 * @throws DTypeError when the condition is not bool, ShapeError when the shapes do not broadcast.
 * @example x.where(x.gt(0), 0)
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.where.html
 */
export function where(self: Tensor, condition: Tensor, other: Tensor | number): Tensor {
  return dispatch(whereOp, [condition, self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Elements moved into [min, max]; NaN stays; where min > max the result is max: `[*] → [*]`.
 *
 * @throws ValueError when neither bound is given, ShapeError when tensors as bounds do not broadcast.
 * @example tensor([-1, 0.5, 2]).clamp({ min: 0, max: 1 }) // [0, 0.5, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp(self: Tensor, bounds: ClampBounds): Tensor {
  return runClamp(fresh, self, bounds);
}

/**
 * Elements not below a bound: `[*] → [*]`.
 *
 * @throws ShapeError when a tensor as bound does not broadcast.
 * @example tensor([-1, 2]).clampMin(0) // [0, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clampMin(self: Tensor, min: Tensor | number): Tensor {
  return clamp(self, { min });
}

/**
 * Elements not above a bound: `[*] → [*]`.
 *
 * @throws ShapeError when a tensor as bound does not broadcast.
 * @example tensor([-1, 2]).clampMax(0) // [-1, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clampMax(self: Tensor, max: Tensor | number): Tensor {
  return clamp(self, { max });
}

/**
 * A value where the mask is true; the mask broadcasts: `[*] → [*]`.
 *
 * @throws DTypeError when the mask is not bool, ShapeError when it does not broadcast or the value is a tensor with dimensions.
 * @example tensor([1, 2, 3]).maskedFill(tensor([true, false, true]), 0) // [0, 2, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html
 */
export function maskedFill(self: Tensor, mask: Tensor, value: Tensor | number | boolean): Tensor {
  return dispatch(maskedFillOp, [self, mask, fillValue(self, value)], noAttrs)[0];
}

/**
 * Linear interpolation `self + weight · (end − self)`: `[*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast, DTypeError unless all have one floating point dtype.
 * @example tensor([0.5]).lerp(tensor([1.5]), 0.25) // [0.75]
 * @see https://pytorch.org/docs/stable/generated/torch.lerp.html
 */
export function lerp(self: Tensor, end: Tensor, weight: Tensor | number): Tensor {
  return runLerp(fresh, self, end, weight);
}

/**
 * `self + value · tensor1 · tensor2`: `[*], [*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1.5]).addcmul(tensor([2]), tensor([3]), { value: 0.5 }) // [4.5]
 * @see https://pytorch.org/docs/stable/generated/torch.addcmul.html
 */
export function addcmul(self: Tensor, tensor1: Tensor, tensor2: Tensor, options: ValueOptions = {}): Tensor {
  return runFused(fresh, addcmulOp, [self, tensor1, tensor2], options);
}

/**
 * `self + value · tensor1 / tensor2`: `[*], [*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast, DTypeError for a division of integers.
 * @example tensor([1.5]).addcdiv(tensor([1.0]), tensor([2.5]), { value: 5 }) // [3.5]
 * @see https://pytorch.org/docs/stable/generated/torch.addcdiv.html
 */
export function addcdiv(self: Tensor, tensor1: Tensor, tensor2: Tensor, options: ValueOptions = {}): Tensor {
  return runFused(fresh, addcdivOp, [self, tensor1, tensor2], options);
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
 * @throws DTypeError when decimals are given for integers or bools.
 * @example tensor([0.5, 1.5]).round() // [0, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.round.html
 */
export function round(self: Tensor, options: { readonly decimals?: number } = {}): Tensor {
  checkOptions('round', options, ['decimals']);
  const { decimals = 0 } = options;
  if (decimals === 0) return dispatch(unaryOps.round, [self], noAttrs)[0];
  if (!isFloatingPoint(self.dtype)) {
    throw new DTypeError('round', `decimals need a floating point tensor, got ${self.dtype}`, { dtypes: [self.dtype] });
  }
  const scale = 10 ** Math.abs(decimals);
  return decimals > 0 ? round(self.mul(scale)).div(scale) : round(self.div(scale)).mul(scale);
}

/**
 * NaN and infinities replaced: `[*] → [*]`.
 *
 * @param options.nan - in place of NaN; default 0.
 * @param options.posinf - in place of Infinity; default the largest number of the dtype.
 * @param options.neginf - in place of -Infinity; default the smallest number of the dtype.
 * @example tensor([NaN, 1.5]).nanToNum() // [0, 1.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nan_to_num.html
 */
export function nanToNum(
  self: Tensor,
  options: { readonly nan?: number; readonly posinf?: number; readonly neginf?: number } = {},
): Tensor {
  checkOptions('nanToNum', options, ['nan', 'posinf', 'neginf']);
  if (!isFloatingPoint(self.dtype)) return self.clone();
  const largest = self.dtype === 'float64' ? Number.MAX_VALUE : 3.4028234663852886e38;
  const { nan = 0, posinf = largest, neginf = -largest } = options;
  return self
    .maskedFill(self.isnan(), nan)
    .maskedFill(self.eq(Infinity), posinf)
    .maskedFill(self.eq(-Infinity), neginf);
}
