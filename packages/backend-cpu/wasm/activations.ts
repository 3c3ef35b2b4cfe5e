/**
 * @file Sigmoids and their relatives of four float32 numbers.
 */
import { constant, step } from './constants';
import { exp4, expOfSum } from './exponential';
import { multiplyAdd } from './lanes';

const ONE = memory.data<f32>([1, 2, -0]);

/** `1 / (1 + exp(-x))`, from exp(-|x|): what is below 1 keeps its digits. */
@inline
export function sigmoid4(x: v128): v128 {
  const e = exp4(v128.or(x, constant(ONE, 2)));
  const numerator = v128.bitselect(e, constant(ONE, 0), f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(numerator, f32x4.add(constant(ONE, 0), e));
}

/** `x · sigmoid(x)` */
@inline
export function silu4(x: v128): v128 {
  return f32x4.mul(x, sigmoid4(x));
}

const TANH = memory.data<f32>([
  -0.005704978480935097,
  0.020639078691601753,
  -0.05373971164226532,
  0.13331441581249237,
  -0.3333328068256378,
  0.625,
]);

/** Hyperbolic tangent: a polynomial near 0, `1 - 2 / (exp(2|x|) + 1)` elsewhere. */
@inline
export function tanh4(x: v128): v128 {
  const sign = v128.and(x, constant(ONE, 2));
  const size = v128.xor(x, sign);
  const z = f32x4.mul(x, x);
  let p = multiplyAdd<f32>(z, constant(TANH, 0), constant(TANH, 1));
  p = step(p, z, TANH, 2);
  p = step(p, z, TANH, 3);
  p = step(p, z, TANH, 4);
  const near = multiplyAdd<f32>(f32x4.mul(p, z), x, x);
  const one = constant(ONE, 0);
  const e = exp4(f32x4.add(size, size));
  const far = f32x4.sub(one, f32x4.div(constant(ONE, 1), f32x4.add(e, one)));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, constant(TANH, 5)));
}

const TAIL = memory.data<f32>([
  14.6,
  -0.5,
  4,
  -7.169124000938609e-5,
  -6.077013676986098e-5,
  0.0006927174399606884,
  -0.0003036941634491086,
  -0.005004288628697395,
  0.017940208315849304,
  -0.03219728544354439,
  0.028599977493286133,
  0.013999597169458866,
  -0.09670346975326538,
  0.472053200006485,
]);
/** The upper half of a float32 number's digits. */
const UPPER = memory.data<i32>([0xfffff000]);

/**
 * Probability that a normal variable is above x ≥ 0: `exp(-x²/2)` times a function without poles or slopes, a polynomial in
 * (x - 4) / (x + 4) over 1 + x. x² is taken in two parts, as the exponential multiplies its error.
 */
@inline
function normalTail(x: v128): v128 {
  const inside = f32x4.pmin(x, constant(TAIL, 0));
  const high = v128.and(inside, constant(UPPER, 0));
  const half = constant(TAIL, 1);
  const square = f32x4.mul(f32x4.mul(high, high), half);
  const rest = f32x4.mul(f32x4.mul(f32x4.sub(inside, high), f32x4.add(inside, high)), half);
  const four = constant(TAIL, 2);
  const u = f32x4.div(f32x4.sub(inside, four), f32x4.add(inside, four));
  let p = multiplyAdd<f32>(u, constant(TAIL, 3), constant(TAIL, 4));
  p = step(p, u, TAIL, 5);
  p = step(p, u, TAIL, 6);
  p = step(p, u, TAIL, 7);
  p = step(p, u, TAIL, 8);
  p = step(p, u, TAIL, 9);
  p = step(p, u, TAIL, 10);
  p = step(p, u, TAIL, 11);
  p = step(p, u, TAIL, 12);
  p = step(p, u, TAIL, 13);
  return f32x4.div(f32x4.mul(expOfSum(square, rest), p), f32x4.add(inside, constant(ONE, 0)));
}

const ERF = memory.data<f32>([
  7.853854185668752e-5,
  -0.000801019137725234,
  0.00518832728266716,
  -0.026853810995817184,
  0.1128358542919159,
  -0.3761262595653534,
  0.128379167,
  1.41421356,
]);

/** Error function: a polynomial up to 1, then 1 less the tail. */
@inline
export function erf4(x: v128): v128 {
  const sign = v128.and(x, constant(ONE, 2));
  const size = v128.xor(x, sign);
  const z = f32x4.mul(x, x);
  let p = multiplyAdd<f32>(z, constant(ERF, 0), constant(ERF, 1));
  p = step(p, z, ERF, 2);
  p = step(p, z, ERF, 3);
  p = step(p, z, ERF, 4);
  p = step(p, z, ERF, 5);
  p = step(p, z, ERF, 6);
  const near = multiplyAdd<f32>(p, x, x);
  const one = constant(ONE, 0);
  const tail = normalTail(f32x4.mul(size, constant(ERF, 7)));
  const far = f32x4.sub(one, f32x4.add(tail, tail));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, one));
}

/** `x · Φ(x)` */
@inline
export function gelu4(x: v128): v128 {
  const tail = normalTail(v128.andnot(x, constant(ONE, 2)));
  const below = f32x4.lt(x, f32x4.splat(0));
  return f32x4.mul(x, v128.bitselect(tail, f32x4.sub(constant(ONE, 0), tail), below));
}

const GELU = memory.data<f32>([0.044715, 1.59576912]);

/** GELU with PyTorch's tanh approximation: `0.5 · (1 + tanh(y)) = sigmoid(2y)`. */
@inline
export function geluTanh4(x: v128): v128 {
  const cubic = multiplyAdd<f32>(f32x4.mul(x, x), constant(GELU, 0), constant(ONE, 0));
  return f32x4.mul(x, sigmoid4(f32x4.mul(f32x4.mul(x, constant(GELU, 1)), cubic)));
}
