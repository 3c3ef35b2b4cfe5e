/**
 * @file Error and gamma functions of float32 numbers.
 *
 * @see https://dlmf.nist.gov/7 error functions
 * @see https://dlmf.nist.gov/5 gamma function
 */
import { all, type Body, literal, polynomial } from './body.js';
import { type Emit, exp, log, log1p, sin, tan } from './functions.js';

/** x² as the exact square of a rounded x and the small rest, so that exp(-x²) keeps its digits. */
function gauss(b: Body, x: string): string {
  const high = b.let(`Math.floor(${x} * 16.0 + 0.5) * 0.0625`);
  const first = b.let(exp(b, b.let(`0.0 - ${high} * ${high}`)));
  const rest = b.let(exp(b, b.let(`0.0 - (${x} - ${high}) * (${x} + ${high})`)));
  return b.let(`${first} * ${rest}`);
}

/** Chebyshev coefficients on [-1, 1] of `(1 + 2x)·exp(x²)·erfc(x)` in `t = (x - 3.75) / (x + 3.75)`; the first counts half. */
const scaledErfc = [
  2.3551578691348034, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189, -0.026658668435305753,
  0.009074997670705265, -0.002413163540417608, 0.0004907758365258086, -0.00006916973302501207, 0.00000413902798607301,
  7.74038306619849e-7, -2.1886401049234397e-7,
];

/** Sum of a Chebyshev series by Clenshaw's recurrence. */
function chebyshev(b: Body, t: string, [first, ...rest]: readonly number[]): string {
  let here = '0.0';
  let next = '0.0';
  for (const coefficient of rest.toReversed()) {
    const sum = b.let(`2.0 * ${t} * ${here} - ${next} + ${literal(coefficient)}`);
    next = here;
    here = sum;
  }
  return b.let(`${t} * ${here} - ${next} + ${literal(first! / 2)}`);
}

/** erfc for x ≥ 0. @see https://dlmf.nist.gov/7 */
function erfcTail(b: Body, x: string): string {
  const t = b.let(`(${x} - 3.75) / (${x} + 3.75)`);
  const y = b.let(`${gauss(b, x)} * ${chebyshev(b, t, scaledErfc)} / (1.0 + 2.0 * ${x})`);
  b.set(y, '0.0', `${x} > 10.1`);
  return y;
}

export const erfc: Emit = (b, x) => {
  const y = b.let(erfcTail(b, b.let(`Math.abs(${x})`)));
  b.set(y, `2.0 - ${y}`, `${x} < 0.0`);
  return y;
};

const erfSeries = [1, -1 / 3, 1 / 10, -1 / 42, 1 / 216, -1 / 1320].map((c) => (c * 2) / Math.sqrt(Math.PI));

export const erf: Emit = (b, x) => {
  const size = b.let(`Math.abs(${x})`);
  const y = b.let(`1.0 - ${erfcTail(b, size)}`);
  b.set(y, `0.0 - ${y}`, `${x} < 0.0`);
  const square = b.let(`${x} * ${x}`);
  b.set(y, `${x} * ${polynomial(square, erfSeries)}`, `${size} < 0.5`);
  return y;
};

/** Winitzki's approximation, then Newton's method on erf, or on erfc where erf is too close to 1. */
export const erfinv: Emit = (b, y) => {
  const a = b.let(`Math.abs(${y})`);
  const logarithm = b.let(log1p(b, b.let(`0.0 - ${a} * ${a}`)));
  const shifted = b.let(`4.330746750799873 + ${logarithm} * 0.5`);
  const scaled = b.let(`${logarithm} / 0.147`);
  const root = b.let(`Math.sqrt(${shifted} * ${shifted} - ${scaled})`);
  const x = b.let(`Math.sqrt(0.0 - ${scaled} / (${root} + ${shifted}))`);
  for (let step = 0; step < 2; step++) {
    const excess = b.choose(`${a} < 0.5`, `${erf(b, x)} - ${a}`, `(1.0 - ${a}) - ${erfc(b, x)}`);
    const newton = b.let(`${excess} / (1.128379167 * ${gauss(b, x)})`);
    b.set(x, `${x} - ${newton} / (1.0 + ${x} * ${newton})`);
  }
  b.set(x, '0.0', `${a} === 0.0`);
  b.set(x, 'inf', `${a} === 1.0`);
  b.set(x, 'nan', `${a} > 1.0`);
  b.set(x, `0.0 - ${x}`, `${y} < 0.0`);
  return b.unlessNaN(y, x);
};

