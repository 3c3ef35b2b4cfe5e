/**
 * @file Arithmetic with two tensors, or a tensor and a number, as functions and as methods (`x.add(y)`), each with an in-place
 * form (`x.add_(y)`). Shapes broadcast, dtypes promote: `[*] and [*] → [*]`. As in PyTorch, the number may come first in
 * `sub(1, x)` and its like.
 */
import { type AlphaOptions, type DivOptions, divOp, powOperand, scaled } from '../args.js';
import { dispatch } from '../dispatch.js';
import { noAttrs } from '../op.js';
import { type BinaryOp, binaryOps, powScalar } from '../ops/elementwise.js';
import { operands } from '../operands.js';
import { isTensor, type Tensor } from '../tensor.js';
import { checkOptions } from '../options.js';

function apply(op: BinaryOp, a: Tensor | number, b: Tensor | number): Tensor {
  return dispatch(op, operands(op.name, a, b), noAttrs)[0];
}

function sumOp(op: BinaryOp, a: Tensor | number, b: Tensor | number, options: AlphaOptions): Tensor {
  checkOptions(op.name, options, ['alpha']);
  const [left, right] = operands(op.name, a, b);
  return dispatch(op, [left, scaled(op.name, left, right, options.alpha)], noAttrs)[0];
}

/**
 * Sum, the second operand times `alpha`: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 2]).add(tensor([10, 20]), { alpha: 2 }) // [21, 42]
 * @see https://pytorch.org/docs/stable/generated/torch.add.html
 */
export function add(self: Tensor | number, other: Tensor | number, options: AlphaOptions = {}): Tensor {
  return sumOp(binaryOps.add, self, other, options);
}

/**
 * Difference, the second operand times `alpha`: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast, DTypeError for bool tensors.
 * @example tensor([1, 2]).sub(1) // [0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.sub.html
 */
export function sub(self: Tensor | number, other: Tensor | number, options: AlphaOptions = {}): Tensor {
  return sumOp(binaryOps.sub, self, other, options);
}

/**
 * `other − alpha · self`: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast, DTypeError for bool tensors.
 * @example tensor([1, 2]).rsub(10) // [9, 8]
 * @see https://pytorch.org/docs/stable/generated/torch.sub.html
 */
export function rsub(self: Tensor, other: Tensor | number, options: AlphaOptions = {}): Tensor {
  return sub(other, self, options);
}

/**
 * Quotient: `[*] and [*] → [*]`; integers give float32 unless they are rounded.
 *
 * @param options.roundingMode - `trunc` rounds towards zero, `floor` down; both keep integers.
 * @throws ShapeError when the shapes do not broadcast, ValueError for an integer division by zero or an unknown mode.
 * @example tensor([7, -7]).div(2, { roundingMode: 'floor' }) // [3, -4]
 * @see https://pytorch.org/docs/stable/generated/torch.div.html
 */
export function div(self: Tensor | number, other: Tensor | number, options: DivOptions = {}): Tensor {
  return apply(divOp(options), self, other);
}

/**
 * Power; a plain number as exponent is a constant for gradients: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast, ValueError for integers to a negative power.
 * @example tensor([1, 2, 3]).pow(2) // [1, 4, 9]
 * @see https://pytorch.org/docs/stable/generated/torch.pow.html
 */
