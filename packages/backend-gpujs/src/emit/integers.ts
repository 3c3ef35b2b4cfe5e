/**
 * @file Integers, which a GPU holds as float32 numbers: exact up to 2²⁴, and NaN from there on, so that reading them fails.
 */
import type { DType } from '@x/tensor/core';
import { all, any, type Body, literal } from './body.js';

/** Whole numbers beyond this one cannot be told from their neighbours in float32. */
export const LARGEST_INTEGER: number = 2 ** 24 - 1;

/** Holds for what float32 may have rounded. */
export const inexact = (x: string): string => `Math.abs(${x}) > ${literal(LARGEST_INTEGER)}`;

/** What storing a whole number in `dtype` makes of it: uint8 wraps, bool is 0 or 1, int32 is NaN outside of the exact range. */
export function stored(b: Body, dtype: DType, x: string): string {
  if (dtype === 'uint8') return b.let(`${x} - Math.floor(${x} * 0.00390625) * 256.0`);
  if (dtype === 'bool') return b.choose(`${x} === 0.0`, '0.0', '1.0');
  if (dtype === 'int32') {
    const y = b.let(x);
    b.set(y, 'nan', inexact(y));
    return y;
  }
  return x;
}

/** Quotient rounded down and remainder with the divisor's sign of whole numbers: the division is corrected by one where it erred. */
export function divide(b: Body, x: string, y: string): { readonly quotient: string; readonly rest: string } {
  const quotient = b.let(`Math.floor(${x} / ${y})`);
  const rest = b.let(`${x} - ${quotient} * ${y}`);
  const low = any(`(${y} > 0.0 && ${rest} < 0.0)`, `(${y} < 0.0 && ${rest} > 0.0)`);
  const correction = b.choose(low, '0.0 - 1.0', '0.0');
  b.set(correction, '1.0', any(`(${y} > 0.0 && ${rest} >= ${y})`, `(${y} < 0.0 && ${rest} <= ${y})`));
  b.set(quotient, `${quotient} + ${correction}`);
  b.set(rest, `${rest} - ${correction} * ${y}`);
  return { quotient, rest };
}

/** Power of whole numbers by squaring; a negative one is the reciprocal cut off to an integer. */
export function power(b: Body, dtype: DType, x: string, y: string): string {
  const result = b.let('1.0');
  const square = b.let(x);
  const left = b.choose(`${y} < 0.0`, '0.0', y);
  b.repeat(24, (inner) => {
    const half = inner.let(`Math.floor(${left} * 0.5)`);
    inner.set(result, `${result} * ${square}`, `${left} > ${half} * 2.0`);
    inner.set(left, half);
    inner.set(square, `${square} * ${square}`, `${left} > 0.0`);
    if (dtype !== 'uint8') return;
    inner.set(result, stored(inner, dtype, result));
    inner.set(square, stored(inner, dtype, square));
  });
  b.set(result, '0.0', `${y} < 0.0`);
  b.set(result, '1.0', all(`${y} < 0.0`, `${x} === 1.0`));
  const odd = b.let(`Math.abs(${y}) * 0.5 - Math.floor(Math.abs(${y}) * 0.5)`);
  const sign = b.let(`1.0 - 4.0 * ${odd}`);
  b.set(result, sign, `${x} === (0.0 - 1.0)`);
  return result;
}

/** How a bit of the result follows from the bits of x and y. */
const bits = {
  bitwiseAnd: (x: string, y: string) => `${x} * ${y}`,
  bitwiseOr: (x: string, y: string) => `${x} + ${y} - ${x} * ${y}`,
  bitwiseXor: (x: string, y: string) => `${x} + ${y} - 2.0 * ${x} * ${y}`,
};

/** Bitwise functions of 25-bit numbers in two's complement, bit by bit: halving rounds down, so the sign comes last. */
export function bitwise(b: Body, kind: keyof typeof bits, x: string, y: string): string {
  const left = b.let(x);
  const right = b.let(y);
  const weight = b.let('1.0');
  const sum = b.let('0.0');
  b.repeat(24, (inner) => {
    const halfLeft = inner.let(`Math.floor(${left} * 0.5)`);
    const halfRight = inner.let(`Math.floor(${right} * 0.5)`);
    const [p, q] = [inner.let(`${left} - 2.0 * ${halfLeft}`), inner.let(`${right} - 2.0 * ${halfRight}`)];
    inner.set(sum, `${sum} + ${weight} * (${bits[kind](p, q)})`);
    inner.set(left, halfLeft);
    inner.set(right, halfRight);
    inner.set(weight, `${weight} * 2.0`);
  });
  const [p, q] = [b.let(`0.0 - ${left}`), b.let(`0.0 - ${right}`)];
  return b.let(`${sum} - ${weight} * (${bits[kind](p, q)})`);
}
