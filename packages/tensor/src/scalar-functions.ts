/**
 * @file What elementwise kinds compute, in numbers: the specification that every backend's kernels are compared with. Apart from
 * `kinds.ts`, so that programs whose backend does not read them leave them out.
 */
import type { BinaryKind, UnaryKind } from './kinds.js';
import { digamma, erf, erfc, erfinv, lgamma } from './special.js';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);

/** Half-to-even, as PyTorch and IEEE 754 round. */
function roundEven(x: number): number {
  const r = Math.round(x);
  return r - x === 0.5 && r % 2 !== 0 ? r - 1 : r;
}

/** What each unary kind computes. */
export const unaryFunctions: Readonly<Record<UnaryKind, (x: number) => number>> = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  ceil: Math.ceil,
  floor: Math.floor,
  round: roundEven,
  trunc: Math.trunc,
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  reciprocal: (x) => 1 / x,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  erf,
  erfc,
  erfinv,
  lgamma,
  digamma,
  sigmoid,
  relu: (x) => (x < 0 ? 0 : x),
  logSigmoid: (x) => -softplus(-x),
  silu: (x) => x * sigmoid(x),
  gelu: (x) => 0.5 * x * erfc(-x * Math.SQRT1_2),
  geluTanh: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  mish: (x) => x * Math.tanh(softplus(x)),
  bitwiseNot: (x) => ~x,
};

/** Remainder with the divisor's sign, as Python's `%`. */
function remainder(a: number, b: number): number {
  const r = a % b;
  return r !== 0 && r < 0 !== b < 0 ? r + b : r;
}

/** Division rounded down that agrees with `remainder`, as Python's `//`. */
function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const r = a % b;
  let quotient = (a - r) / b;
  if (r !== 0 && b < 0 !== r < 0) quotient -= 1;
  if (quotient === 0) return Math.sign(a) * Math.sign(b) < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function logaddexp(a: number, b: number): number {
  if (a === b) return a + Math.LN2;
  const d = Math.abs(a - b);
  return Math.max(a, b) + Math.log1p(Math.exp(-d));
}

const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);

/** What each binary kind computes. */
export const binaryFunctions: Readonly<Record<BinaryKind, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  // a number to the power ±Infinity or NaN: Math.pow(±1, ±Infinity) is NaN, C's pow says 1
  pow: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b),
  maximum: Math.max,
  minimum: Math.min,
  fmax: (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b)),
  fmin: (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b)),
  remainder,
  fmod: (a, b) => a % b,
  floorDivide,
  truncDivide: (a, b) => Math.trunc(a / b),
  atan2: Math.atan2,
  hypot: Math.hypot,
  copysign: (a, b) => (isNegative(b) ? -Math.abs(a) : Math.abs(a)),
  xlogy: (a, b) => (a === 0 && !Number.isNaN(b) ? 0 : a * Math.log(b)),
  logaddexp,
  bitwiseAnd: (a, b) => a & b,
  bitwiseOr: (a, b) => a | b,
  bitwiseXor: (a, b) => a ^ b,
  // gradients of relu, sigmoid and tanh from their output y: one pass instead of three
  thresholdBackward: (g, y) => (y <= 0 ? 0 : g),
  sigmoidBackward: (g, y) => g * (1 - y) * y,
  tanhBackward: (g, y) => g * (1 - y * y),
};
