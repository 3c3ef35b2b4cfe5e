/**
 * @file Functions of floats that give the same on every target: GPUs differ in NaN, infinities and small arguments, and have
 * no expm1 or log1p of their own.
 */
import { all, type Body, isInfinite, MAX, polynomial } from './body.js';

/** A function of one float: statements go into the body, the result is an expression. */
export type Emit = (body: Body, x: string) => string;

export const exp: Emit = (b, x) => {
  const y = b.unlessNaN(x, `Math.exp(${x})`);
  b.set(y, 'inf', `${x} > 88.73`);
  b.set(y, '0.0', `${x} < (0.0 - 104.0)`);
  return y;
};

export const log: Emit = (b, x) => {
  const y = b.choose(`${x} > 0.0`, `Math.log(${x})`, 'nan');
  b.set(y, x, `${x} > ${MAX}`);
  b.set(y, '0.0 - inf', `${x} === 0.0`);
  return y;
};

const factorials = [1, 2, 6, 24, 120, 720, 5040, 40320];

export const expm1: Emit = (b, x) => {
  const y = b.let(`${exp(b, x)} - 1.0`);
  const series = `${x} * ${polynomial(
    x,
    factorials.map((f) => 1 / f),
  )}`;
  b.set(y, series, all(`${x} > (0.0 - 0.5)`, `${x} < 0.5`));
  return y;
};

export const log1p: Emit = (b, x) => {
  const y = b.let(log(b, b.let(`1.0 + ${x}`)));
  // log((1 + s) / (1 - s)) with s = x / (2 + x)
  const s = b.let(`${x} / (2.0 + ${x})`);
  const square = b.let(`${s} * ${s}`);
  const series = `2.0 * ${s} * ${polynomial(square, [1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11])}`;
  b.set(y, series, all(`${x} > (0.0 - 0.4)`, `${x} < 0.5`));
  return y;
};

export const abs: Emit = (_, x) => `Math.abs(${x})`;

export const sigmoid: Emit = (b, x) => {
  const e = b.let(exp(b, b.let(`0.0 - Math.abs(${x})`)));
  const y = b.let(`1.0 / (1.0 + ${e})`);
  b.set(y, `${e} * ${y}`, `${x} < 0.0`);
  return y;
};

/** `log(1 + exp(x))` */
export const softplus: Emit = (b, x) => {
  const rest = b.let(log1p(b, b.let(exp(b, b.let(`0.0 - Math.abs(${x})`)))));
  return b.choose(`${x} > 0.0`, `${x} + ${rest}`, rest);
};

const tanhSeries = [1, -1 / 3, 2 / 15, -17 / 315, 62 / 2835, -1382 / 155925];

export const tanh: Emit = (b, x) => {
  const size = b.let(`Math.abs(${x})`);
  const y = b.let(`1.0 - 2.0 / (${exp(b, b.let(`2.0 * ${size}`))} + 1.0)`);
  b.set(y, `0.0 - ${y}`, `${x} < 0.0`);
  const square = b.let(`${x} * ${x}`);
  b.set(y, `${x} * ${polynomial(square, tanhSeries)}`, `${size} < 0.35`);
  return y;
};

/** π/2 in three parts, of which whole multiples of the first two are exact. */
const HALF_PI = ['1.5703125', '0.0004837512969970703', '0.0000000754978995489188'] as const;

const sinSeries = [1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880];
const cosSeries = [1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320];

/** sin and cos for |x| ≤ π/4. */
function sinNear(b: Body, x: string): string {
  return b.let(`${x} * ${polynomial(b.let(`${x} * ${x}`), sinSeries)}`);
}

function cosNear(b: Body, x: string): string {
  return b.let(polynomial(b.let(`${x} * ${x}`), cosSeries));
}

/** sin(x + quarters · π/2): GPUs' own functions may be wrong in the fifth digit. */
function sine(b: Body, x: string, quarters: 0 | 1): string {
  const turns = b.let(`Math.floor(${x} * 0.6366197724 + 0.5)`);
  const rest = b.let(HALF_PI.reduce((sum, part) => `(${sum} - ${turns} * ${part})`, x));
  const quarter = b.let(`${turns} + ${quarters}.0 - 4.0 * Math.floor((${turns} + ${quarters}.0) * 0.25)`);
  const odd = b.let(`${quarter} - 2.0 * Math.floor(${quarter} * 0.5)`);
  const y = b.choose(`${odd} > 0.5`, cosNear(b, rest), sinNear(b, rest));
  b.set(y, `0.0 - ${y}`, `${quarter} > 1.5`);
  // where reducing the argument leaves no digits
  const far = quarters === 0 ? `Math.sin(${x})` : `Math.cos(${x})`;
  b.set(y, far, `Math.abs(${x}) > 20000.0`);
  b.set(y, 'nan', isInfinite(x));
  return b.unlessNaN(x, y);
}

export const sin: Emit = (b, x) => sine(b, x, 0);
export const cos: Emit = (b, x) => sine(b, x, 1);
export const tan: Emit = (b, x) => `${sine(b, x, 0)} / ${sine(b, x, 1)}`;

