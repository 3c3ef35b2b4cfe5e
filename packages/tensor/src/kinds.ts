/**
 * @file The elementwise vocabulary: one row a kind. Ops, backends, gradient rules, tests and docs read these tables; a
 * missing row does not compile. The functions are the specification that every backend's kernels are compared with.
 */
import { digamma, erf, erfc, erfinv, lgamma } from './special.js';

/** What an elementwise kind does to dtypes: keeps the promoted one, or computes integers and bools as float32. */
export type ResultRule = 'same' | 'float';

/** Which dtypes a kind refuses: `integral` takes integers and bools only, `numeric` everything but bools. */
export type Domain = 'integral' | 'numeric';

/** One elementwise function of one number. */
export interface UnaryRow {
  readonly fn: (x: number) => number;
  readonly result: ResultRule;
  /** Default: all dtypes. */
  readonly domain?: Domain;
}

/** One elementwise function of two numbers. */
export interface BinaryRow {
  readonly fn: (a: number, b: number) => number;
  readonly result: ResultRule;
  /** What both operands have to be. Default: all dtypes. */
  readonly domain?: Domain;
}

export type UnaryKind =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'ceil'
  | 'floor'
  | 'round'
  | 'trunc'
  | 'exp'
  | 'exp2'
  | 'expm1'
  | 'log'
  | 'log2'
  | 'log10'
  | 'log1p'
  | 'sqrt'
  | 'rsqrt'
  | 'reciprocal'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'erf'
  | 'erfc'
  | 'erfinv'
  | 'lgamma'
  | 'digamma'
  | 'sigmoid'
  | 'relu'
  | 'logSigmoid'
  | 'silu'
  | 'gelu'
  | 'geluTanh'
  | 'mish'
  | 'bitwiseNot';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);

/** Half-to-even, as PyTorch and IEEE 754 round. */
function roundEven(x: number): number {
  const r = Math.round(x);
  return r - x === 0.5 && r % 2 !== 0 ? r - 1 : r;
}

export const unaryKinds: Readonly<Record<UnaryKind, UnaryRow>> = {
  neg: { fn: (x) => -x, result: 'same', domain: 'numeric' },
  abs: { fn: Math.abs, result: 'same' },
  sign: { fn: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0), result: 'same' },
  ceil: { fn: Math.ceil, result: 'same' },
  floor: { fn: Math.floor, result: 'same' },
  round: { fn: roundEven, result: 'same' },
  trunc: { fn: Math.trunc, result: 'same' },
  exp: { fn: Math.exp, result: 'float' },
  exp2: { fn: (x) => 2 ** x, result: 'float' },
  expm1: { fn: Math.expm1, result: 'float' },
  log: { fn: Math.log, result: 'float' },
  log2: { fn: Math.log2, result: 'float' },
  log10: { fn: Math.log10, result: 'float' },
  log1p: { fn: Math.log1p, result: 'float' },
  sqrt: { fn: Math.sqrt, result: 'float' },
  rsqrt: { fn: (x) => 1 / Math.sqrt(x), result: 'float' },
  reciprocal: { fn: (x) => 1 / x, result: 'float' },
  sin: { fn: Math.sin, result: 'float' },
  cos: { fn: Math.cos, result: 'float' },
  tan: { fn: Math.tan, result: 'float' },
  asin: { fn: Math.asin, result: 'float' },
  acos: { fn: Math.acos, result: 'float' },
  atan: { fn: Math.atan, result: 'float' },
  sinh: { fn: Math.sinh, result: 'float' },
  cosh: { fn: Math.cosh, result: 'float' },
  tanh: { fn: Math.tanh, result: 'float' },
  asinh: { fn: Math.asinh, result: 'float' },
  acosh: { fn: Math.acosh, result: 'float' },
  atanh: { fn: Math.atanh, result: 'float' },
  erf: { fn: erf, result: 'float' },
  erfc: { fn: erfc, result: 'float' },
  erfinv: { fn: erfinv, result: 'float' },
  lgamma: { fn: lgamma, result: 'float' },
  digamma: { fn: digamma, result: 'float' },
  sigmoid: { fn: sigmoid, result: 'float' },
  relu: { fn: (x) => (x < 0 ? 0 : x), result: 'same', domain: 'numeric' },
  logSigmoid: { fn: (x) => -softplus(-x), result: 'float' },
  silu: { fn: (x) => x * sigmoid(x), result: 'float' },
  gelu: { fn: (x) => 0.5 * x * erfc(-x * Math.SQRT1_2), result: 'float' },
  geluTanh: {
    fn: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    result: 'float',
  },
  mish: { fn: (x) => x * Math.tanh(softplus(x)), result: 'float' },
  bitwiseNot: { fn: (x) => ~x, result: 'same', domain: 'integral' },
};

