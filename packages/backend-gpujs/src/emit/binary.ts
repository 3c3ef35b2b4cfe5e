/**
 * @file Elementwise functions of two operands as kernel text: one row a kind.
 */
import type { BinaryKind, CompareKind, DType } from '@x/tensor/core';
import { all, any, type Body, isInfinite, isNumber, MAX } from './body.js';
import * as f from './functions.js';
import { bitwise, divide, power, stored } from './integers.js';

/** A function of two floats. */
export type EmitTwo = (body: Body, a: string, b: string) => string;

const expression =
  (text: (a: string, b: string) => string): EmitTwo =>
  (_, a, b) =>
    text(a, b);

/** The larger or smaller one; NaN wins. */
export const extreme =
  (than: '>' | '<'): EmitTwo =>
  (body, a, b) => {
    const y = body.let(`${a} + ${b}`);
    body.set(y, a, `${a} ${than} ${b}`);
    body.set(y, b, `${b} ${than}= ${a}`);
    return y;
  };

/** The larger or smaller one; NaN loses. */
const numberExtreme =
  (than: '>' | '<'): EmitTwo =>
  (body, a, b) => {
    const y = body.choose(isNumber(a), a, b);
    body.set(y, b, `${b} ${than} ${a}`);
    return y;
  };

/** Holds for negative numbers and -0. */
const negative = (x: string): string => any(`${x} < 0.0`, `1.0 / ${x} < 0.0`);

/** Remainder with the sign of a. */
const fmod: EmitTwo = (body, a, b) => {
  const [x, y] = [body.let(`Math.abs(${a})`), body.let(`Math.abs(${b})`)];
  const rest = body.let(`${x} - Math.floor(${x} / ${y}) * ${y}`);
  body.set(rest, `${rest} + ${y}`, `${rest} < 0.0`);
  body.set(rest, `${rest} - ${y}`, `${rest} >= ${y}`);
  body.set(rest, x, `${y} > ${x}`);
  body.set(rest, `0.0 - ${rest}`, `${a} < 0.0`);
  body.set(rest, 'nan', any(`${b} === 0.0`, `${x} > ${MAX}`));
  return rest;
};

/** Whether both are negative or neither. */
const oppositeSigns = (a: string, b: string): string => any(`(${a} < 0.0 && ${b} > 0.0)`, `(${a} > 0.0 && ${b} < 0.0)`);

const remainder: EmitTwo = (body, a, b) => {
  const rest = body.let(fmod(body, a, b));
  body.set(rest, `${rest} + ${b}`, oppositeSigns(rest, b));
  return rest;
};

const floorDivide: EmitTwo = (body, a, b) => {
  const rest = body.let(fmod(body, a, b));
  const quotient = body.let(`(${a} - ${rest}) / ${b}`);
  body.set(quotient, `${quotient} - 1.0`, oppositeSigns(rest, b));
  const y = body.let(`Math.floor(${quotient})`);
  body.set(y, `${y} + 1.0`, `${quotient} - ${y} > 0.5`);
  body.set(y, `${a} / ${b}`, `${b} === 0.0`);
  return y;
};

/** Small exponents, for which products are more exact than a logarithm. */
const products: readonly (readonly [exponent: string, (a: string) => string])[] = [
  ['1.0', (a) => a],
  ['2.0', (a) => `${a} * ${a}`],
  ['3.0', (a) => `${a} * ${a} * ${a}`],
  ['4.0', (a) => `(${a} * ${a}) * (${a} * ${a})`],
  ['0.5', (a) => `Math.sqrt(${a})`],
];

/** |a| to the power b, for numbers. */
function powerOfSize(body: Body, size: string, b: string): string {
  const y = body.let(`Math.pow(${size}, ${b})`);
  for (const [exponent, text] of products) {
    body.set(y, text(size), `${b} === ${exponent}`);
    body.set(y, `1.0 / (${text(size)})`, `${b} === (0.0 - ${exponent})`);
  }
  const exponent = body.let(`${b} * ${f.log(body, size)}`);
  body.set(y, '0.0', `${exponent} < (0.0 - 104.0)`);
  body.set(y, 'inf', `${exponent} > 88.73`);
  body.set(y, '1.0', any(`${size} === 1.0`, `${b} === 0.0`));
  return y;
}

const pow: EmitTwo = (body, a, b) => {
  const size = body.let(`Math.abs(${a})`);
  const y = body.let(powerOfSize(body, size, b));
  const half = body.let(`${b} * 0.5`);
  const odd = all(`${b} === Math.floor(${b})`, `${half} > Math.floor(${half})`);
  body.set(y, `0.0 - ${y}`, all(`(${negative(a)})`, odd));
  body.set(y, 'nan', all(`${a} < 0.0`, `${size} <= ${MAX}`, `Math.floor(${b}) < ${b}`, `Math.abs(${b}) <= ${MAX}`));
  const known = body.choose(all(`(${isNumber(a)})`, `(${isNumber(b)})`), y, `${a} + ${b}`);
  body.set(known, '1.0', any(`${b} === 0.0`, `${a} === 1.0`));
  return known;
};

