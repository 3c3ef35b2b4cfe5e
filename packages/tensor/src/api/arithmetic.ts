/**
 * @file Arithmetic with two tensors, or a tensor and a number, as functions and as methods (`x.add(y)`), each with an in-place
 * form (`x.add_(y)`). Shapes broadcast, dtypes promote: `[*] and [*] → [*]`.
 */
import { divOp, type RoundingMode, scaled } from '../args.js';
import { dispatch } from '../dispatch.js';
import { isFloatingPoint, promoteTypes } from '../dtype.js';
import { ValueError } from '../errors.js';
import { noAttrs } from '../op.js';
import { binaryOps, powScalar } from '../ops/elementwise.js';
import { operandFor } from '../operands.js';
import type { Tensor } from '../tensor.js';

/**
 * Sum, the second operand times `alpha`: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 2]).add(tensor([10, 20]), { alpha: 2 }) // [21, 42]
 * @see https://pytorch.org/docs/stable/generated/torch.add.html
 */
export function add(self: Tensor, other: Tensor | number, options: { readonly alpha?: number } = {}): Tensor {
  return dispatch(binaryOps.add, [self, scaled(self, other, options.alpha)], noAttrs)[0];
}

/**
 * Difference, the second operand times `alpha`: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast, DTypeError for bool tensors.
 * @example tensor([1, 2]).sub(1) // [0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.sub.html
 */
export function sub(self: Tensor, other: Tensor | number, options: { readonly alpha?: number } = {}): Tensor {
  return dispatch(binaryOps.sub, [self, scaled(self, other, options.alpha)], noAttrs)[0];
}

/** `other − self`, the second operand times `alpha`: `[*] and [*] → [*]`. */
export function rsub(self: Tensor, other: Tensor | number, options: { readonly alpha?: number } = {}): Tensor {
  return sub(operandFor(self, other), self, options);
}

/**
 * Quotient: `[*] and [*] → [*]`; integers give float32 unless they are rounded.
 *
 * @param options.roundingMode - `trunc` rounds towards zero, `floor` down; both keep integers.
 * @throws ShapeError when the shapes do not broadcast, ValueError for an integer division by zero or an unknown mode.
 * @example tensor([7, -7]).div(2, { roundingMode: 'floor' }) // [3, -4]
 * @see https://pytorch.org/docs/stable/generated/torch.div.html
 */
export function div(
  self: Tensor,
  other: Tensor | number,
  options: { readonly roundingMode?: RoundingMode | null } = {},
): Tensor {
  return dispatch(divOp(options.roundingMode), [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Power; a plain number as exponent is a constant for gradients: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast, ValueError for integers to a negative power.
 * @example tensor([1, 2, 3]).pow(2) // [1, 4, 9]
 * @see https://pytorch.org/docs/stable/generated/torch.pow.html
 */
export function pow(self: Tensor, exponent: Tensor | number): Tensor {
  if (typeof exponent !== 'number') return dispatch(binaryOps.pow, [self, exponent], noAttrs)[0];
  if (Number.isInteger(exponent) && exponent < 0 && !isFloatingPoint(self.dtype)) {
    throw new ValueError('pow', `integers to negative integer powers are not allowed, got ${exponent}`, { exponent });
  }
  return dispatch(powScalar, [self, operandFor(self, exponent)], { exponent })[0];
}

/**
 * `x²`: `[*] → [*]`.
 *
 * @example tensor([1, 2, 3]).square() // [1, 4, 9]
 * @see https://pytorch.org/docs/stable/generated/torch.square.html
 */
export function square(self: Tensor): Tensor {
  return pow(self, 2);
}

/** `x` raised to a power in floating point of at least float64: `[*] and [*] → [*]`. */
export function floatPower(self: Tensor, exponent: Tensor | number): Tensor {
  const base = self.to('float64');
  return pow(base, typeof exponent === 'number' ? exponent : exponent.to(promoteTypes(exponent.dtype, 'float64')));
}

/**
 * Product of elements: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 2]).mul(3) // [3, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.mul.html
 */
export function mul(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.mul, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * The larger of two elements; NaN wins: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 5]).maximum(tensor([3, 2])) // [3, 5]
 * @see https://pytorch.org/docs/stable/generated/torch.maximum.html
 */
export function maximum(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.maximum, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * The smaller of two elements; NaN wins: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 5]).minimum(tensor([3, 2])) // [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.minimum.html
 */
export function minimum(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.minimum, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * The larger of two elements; a number wins over NaN: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, NaN]).fmax(tensor([3, 2])) // [3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.fmax.html
 */
export function fmax(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.fmax, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * The smaller of two elements; a number wins over NaN: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, NaN]).fmin(tensor([3, 2])) // [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.fmin.html
 */
export function fmin(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.fmin, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Remainder with the sign of the divisor, as Python's %: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([-3, 3]).remainder(2) // [1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.remainder.html
 */
export function remainder(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.remainder, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Remainder with the sign of the dividend, as %: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([-3, 3]).fmod(2) // [-1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.fmod.html
 */
export function fmod(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.fmod, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Quotient rounded down: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([-3, 3]).floorDivide(2) // [-2, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.floor_divide.html
 */
export function floorDivide(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.floorDivide, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Angle of the point (other, self) in radians: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1]).atan2(tensor([1])) // [0.7854]
 * @see https://pytorch.org/docs/stable/generated/torch.atan2.html
 */
export function atan2(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.atan2, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Length of the hypotenuse `√(a² + b²)`: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([3.5]).hypot(tensor([12]))
 * @see https://pytorch.org/docs/stable/generated/torch.hypot.html
 */
export function hypot(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.hypot, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Magnitude of self with the sign of other: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1.5]).copysign(-1) // [-1.5]
 * @see https://pytorch.org/docs/stable/generated/torch.copysign.html
 */
export function copysign(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.copysign, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * `a · log(b)`, 0 where a is 0: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([0]).xlogy(tensor([0])) // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.xlogy.html
 */
export function xlogy(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.xlogy, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * `log(eᵃ + eᵇ)` without overflow: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1000.5]).logaddexp(tensor([1000.5])) // [1001.1931]
 * @see https://pytorch.org/docs/stable/generated/torch.logaddexp.html
 */
export function logaddexp(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.logaddexp, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Bitwise and of integers, logical and of bools: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([6]).bitwiseAnd(3) // [2]
 * @see https://pytorch.org/docs/stable/generated/torch.bitwise_and.html
 */
export function bitwiseAnd(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.bitwiseAnd, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Bitwise or of integers, logical or of bools: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([6]).bitwiseOr(3) // [7]
 * @see https://pytorch.org/docs/stable/generated/torch.bitwise_or.html
 */
export function bitwiseOr(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.bitwiseOr, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Bitwise exclusive or of integers, logical of bools: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([6]).bitwiseXor(3) // [5]
 * @see https://pytorch.org/docs/stable/generated/torch.bitwise_xor.html
 */
export function bitwiseXor(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(binaryOps.bitwiseXor, [self, operandFor(self, other)], noAttrs)[0];
}