export type BinaryKind =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'maximum'
  | 'minimum'
  | 'fmax'
  | 'fmin'
  | 'remainder'
  | 'fmod'
  | 'floorDivide'
  | 'truncDivide'
  | 'atan2'
  | 'hypot'
  | 'copysign'
  | 'xlogy'
  | 'logaddexp'
  | 'bitwiseAnd'
  | 'bitwiseOr'
  | 'bitwiseXor'
  | 'thresholdBackward'
  | 'sigmoidBackward'
  | 'tanhBackward';

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

export const binaryKinds: Readonly<Record<BinaryKind, BinaryRow>> = {
  add: { fn: (a, b) => a + b, result: 'same' },
  sub: { fn: (a, b) => a - b, result: 'same', domain: 'numeric' },
  mul: { fn: (a, b) => a * b, result: 'same' },
  div: { fn: (a, b) => a / b, result: 'float' },
  // a number to the power ±Infinity or NaN: Math.pow(±1, ±Infinity) is NaN, C's pow says 1
  pow: { fn: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b), result: 'same' },
  maximum: { fn: Math.max, result: 'same' },
  minimum: { fn: Math.min, result: 'same' },
  fmax: { fn: (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b)), result: 'same' },
  fmin: { fn: (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b)), result: 'same' },
  remainder: { fn: remainder, result: 'same' },
  fmod: { fn: (a, b) => a % b, result: 'same' },
  floorDivide: { fn: floorDivide, result: 'same' },
  truncDivide: { fn: (a, b) => Math.trunc(a / b), result: 'same' },
  atan2: { fn: Math.atan2, result: 'float' },
  hypot: { fn: Math.hypot, result: 'same' },
  copysign: { fn: (a, b) => (isNegative(b) ? -Math.abs(a) : Math.abs(a)), result: 'float' },
  xlogy: { fn: (a, b) => (a === 0 && !Number.isNaN(b) ? 0 : a * Math.log(b)), result: 'float' },
  logaddexp: { fn: logaddexp, result: 'float' },
  bitwiseAnd: { fn: (a, b) => a & b, result: 'same', domain: 'integral' },
  bitwiseOr: { fn: (a, b) => a | b, result: 'same', domain: 'integral' },
  bitwiseXor: { fn: (a, b) => a ^ b, result: 'same', domain: 'integral' },
  // gradients of relu, sigmoid and tanh from their output y: one pass instead of three
  thresholdBackward: { fn: (g, y) => (y <= 0 ? 0 : g), result: 'same' },
  sigmoidBackward: { fn: (g, y) => g * (1 - y) * y, result: 'same' },
  tanhBackward: { fn: (g, y) => g * (1 - y * y), result: 'same' },
};

export type CompareKind = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

export const compareKinds: Readonly<Record<CompareKind, (a: number, b: number) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};

/** `mean` is a sum divided by the number of elements; NaN wins in `max` and `min`. */
export type ReduceKind = 'sum' | 'mean' | 'prod' | 'max' | 'min';

/** Position of the first largest or smallest element; NaN counts as both. */
export type ArgReduceKind = 'argmax' | 'argmin';

/** Running sum, product, maximum or minimum. */
export type ScanKind = 'sum' | 'prod' | 'max' | 'min';
