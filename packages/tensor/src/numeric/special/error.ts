/**
 * @file Functions around the error function and the normal distribution, of one double.
 */
import { chebyshev, erf, erfc, erfinv, scaledErfc } from '../../special.js';

/** `exp(x²)`, the square in two parts: exp would magnify its rounding. */
function expSquare(x: number): number {
  const high = Math.fround(x);
  return Math.exp(high * high) * Math.exp((x - high) * (x + high));
}

/**
 * `exp(x²)·erfc(x)`, without overflow for large x.
 *
 * @see https://pytorch.org/docs/stable/special.html#torch.special.erfcx
 * @example erfcx(10) // 0.056140992743822585
 */
export function erfcx(x: number): number {
  if (x < 0) return x < -26.7 ? Infinity : 2 * expSquare(x) - erfcx(-x);
  if (x === Infinity) return 0;
  if (x < 0.5) return Math.exp(x * x) * (1 - erf(x));
  return chebyshev(scaledErfc, (x - 3.75) / (x + 3.75)) / (1 + 2 * x);
}

/** Area under the standard normal density up to x. */
export function ndtr(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** Logarithm of `ndtr`, exact where that is tiny or next to 1. */
export function logNdtr(x: number): number {
  if (x < -1) return Math.log(erfcx(-x * Math.SQRT1_2) / 2) - (x * x) / 2;
  return Math.log1p(-erfc(x * Math.SQRT1_2) / 2);
}

/** Where `ndtr` has the value p < 0.1: Newton's method on its logarithm. */
function lowerQuantile(p: number): number {
  const target = Math.log(p);
  let x = -Math.sqrt(-2 * target);
  for (let step = 0; step < 12; step++) {
    const slope = Math.sqrt(2 / Math.PI) / erfcx(-x * Math.SQRT1_2);
    const correction = (logNdtr(x) - target) / slope;
    x -= correction;
    if (Math.abs(correction) <= 1e-15 * Math.abs(x)) break;
  }
  return x;
}

/**
 * Inverse of `ndtr`; ±Infinity at 0 and 1, NaN outside.
 *
 * @see https://pytorch.org/docs/stable/special.html#torch.special.ndtri
 * @example ndtri(0.975) // 1.959963984540054
 */
export function ndtri(p: number): number {
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (!(p > 0 && p < 1)) return NaN;
  if (p < 0.1) return lowerQuantile(p);
  return p > 0.9 ? -lowerQuantile(1 - p) : Math.SQRT2 * erfinv(2 * p - 1);
}

/** Entropy `-x·log(x)`: 0 at 0, -Infinity below. */
export function entr(x: number): number {
  if (x > 0) return -x * Math.log(x);
  return x === 0 ? 0 : x < 0 ? -Infinity : NaN;
}

/** `sin(πx) / (πx)`, 1 at 0. */
export function sinc(x: number): number {
  const angle = Math.PI * x;
  return x === 0 ? 1 : Math.sin(angle) / angle;
}
