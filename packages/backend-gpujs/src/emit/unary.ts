/**
 * @file Elementwise functions of one operand as kernel text: one row a kind.
 */
import type { DType, UnaryKind } from '@x/tensor/core';
import type { Body } from './body.js';
import * as f from './functions.js';
import { stored } from './integers.js';
import * as special from './special.js';

/** A row that is one expression. */
const expression =
  (text: (x: string) => string): f.Emit =>
  (_, x) =>
    text(x);

const rows: Readonly<Record<UnaryKind, f.Emit>> = {
  neg: expression((x) => `${x} * (0.0 - 1.0)`),
  abs: f.abs,
  sign: (b, x) => {
    const y = b.choose(`${x} > 0.0`, '1.0', '0.0');
    b.set(y, '0.0 - 1.0', `${x} < 0.0`);
    return y;
  },
  ceil: expression((x) => `Math.ceil(${x})`),
  floor: expression((x) => `Math.floor(${x})`),
  round: f.round,
  trunc: f.trunc,
  exp: f.exp,
  exp2: (b, x) => {
    const whole = b.let(`Math.floor(${x})`);
    const y = b.let(`Math.pow(2.0, ${whole}) * Math.exp((${x} - ${whole}) * 0.6931471806)`);
    b.set(y, 'inf', `${x} >= 128.0`);
    b.set(y, '0.0', `${x} < (0.0 - 150.0)`);
    return b.unlessNaN(x, y);
  },
  expm1: f.expm1,
  log: f.log,
  log2: (b, x) => `${f.log(b, x)} * 1.442695041`,
  log10: (b, x) => `${f.log(b, x)} * 0.4342944819`,
  log1p: f.log1p,
  sqrt: (b, x) => b.choose(`${x} < 0.0`, 'nan', `Math.sqrt(${x})`),
  rsqrt: (b, x) => b.choose(`${x} < 0.0`, 'nan', `1.0 / Math.sqrt(${x})`),
  reciprocal: expression((x) => `1.0 / ${x}`),
  sin: f.sin,
  cos: f.cos,
  tan: f.tan,
  asin: f.asin,
  acos: f.acos,
  atan: f.atan,
  sinh: f.sinh,
  cosh: f.cosh,
  tanh: f.tanh,
  asinh: f.asinh,
  acosh: f.acosh,
  atanh: f.atanh,
  erf: special.erf,
  erfc: special.erfc,
  erfinv: special.erfinv,
  lgamma: special.lgamma,
  digamma: special.digamma,
  sigmoid: f.sigmoid,
  relu: (b, x) => b.choose(`${x} < 0.0`, '0.0', x),
  logSigmoid: (b, x) => `0.0 - ${f.softplus(b, b.let(`0.0 - ${x}`))}`,
  silu: (b, x) => `${x} * ${f.sigmoid(b, x)}`,
  gelu: (b, x) => `0.5 * ${x} * ${special.erfc(b, b.let(`${x} * (0.0 - 0.7071067812)`))}`,
  geluTanh: (b, x) => {
    const inner = b.let(`0.7978845608 * (${x} + 0.044715 * ${x} * ${x} * ${x})`);
    return `0.5 * ${x} * (1.0 + ${f.tanh(b, inner)})`;
  },
  mish: (b, x) => `${x} * ${f.tanh(b, b.let(f.softplus(b, x)))}`,
  bitwiseNot: expression((x) => `0.0 - ${x} - 1.0`),
};

/** The function of this kind for this dtype. */
export function unary(kind: UnaryKind, dtype: DType): f.Emit {
  const row = rows[kind];
  if (dtype === 'float32') return row;
  if (dtype === 'bool' && kind === 'bitwiseNot') return (_, x) => `1.0 - ${x}`;
  return (b: Body, x: string) => stored(b, dtype, b.let(row(b, x)));
}