/** A polynomial for atan up to tan(π/8). */
const atanSeries = [1, -1 / 3, 1 / 5, -1 / 7, 1 / 9, -1 / 11, 1 / 13];

export const atan: Emit = (b, x) => {
  const size = b.let(`Math.abs(${x})`);
  const inner = b.choose(`${size} > 2.414213562`, `0.0 - 1.0 / ${size}`, size);
  b.set(inner, `(${size} - 1.0) / (${size} + 1.0)`, all(`${size} > 0.4142135624`, `${size} <= 2.414213562`));
  const start = b.choose(`${size} > 0.4142135624`, '0.7853981634', '0.0');
  b.set(start, '1.570796327', `${size} > 2.414213562`);
  const square = b.let(`${inner} * ${inner}`);
  const y = b.let(`${start} + ${inner} * ${polynomial(square, atanSeries)}`);
  b.set(y, `0.0 - ${y}`, `${x} < 0.0`);
  b.set(y, x, `${x} === 0.0`);
  return y;
};

/** `atan(x / √(1 - x²))`, which is exact at the ends too. */
export const asin: Emit = (b, x) => {
  const y = b.let(atan(b, b.let(`${x} / Math.sqrt((1.0 - ${x}) * (1.0 + ${x}))`)));
  b.set(y, '1.570796327', `${x} === 1.0`);
  b.set(y, '0.0 - 1.570796327', `${x} === (0.0 - 1.0)`);
  return outside(b, x, y);
};

/** NaN outside of [-1, 1]. */
function outside(b: Body, x: string, y: string): string {
  b.set(y, 'nan', `${x} > 1.0 || ${x} < (0.0 - 1.0)`);
  return y;
}

/** `2·atan(√((1 - x) / (1 + x)))` */
export const acos: Emit = (b, x) => {
  const y = b.let(`2.0 * ${atan(b, b.let(`Math.sqrt((1.0 - ${x}) / (1.0 + ${x}))`))}`);
  b.set(y, '3.141592654', `${x} === (0.0 - 1.0)`);
  return outside(b, x, y);
};

const sinhSeries = [1, 1 / 6, 1 / 120, 1 / 5040, 1 / 362880];

/** Half of exp(x), which does not overflow before sinh and cosh do. */
function halfExp(b: Body, x: string): string {
  return b.let(`0.5 * ${exp(b, b.let(`0.5 * ${x}`))} * ${exp(b, b.let(`0.5 * ${x}`))}`);
}

export const sinh: Emit = (b, x) => {
  const size = b.let(`Math.abs(${x})`);
  const grows = halfExp(b, size);
  const y = b.let(`${grows} - 0.25 / ${grows}`);
  b.set(y, `0.0 - ${y}`, `${x} < 0.0`);
  const square = b.let(`${x} * ${x}`);
  b.set(y, `${x} * ${polynomial(square, sinhSeries)}`, `${size} < 1.0`);
  return y;
};

export const cosh: Emit = (b, x) => {
  const grows = halfExp(b, b.let(`Math.abs(${x})`));
  return b.let(`${grows} + 0.25 / ${grows}`);
};

export const asinh: Emit = (b, x) => {
  const size = b.let(`Math.abs(${x})`);
  const square = b.let(`${size} * ${size}`);
  const y = b.let(log1p(b, b.let(`${size} + ${square} / (1.0 + Math.sqrt(1.0 + ${square}))`)));
  b.set(y, `${log(b, size)} + 0.6931471806`, `${size} > 1.0e9`);
  b.set(y, `0.0 - ${y}`, `${x} < 0.0`);
  return y;
};

export const acosh: Emit = (b, x) => {
  const rest = b.let(`${x} - 1.0`);
  const y = b.let(log1p(b, b.let(`${rest} + Math.sqrt(${rest} * (${x} + 1.0))`)));
  b.set(y, `${log(b, x)} + 0.6931471806`, `${x} > 1.0e9`);
  b.set(y, 'nan', `${x} < 1.0`);
  return y;
};

export const atanh: Emit = (b, x) => {
  const y = b.let(`0.5 * ${log1p(b, b.let(`2.0 * ${x} / (1.0 - ${x})`))}`);
  b.set(y, 'inf', `${x} === 1.0`);
  b.set(y, '0.0 - inf', `${x} === (0.0 - 1.0)`);
  return outside(b, x, y);
};

/** Half to even: the fraction decides, and at one half the parity. */
export const round: Emit = (b, x) => {
  const below = b.let(`Math.floor(${x})`);
  const fraction = b.let(`${x} - ${below}`);
  const y = b.choose(`${fraction} > 0.5`, `${below} + 1.0`, below);
  const half = b.let(`${below} * 0.5`);
  b.set(y, `${below} + 1.0`, all(`${fraction} === 0.5`, `${half} > Math.floor(${half})`));
  b.set(y, x, `Math.abs(${x}) >= 8388608.0`);
  return y;
};

export const trunc: Emit = (b, x) => b.choose(`${x} < 0.0`, `Math.ceil(${x})`, `Math.floor(${x})`);