export function pow(self: Tensor | number, exponent: Tensor | number): Tensor {
  if (typeof self === 'number' || typeof exponent !== 'number') return apply(binaryOps.pow, self, exponent);
  return dispatch(powScalar, [self, powOperand(self, exponent)], { exponent })[0];
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

/**
 * Power, computed in float64: `[*] and [*] → float64 [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([2, 3]).floatPower(-1) // [0.5, 0.3333]
 * @see https://pytorch.org/docs/stable/generated/torch.float_power.html
 */
export function floatPower(self: Tensor | number, exponent: Tensor | number | boolean): Tensor {
  const double = (x: Tensor | number | boolean): Tensor | number => (isTensor(x) ? x.to('float64') : Number(x));
  return pow(double(self), double(exponent));
}

/**
 * Product of elements: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 2]).mul(3) // [3, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.mul.html
 */
export function mul(self: Tensor | number, other: Tensor | number): Tensor {
  return apply(binaryOps.mul, self, other);
}

/**
 * The larger of two elements; NaN wins: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 5]).maximum(tensor([3, 2])) // [3, 5]
 * @see https://pytorch.org/docs/stable/generated/torch.maximum.html
 */
export function maximum(self: Tensor, other: Tensor | number): Tensor {
  return apply(binaryOps.maximum, self, other);
}

/**
 * The smaller of two elements; NaN wins: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 5]).minimum(tensor([3, 2])) // [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.minimum.html
 */
export function minimum(self: Tensor, other: Tensor | number): Tensor {
  return apply(binaryOps.minimum, self, other);
}

/**
 * The larger of two elements; a number wins over NaN: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, NaN]).fmax(tensor([3, 2])) // [3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.fmax.html
 */
export function fmax(self: Tensor, other: Tensor | number): Tensor {
  return apply(binaryOps.fmax, self, other);
}

/**
 * The smaller of two elements; a number wins over NaN: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, NaN]).fmin(tensor([3, 2])) // [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.fmin.html
 */
export function fmin(self: Tensor, other: Tensor | number): Tensor {
  return apply(binaryOps.fmin, self, other);
}

/**
 * Remainder with the sign of the divisor, as Python's %: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([-3, 3]).remainder(2) // [1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.remainder.html
 */
export function remainder(self: Tensor | number, other: Tensor | number): Tensor {
  return apply(binaryOps.remainder, self, other);
}

/**
 * Remainder with the sign of the dividend, as %: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([-3, 3]).fmod(2) // [-1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.fmod.html
 */
export function fmod(self: Tensor, other: Tensor | number): Tensor {
  return apply(binaryOps.fmod, self, other);
}

/**
 * Quotient rounded down: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([-3, 3]).floorDivide(2) // [-2, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.floor_divide.html
 */
export function floorDivide(self: Tensor, other: Tensor | number): Tensor {
  return apply(binaryOps.floorDivide, self, other);
}

/**
 * Angle of the point (other, self) in radians: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1]).atan2(tensor([1])) // [0.7854]
 * @see https://pytorch.org/docs/stable/generated/torch.atan2.html
 */
export function atan2(self: Tensor, other: Tensor | number): Tensor {
  return apply(binaryOps.atan2, self, other);
}

/**
 * Length of the hypotenuse `√(a² + b²)`: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([3.5]).hypot(tensor([12]))
 * @see https://pytorch.org/docs/stable/generated/torch.hypot.html
 */
export function hypot(self: Tensor, other: Tensor | number): Tensor {
  return apply(binaryOps.hypot, self, other);
}

/**
 * Magnitude of self with the sign of other: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1.5]).copysign(-1) // [-1.5]
 * @see https://pytorch.org/docs/stable/generated/torch.copysign.html
 */
export function copysign(self: Tensor, other: Tensor | number): Tensor {
  return apply(binaryOps.copysign, self, other);
}

/**
 * `a · log(b)`, 0 where a is 0: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([0]).xlogy(tensor([0])) // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.xlogy.html
 */
export function xlogy(self: Tensor | number, other: Tensor | number): Tensor {
  return apply(binaryOps.xlogy, self, other);
}

/**
 * `log(eᵃ + eᵇ)` without overflow: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1000.5]).logaddexp(tensor([1000.5])) // [1001.1932]
 * @see https://pytorch.org/docs/stable/generated/torch.logaddexp.html
 */
export function logaddexp(self: Tensor, other: Tensor | number): Tensor {
  return apply(binaryOps.logaddexp, self, other);
}

/**
 * Bitwise and of integers, logical and of bools: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([6]).bitwiseAnd(3) // [2]
 * @see https://pytorch.org/docs/stable/generated/torch.bitwise_and.html
 */
export function bitwiseAnd(self: Tensor | number, other: Tensor | number): Tensor {
  return apply(binaryOps.bitwiseAnd, self, other);
}

/**
 * Bitwise or of integers, logical or of bools: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([6]).bitwiseOr(3) // [7]
 * @see https://pytorch.org/docs/stable/generated/torch.bitwise_or.html
 */
export function bitwiseOr(self: Tensor | number, other: Tensor | number): Tensor {
  return apply(binaryOps.bitwiseOr, self, other);
}

/**
 * Bitwise exclusive or of integers, logical of bools: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([6]).bitwiseXor(3) // [5]
 * @see https://pytorch.org/docs/stable/generated/torch.bitwise_xor.html
 */
export function bitwiseXor(self: Tensor | number, other: Tensor | number): Tensor {
  return apply(binaryOps.bitwiseXor, self, other);
}