const atan2: EmitTwo = (body, a, b) => {
  const ratio = body.let(`Math.abs(${a} / ${b})`);
  body.set(ratio, '1.0', all(`(${isInfinite(a)})`, `(${isInfinite(b)})`));
  body.set(ratio, '0.0', all(`${a} === 0.0`, `${b} === 0.0`));
  const y = body.let(f.atan(body, ratio));
  body.set(y, `3.141592654 - ${y}`, negative(b));
  body.set(y, `0.0 - ${y}`, negative(a));
  return y;
};

const hypot: EmitTwo = (body, a, b) => {
  const [x, y] = [body.let(`Math.abs(${a})`), body.let(`Math.abs(${b})`)];
  const large = body.let(extreme('>')(body, x, y));
  const ratio = body.let(`${extreme('<')(body, x, y)} / ${large}`);
  const length = body.let(`${large} * Math.sqrt(1.0 + ${ratio} * ${ratio})`);
  body.set(length, '0.0', `${large} === 0.0`);
  body.set(length, 'inf', any(isInfinite(a), isInfinite(b)));
  return length;
};

const logaddexp: EmitTwo = (body, a, b) => {
  const large = body.let(extreme('>')(body, a, b));
  const y = body.let(f.exp(body, body.let(`0.0 - Math.abs(${a} - ${b})`)));
  const sum = body.let(`${large} + ${f.log1p(body, y)}`);
  body.set(sum, `${a} + 0.6931471806`, `${a} === ${b}`);
  return sum;
};

const rows: Readonly<Record<BinaryKind, EmitTwo>> = {
  add: expression((a, b) => `${a} + ${b}`),
  sub: expression((a, b) => `${a} - ${b}`),
  mul: expression((a, b) => `${a} * ${b}`),
  div: expression((a, b) => `${a} / ${b}`),
  pow,
  maximum: extreme('>'),
  minimum: extreme('<'),
  fmax: numberExtreme('>'),
  fmin: numberExtreme('<'),
  remainder,
  fmod,
  floorDivide,
  truncDivide: (body, a, b) => f.trunc(body, body.let(`${a} / ${b}`)),
  atan2,
  hypot,
  copysign: (body, a, b) => body.choose(negative(b), `0.0 - Math.abs(${a})`, `Math.abs(${a})`),
  xlogy: (body, a, b) => {
    const y = body.let(`${a} * ${f.log(body, b)}`);
    body.set(y, '0.0', all(`${a} === 0.0`, `(${isNumber(b)})`));
    return y;
  },
  logaddexp,
  bitwiseAnd: (body, a, b) => bitwise(body, 'bitwiseAnd', a, b),
  bitwiseOr: (body, a, b) => bitwise(body, 'bitwiseOr', a, b),
  bitwiseXor: (body, a, b) => bitwise(body, 'bitwiseXor', a, b),
  thresholdBackward: (body, g, y) => body.choose(`${y} <= 0.0`, '0.0', g),
  sigmoidBackward: expression((g, y) => `${g} * (1.0 - ${y}) * ${y}`),
  tanhBackward: expression((g, y) => `${g} * (1.0 - ${y} * ${y})`),
};

/** Functions of whole numbers that take the place of those of floats. */
const integers: Partial<Readonly<Record<BinaryKind, (dtype: DType) => EmitTwo>>> = {
  pow: (dtype) => (body, a, b) => power(body, dtype, a, b),
  remainder: () => (body, a, b) => divide(body, a, b).rest,
  floorDivide: () => (body, a, b) => divide(body, a, b).quotient,
  fmod: () => (body, a, b) => {
    const { rest } = divide(body, body.let(`Math.abs(${a})`), body.let(`Math.abs(${b})`));
    return body.choose(`${a} < 0.0`, `0.0 - ${rest}`, rest);
  },
  truncDivide: () => (body, a, b) => {
    const { quotient } = divide(body, body.let(`Math.abs(${a})`), body.let(`Math.abs(${b})`));
    return body.choose(oppositeSigns(a, b), `0.0 - ${quotient}`, quotient);
  },
};

/** The function of this kind for this dtype. */
export function binary(kind: BinaryKind, dtype: DType): EmitTwo {
  if (dtype === 'float32') return rows[kind];
  const row = integers[kind]?.(dtype) ?? rows[kind];
  return (body, a, b) => stored(body, dtype, body.let(row(body, a, b)));
}

const operators: Readonly<Record<CompareKind, string>> = {
  eq: '===',
  ne: '===',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

/** 1 where the comparison holds, 0 elsewhere. */
export function compare(kind: CompareKind): EmitTwo {
  const [yes, no] = kind === 'ne' ? ['0.0', '1.0'] : ['1.0', '0.0'];
  return (body, a, b) => body.choose(`${a} ${operators[kind]} ${b}`, yes, no);
}