/** `(-1)ᵏ (ζ(k) - 1) / k` for k = 1, 2, …, with 1 less Euler's constant first: Taylor coefficients of lgamma at 2. */
const lgammaAt2 = [
  0.42278433509846713, 0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986,
  0.0028905103307415234, -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 0.00009945751278180853,
  -0.00004492623673813314, 0.00002050721277567069,
];

/** Stirling's series for x ≥ 6. */
function stirling(b: Body, x: string): string {
  const inverse = b.let(`1.0 / ${x}`);
  const square = b.let(`${inverse} * ${inverse}`);
  const rest = `${inverse} * ${polynomial(square, [1 / 12, -1 / 360, 1 / 1260])}`;
  return b.let(`(${x} - 0.5) * (${log(b, x)} - 1.0) + 0.4189385332 + ${rest}`);
}

/** |sin πx| */
function sinPi(b: Body, x: string): string {
  const reduced = b.let(`${x} - Math.floor(${x} + 0.5)`);
  return b.let(`Math.abs(${sin(b, b.let(`3.141592654 * ${reduced}`))})`);
}

/** lgamma for x ≥ 0.5: a Taylor series at 2 up to 2.5, above it Stirling's series four further on. */
function lgammaRight(b: Body, x: string): string {
  const z = b.choose(`${x} < 1.5`, `${x} - 1.0`, `${x} - 2.0`);
  const near = b.let(`${z} * ${polynomial(z, lgammaAt2)}`);
  b.set(near, `${near} - ${log1p(b, z)}`, `${x} < 1.5`);
  const product = b.choose(`${x} < 8.0`, `${x} * (${x} + 1.0) * (${x} + 2.0) * (${x} + 3.0)`, '1.0');
  const far = b.choose(`${x} < 8.0`, `${x} + 4.0`, x);
  const y = b.let(`${stirling(b, far)} - ${log(b, product)}`);
  b.set(y, near, `${x} < 2.5`);
  b.set(y, 'inf', `${x} > 3.0e38`);
  return y;
}

/** Left of 0.5 by reflection: `Γ(x)·Γ(1 - x) = π / sin πx`. */
export const lgamma: Emit = (b, x) => {
  const right = b.choose(`${x} < 0.5`, `1.0 - ${x}`, x);
  const y = b.let(lgammaRight(b, right));
  const reflected = b.let(log(b, b.let(`3.141592654 / ${sinPi(b, x)}`)));
  b.set(y, `${reflected} - ${y}`, `${x} < 0.5`);
  b.set(y, 'inf', all(`${x} <= 0.0`, `${x} === Math.floor(${x})`));
  return b.unlessNaN(x, y);
};

/** digamma for x ≥ 0: six steps of `ψ(x) = ψ(x + 1) - 1 / x`, then the asymptotic series. */
function digammaRight(b: Body, x: string): string {
  const steps = b.let(Array.from({ length: 6 }, (_, k) => `1.0 / (${x} + ${literal(k)})`).join(' + '));
  const far = b.let(`${x} + 6.0`);
  const inverse = b.let(`1.0 / ${far}`);
  const square = b.let(`${inverse} * ${inverse}`);
  const series = `${square} * ${polynomial(square, [1 / 12, -1 / 120, 1 / 252, -1 / 240])}`;
  return b.let(`${log(b, far)} - 0.5 * ${inverse} - ${series} - ${steps}`);
}

export const digamma: Emit = (b, x) => {
  const y = b.let(digammaRight(b, b.choose(`${x} < 0.0`, `1.0 - ${x}`, x)));
  const fraction = b.let(`${x} - Math.floor(${x} + 0.5)`);
  const reflected = b.let(`3.141592654 / (${tan(b, b.let(`3.141592654 * ${fraction}`))})`);
  b.set(y, `${y} - ${reflected}`, `${x} < 0.0`);
  b.set(y, 'nan', all(`${x} < 0.0`, `${x} === Math.floor(${x})`));
  b.set(y, `0.0 - 1.0 / ${x}`, `${x} === 0.0`);
  return b.unlessNaN(x, y);
};
