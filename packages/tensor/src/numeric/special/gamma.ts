/**
 * @file Incomplete gamma functions, Hurwitz' zeta function and derivatives of the gamma function's logarithm, of doubles.
 */
import { digamma, lgamma } from '../../special.js';

/** From here on Stirling's series gives the prefactor. */
const LARGE = 10;

/** What Γ(a) has beyond `√(2π/a)·(a/e)ᵃ`, as a logarithm: Stirling's series. */
function stirlingRest(a: number): number {
  const r = 1 / (a * a);
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))))) / a;
}

/** `log(1 + m) − m`, exact for small m. */
function log1pMinus(m: number): number {
  if (Math.abs(m) > 0.3) return Math.log1p(m) - m;
  let sum = 0;
  let power = -m;
  for (let k = 2; k < 60; k++) {
    power *= -m;
    const term = power / k;
    sum -= term;
    if (Math.abs(term) <= 1e-17 * Math.abs(sum)) break;
  }
  return sum;
}

/** `xᵃ·e⁻ˣ / Γ(a + 1)`. */
function prefactor(a: number, x: number): number {
  if (a < LARGE) return Math.exp(a * Math.log(x) - x - lgamma(a + 1));
  return Math.exp(a * log1pMinus((x - a) / a) - stirlingRest(a)) / Math.sqrt(2 * Math.PI * a);
}

/** The lower function by its power series, for x up to about a. */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < 1e6 && term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return prefactor(a, x) * sum;
}

/** The upper function by its continued fraction (Lentz' method), for x above about a. */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 1e6; n++) {
    const term = -n * (n - a);
    b += 2;
    d = term * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + term / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const change = d * c;
    h *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return prefactor(a, x) * a * h;
}

/** The upper function for small a and x: `1 − xᵃ/Γ(a + 1)·…` written without cancellation. */
function upperSeries(a: number, x: number): number {
  let sum = 0;
  let factor = 1;
  for (let n = 1; n < 2000; n++) {
    factor *= -x / n;
    const term = factor / (a + n);
    sum += term;
    if (Math.abs(term) <= 1e-17 * Math.abs(sum)) break;
  }
  const log = Math.log(x);
  const leading = -Math.expm1(a * log - lgamma(1 + a));
  return leading - Math.exp(a * log - lgamma(a)) * sum;
}

/** Values at the ends; undefined inside. `upper` is 1 for the upper function. */
function boundary(a: number, x: number, upper: 0 | 1): number | undefined {
  if (!(x >= 0 && a >= 0)) return NaN;
  if (a === 0) return x > 0 ? 1 - upper : NaN;
  if (x === 0) return upper;
  if (a === Infinity) return x === Infinity ? NaN : upper;
  return x === Infinity ? 1 - upper : undefined;
}

/**
 * Regularized lower incomplete gamma function `1/Γ(a) ∫₀ˣ tᵃ⁻¹·e⁻ᵗ dt`.
 *
 * @see https://dlmf.nist.gov/8.7 https://dlmf.nist.gov/8.9
 */
export function gammainc(a: number, x: number): number {
  const end = boundary(a, x, 0);
  if (end !== undefined) return end;
  return x > 1 && x > a ? 1 - gammaincc(a, x) : lowerSeries(a, x);
}

/** Regularized upper incomplete gamma function, `1 − gammainc`. */
export function gammaincc(a: number, x: number): number {
  const end = boundary(a, x, 1);
  if (end !== undefined) return end;
  if (x > 1.1) return x < a ? 1 - lowerSeries(a, x) : upperFraction(a, x);
  return a < 1 ? upperSeries(a, x) : 1 - lowerSeries(a, x);
}

/** `B₂ₖ / (2k)!`, of the Euler–Maclaurin formula. */
const eulerMaclaurin = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
  -3617 / 10670622842880000,
  43867 / 5109094217170944000,
  -174611 / 802857662698291200000,
];

/**
 * Hurwitz' zeta function `Σ (q + k)⁻ˢ`: Infinity for s = 1 and at the poles q = 0, -1, …, NaN where it is not defined, and at q = Infinity, as in PyTorch.
 *
 * @see https://dlmf.nist.gov/25.11
 */
export function zeta(s: number, q: number): number {
  if (s === 1) return Infinity;
  if (!(s > 1 && q < Infinity)) return NaN;
  if (q <= 0) {
    if (Number.isInteger(q)) return Infinity;
    if (!Number.isInteger(s)) return NaN;
  }
  let sum = 0;
  let w = q;
  for (let k = 0; k < 10 || w <= 10; k++, w++) {
    const term = w ** -s;
    sum += term;
    if (w > 0 && Math.abs(term) <= 1e-17 * Math.abs(sum)) return sum;
  }
  const last = w ** -s;
  sum += (last * w) / (s - 1) + last / 2;
  let factor = s;
  let power = last / w;
  eulerMaclaurin.forEach((b, k) => {
    sum += b * factor * power;
    factor *= (s + 2 * k + 1) * (s + 2 * k + 2);
    power /= w * w;
  });
  return sum;
}

/** Second derivative of lgamma: by reflection for negative x. */
function trigamma(x: number): number {
  if (x >= 0.5) return zeta(2, x);
  const sine = Math.sin(Math.PI * x);
  return (Math.PI / sine) ** 2 - zeta(2, 1 - x);
}

/** The n-th derivative of digamma. */
export function polygamma(n: number, x: number): number {
  if (n === 0) return digamma(x);
  if (n === 1) return x === 0 ? Infinity : trigamma(x);
  return (n % 2 === 1 ? 1 : -1) * Math.exp(lgamma(n + 1)) * zeta(n + 1, x);
}
