/**
 * @file Elementwise functions that are short formulas of others.
 */
import { hostArray, isFloatingPoint } from '../dtype.js';
import { DTypeError } from '../errors.js';
import { fromHost } from '../construct.js';
import { readSync } from '../host.js';
import { operandFor } from '../operands.js';
import type { Tensor } from '../tensor.js';
import { where } from './where-function.js';

/** In floating point: integers and bools become float32. */
export function floating(x: Tensor): Tensor {
  return isFloatingPoint(x.dtype) ? x : x.to('float32');
}

/**
 * The argument of real numbers: π for negative ones, 0 for others, NaN for NaN: `[*] → [*]`.
 *
 * @example tensor([-1.5, 2]).angle() // [3.1416, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.angle.html
 */
export function angle(self: Tensor): Tensor {
  const x = floating(self);
  return where(x.isnan(), x, x.sign().clampMax(0).abs().mul(Math.PI));
}

/**
 * The sign of real numbers, -1, 0 or 1: `[*] → [*]`.
 *
 * @example tensor([-2, 0, 3]).sgn() // [-1, 0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.sgn.html
 */
export function sgn(self: Tensor): Tensor {
  return self.sign();
}

/**
 * The tensor itself: `[*] → [*]`.
 *
 * @throws DTypeError for bools, as `+x` has no meaning for them.
 * @example tensor([-2, 3]).positive() // [-2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.positive.html
 */
export function positive(self: Tensor): Tensor {
  if (self.dtype === 'bool') throw new DTypeError('positive', 'is not defined for bool', { dtypes: [self.dtype] });
  return self;
}

/**
 * The real part, which is the tensor itself: `[*] → [*]`.
 *
 * @example tensor([1.5]).real() // [1.5]
 * @see https://pytorch.org/docs/stable/generated/torch.real.html
 */
export function real(self: Tensor): Tensor {
  return self;
}

/**
 * Whether the sign bit is set, that of -0 too: `[*] → bool [*]`.
 *
 * @example tensor([-1.5, 0, 2]).signbit() // [true, false, false]
 * @see https://pytorch.org/docs/stable/generated/torch.signbit.html
 */
export function signbit(self: Tensor): Tensor {
  const negative = self.lt(0);
  if (!isFloatingPoint(self.dtype)) return negative;
  return negative.logicalOr(self.eq(0).logicalAnd(self.reciprocal().lt(0)));
}

/**
 * Whether elements are -∞: `[*] → bool [*]`.
 *
 * @example tensor([-Infinity, 1]).isneginf() // [true, false]
 * @see https://pytorch.org/docs/stable/generated/torch.isneginf.html
 */
export function isneginf(self: Tensor): Tensor {
  return floating(self.detach()).eq(-Infinity);
}

/**
 * Whether elements are ∞: `[*] → bool [*]`.
 *
 * @example tensor([Infinity, 1]).isposinf() // [true, false]
 * @see https://pytorch.org/docs/stable/generated/torch.isposinf.html
 */
export function isposinf(self: Tensor): Tensor {
  return floating(self.detach()).eq(Infinity);
}

/**
 * Whether elements are real numbers, which all are: `[*] → bool [*]`.
 *
 * @example tensor([1, NaN]).isreal() // [true, true]
 * @see https://pytorch.org/docs/stable/generated/torch.isreal.html
 */
export function isreal(self: Tensor): Tensor {
  return self.detach().to('bool').logicalOr(self.eq(0));
}

/**
 * Degrees in radians: `[*] → [*]`; integers give float32.
 *
 * @example tensor([180]).deg2rad() // [3.1416]
 * @see https://pytorch.org/docs/stable/generated/torch.deg2rad.html
 */
export function deg2rad(self: Tensor): Tensor {
  return floating(self).mul(Math.PI / 180);
}

/**
 * Radians in degrees: `[*] → [*]`; integers give float32.
 *
 * @example tensor([Math.PI]).rad2deg() // [180]
 * @see https://pytorch.org/docs/stable/generated/torch.rad2deg.html
 */
