/**
 * @file The elementwise vocabulary: one row a kind. Ops, backends, gradient rules, tests and docs read these tables; a
 * missing row does not compile. What the kinds compute is in `scalar-functions.ts`.
 */

/** What an elementwise kind does to dtypes: keeps the promoted one, or computes integers and bools as float32. */
export type ResultRule = 'same' | 'float';

/** Which dtypes a kind refuses: `integral` takes integers and bools only, `numeric` everything but bools. */
export type Domain = 'integral' | 'numeric';

/** What one elementwise function does to dtypes. */
export interface KindRow {
  readonly result: ResultRule;
  /** What all operands have to be. Default: any dtype. */
  readonly domain?: Domain;
}

const same: KindRow = { result: 'same' };
const float: KindRow = { result: 'float' };
const numeric: KindRow = { result: 'same', domain: 'numeric' };
const integral: KindRow = { result: 'same', domain: 'integral' };

/** Elementwise functions of one number. */
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

export const unaryKinds: Readonly<Record<UnaryKind, KindRow>> = {
  neg: numeric,
  abs: same,
  sign: same,
  ceil: same,
  floor: same,
  round: same,
  trunc: same,
  exp: float,
  exp2: float,
  expm1: float,
  log: float,
  log2: float,
  log10: float,
  log1p: float,
  sqrt: float,
  rsqrt: float,
  reciprocal: float,
  sin: float,
  cos: float,
  tan: float,
  asin: float,
  acos: float,
  atan: float,
  sinh: float,
  cosh: float,
  tanh: float,
  asinh: float,
  acosh: float,
  atanh: float,
  erf: float,
  erfc: float,
  erfinv: float,
  lgamma: float,
  digamma: float,
  sigmoid: float,
  relu: numeric,
  logSigmoid: float,
  silu: float,
  gelu: float,
  geluTanh: float,
  mish: float,
  bitwiseNot: integral,
};

/** Elementwise functions of two numbers. */
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

export const binaryKinds: Readonly<Record<BinaryKind, KindRow>> = {
  add: same,
  sub: numeric,
  mul: same,
  div: float,
  pow: same,
  maximum: same,
  minimum: same,
  fmax: same,
  fmin: same,
  remainder: same,
  fmod: same,
  floorDivide: same,
  truncDivide: same,
  atan2: float,
  hypot: same,
  copysign: float,
  xlogy: float,
  logaddexp: float,
  bitwiseAnd: integral,
  bitwiseOr: integral,
  bitwiseXor: integral,
  thresholdBackward: same,
  sigmoidBackward: same,
  tanhBackward: same,
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
