/**
 * @file Bessel functions of orders 0 and 1, of one double: Chebyshev series of what is smooth in them.
 *
 * @see https://dlmf.nist.gov/10
 */
import { chebyshev } from '../../special.js';
import * as tables from './tables.js';

const TWO_OVER_PI = 2 / Math.PI;

/** `e^(−|x|)·I₀(x)`. */
export function i0e(x: number): number {
  const a = Math.abs(x);
  if (a <= 8) return chebyshev(tables.i0Near, a / 4 - 1);
  return chebyshev(tables.i0Far, 16 / a - 1) / Math.sqrt(a);
}

/** `e^(−|x|)·I₁(x)`. */
export function i1e(x: number): number {
  const a = Math.abs(x);
  const value = a <= 8 ? chebyshev(tables.i1Near, a / 4 - 1) * a : chebyshev(tables.i1Far, 16 / a - 1) / Math.sqrt(a);
  return x < 0 ? -value : value;
}

/** A scaled function times `e^|x|`, in two steps so that the product overflows no sooner than the result. */
function grown(scaled: number, x: number): number {
  const half = Math.exp(Math.abs(x) / 2);
  return scaled * half * half;
}

/** Modified Bessel function of the first kind, order 0; NaN at ±Infinity, as in PyTorch. */
export function i0(x: number): number {
  return grown(i0e(x), x);
}

/** Modified Bessel function of the first kind, order 1; NaN at ±Infinity, as in PyTorch. */
export function i1(x: number): number {
  return grown(i1e(x), x);
}

/** Modified Bessel function of the second kind, order 0; Infinity at 0, NaN below. */
export function k0(x: number): number {
  if (!(x > 0)) return x === 0 ? Infinity : NaN;
  if (x <= 2) return chebyshev(tables.k0Near, (x * x) / 2 - 1) - Math.log(x / 2) * i0(x);
  return scaledK0(x) * Math.exp(-x);
}

/** Modified Bessel function of the second kind, order 1; Infinity at 0, NaN below. */
export function k1(x: number): number {
  if (!(x > 0)) return x === 0 ? Infinity : NaN;
  if (x <= 2) return chebyshev(tables.k1Near, (x * x) / 2 - 1) / x + Math.log(x / 2) * i1(x);
  return scaledK1(x) * Math.exp(-x);
}

/** `eˣ·K₀(x)`. */
export function scaledK0(x: number): number {
  if (!(x > 2)) return k0(x) * Math.exp(x);
  return chebyshev(tables.k0Far, 4 / x - 1) / Math.sqrt(x);
}

/** `eˣ·K₁(x)`. */
export function scaledK1(x: number): number {
  if (!(x > 2)) return k1(x) * Math.exp(x);
  return chebyshev(tables.k1Far, 4 / x - 1) / Math.sqrt(x);
}

/** Sine and cosine of `x − (2·order + 1)·π/4`, without subtracting. */
function phase(x: number, order: 0 | 1): [sine: number, cosine: number] {
  const [s, c] = [Math.sin(x) * Math.SQRT1_2, Math.cos(x) * Math.SQRT1_2];
  return order === 0 ? [s - c, c + s] : [-s - c, s - c];
}

/** J and Y of one order for x ≥ 8. */
function waves(x: number, order: 0 | 1): [j: number, y: number] {
  const t = 128 / (x * x) - 1;
  const p = chebyshev(order === 0 ? tables.p0 : tables.p1, t);
  const q = chebyshev(order === 0 ? tables.q0 : tables.q1, t) / x;
  const [sine, cosine] = phase(x, order);
  const amplitude = Math.sqrt(TWO_OVER_PI / x);
  return [amplitude * (p * cosine - q * sine), amplitude * (p * sine + q * cosine)];
}

/** Bessel function of the first kind, order 0. */
export function j0(x: number): number {
  const a = Math.abs(x);
  return a <= 8 ? chebyshev(tables.j0Near, (a * a) / 32 - 1) : waves(a, 0)[0];
}

/** Bessel function of the first kind, order 1. */
export function j1(x: number): number {
  const a = Math.abs(x);
  if (a <= 8) return chebyshev(tables.j1Near, (a * a) / 32 - 1) * x;
  const [j] = waves(a, 1);
  return x < 0 ? -j : j;
}

/** Bessel function of the second kind, order 0; -Infinity at 0, NaN below. */
export function y0(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x > 8) return waves(x, 0)[1];
  return chebyshev(tables.y0Near, (x * x) / 32 - 1) + TWO_OVER_PI * Math.log(x) * j0(x);
}

/** Bessel function of the second kind, order 1; -Infinity at 0, NaN below. */
export function y1(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x > 8) return waves(x, 1)[1];
  return x * chebyshev(tables.y1Near, (x * x) / 32 - 1) + TWO_OVER_PI * (Math.log(x) * j1(x) - 1 / x);
}

/** Spherical Bessel function of the first kind, order 0: `sin(x) / x`. */
export function sphericalJ0(x: number): number {
  if (Math.abs(x) === Infinity) return 0;

  return x === 0 ? 1 : Math.sin(x) / x;
}

/** `2/3·x^1.5` where Airy functions change form: at 2 and 6. */
const ZETA_2 = (2 * 2 ** 1.5) / 3;
const ZETA_6 = (2 * 6 ** 1.5) / 3;

/** Airy function Ai; NaN at ±Infinity, as in PyTorch. */
export function airyAi(x: number): number {
  if (Math.abs(x) === Infinity) return NaN;
  const zeta = (2 * Math.abs(x) ** 1.5) / 3;
  if (x > 2) {
    const tail = chebyshev(tables.airyTail, (2 * ZETA_2) / zeta - 1);
    return (tail * Math.exp(-zeta)) / (2 * Math.sqrt(Math.PI) * Math.sqrt(Math.sqrt(x)));
  }
  if (!(x < -6)) return chebyshev(tables.airyNear, (x + 2) / 4);
  const t = 2 * (ZETA_6 / zeta) ** 2 - 1;
  const [even, odd] = [chebyshev(tables.airyEven, t), chebyshev(tables.airyOdd, t) / zeta];
  const [sine, cosine] = [Math.sin(zeta + Math.PI / 4), Math.cos(zeta + Math.PI / 4)];
  return (even * sine - odd * cosine) / (Math.sqrt(Math.PI) * Math.sqrt(Math.sqrt(-x)));
}