export function rad2deg(self: Tensor): Tensor {
  return floating(self).mul(180 / Math.PI);
}

/**
 * The step function: 0 below zero, 1 above, `values` at zero: `[*] and [*] → [*]`.
 *
 * @throws DTypeError when the dtypes differ, ShapeError when the shapes do not broadcast.
 * @example heaviside(tensor([-1.5, 0, 2]), tensor([0.5])) // [0, 0.5, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.heaviside.html
 */
export function heaviside(self: Tensor, values: Tensor): Tensor {
  if (self.dtype !== values.dtype) {
    throw new DTypeError('heaviside', `expected equal dtypes, got ${self.dtype} and ${values.dtype}`, {
      dtypes: [self.dtype, values.dtype],
    });
  }
  return where(self.eq(0), values, self.gt(0).to(self.dtype));
}

/**
 * `self · 2^other`: `[*] and [*] → [*]`; integers give float32.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example ldexp(tensor([1.5]), tensor([2])) // [6]
 * @see https://pytorch.org/docs/stable/generated/torch.ldexp.html
 */
export function ldexp(self: Tensor, other: Tensor): Tensor {
  return self.mul(floating(other).exp2());
}

/** Mantissas and int32 exponents of numbers. */
export interface MantissaExponent {
  readonly mantissa: Tensor;
  readonly exponent: Tensor;
}

/** The exponent of x = m · 2ᵉ with m in [0.5, 1). */
function exponentOf(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return 0;
  const e = Math.floor(Math.log2(Math.abs(x)));
  // the logarithm may be off by one next to powers of 2
  const power = Math.abs(x) / 2 ** e;
  return power >= 2 ? e + 2 : power < 1 ? e : e + 1;
}

/**
 * Numbers as `mantissa · 2^exponent` with mantissas of magnitude in [0.5, 1): `[*] → { mantissa: [*], exponent: int32 [*] }`.
 *
 * @throws DTypeError for integers and bools.
 * @example tensor([6.5]).frexp() // { mantissa: [0.8125], exponent: [3] }
 * @see https://pytorch.org/docs/stable/generated/torch.frexp.html
 */
export function frexp(self: Tensor): MantissaExponent {
  if (!isFloatingPoint(self.dtype)) {
    throw new DTypeError('frexp', `needs a floating point tensor, got ${self.dtype}`, { dtypes: [self.dtype] });
  }
  const values = readSync('frexp', self.detach(), "await toAsync('cpu') first");
  const host = hostArray('int32', values.length);
  values.forEach((x, i) => {
    host[i] = exponentOf(x);
  });
  const exponent = fromHost(self.storage.backend, self.shape, 'int32', host);
  // in two steps, because 2^-exponent alone may overflow
  const half = exponent.to('float64').div(2).floor();
  const rest = exponent.to('float64').sub(half);
  const mantissa = self.mul(half.neg().exp2().to(self.dtype)).mul(rest.neg().exp2().to(self.dtype));
  return { mantissa, exponent };
}

/**
 * `log₂(2ᵃ + 2ᵇ)` without overflow: `[*] and [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1000.5]).logaddexp2(tensor([1000.5])) // [1001.5]
 * @see https://pytorch.org/docs/stable/generated/torch.logaddexp2.html
 */
export function logaddexp2(self: Tensor, other: Tensor | number): Tensor {
  const [a, b] = [floating(self), floating(operandFor(self, other))];
  const larger = a.detach().maximum(b.detach());
  // what is infinite need not be taken off, and ∞ − ∞ would be NaN
  const top = larger.maskedFill(larger.isinf(), 0);
  return a.sub(top).exp2().add(b.sub(top).exp2()).log2().add(top);
}

/**
 * Quotient: `[*] and [*] → [*]`; `div` without rounding.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([3]).trueDivide(2) // [1.5]
 * @see https://pytorch.org/docs/stable/generated/torch.true_divide.html
 */
export function trueDivide(self: Tensor, other: Tensor | number): Tensor {
  return self.div(other);
}
