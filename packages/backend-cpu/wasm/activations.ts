/**
 * @file Sigmoids and their relatives of four float32 numbers.
 */
import { exp4, expOfSum, step } from './exponential';
import { multiplyAdd } from './lanes';

/** `1 / (1 + exp(-x))`, from exp(-|x|): what is below 1 keeps its digits. */
@inline
export function sigmoid4(x: v128): v128 {
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const above = f32x4.splat(1);
  const numerator = v128.bitselect(e, above, f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(numerator, f32x4.add(above, e));
}

/** `x · sigmoid(x)` */
@inline
export function silu4(x: v128): v128 {
  return f32x4.mul(x, sigmoid4(x));
}

/** Hyperbolic tangent: a polynomial near 0, `1 - 2 / (exp(2|x|) + 1)` elsewhere. */
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = step(z, f32x4.splat(-0.005704978480935097), 0.020639078691601753);
  p = step(p, z, -0.05373971164226532);
  p = step(p, z, 0.13331441581249237);
  p = step(p, z, -0.3333328068256378);
  const near = multiplyAdd<f32>(f32x4.mul(p, z), x, x);
  const one = f32x4.splat(1);
  const e = exp4(f32x4.add(size, size));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0)));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/**
 * Probability that a normal variable is above x ≥ 0: `exp(-x²/2)` times a function without poles or slopes, a polynomial in
 * (x - 4) / (x + 4) over 1 + x. x² is taken in two parts, as the exponential multiplies its error.
 */
@inline
function normalTail(x: v128): v128 {
  const inside = f32x4.min(x, f32x4.splat(14.6));
  const high = v128.and(inside, i32x4.splat(0xfffff000));
  const square = f32x4.mul(f32x4.mul(high, high), f32x4.splat(-0.5));
  const rest = f32x4.mul(f32x4.mul(f32x4.sub(inside, high), f32x4.add(inside, high)), f32x4.splat(-0.5));
  const four = f32x4.splat(4);
  const u = f32x4.div(f32x4.sub(inside, four), f32x4.add(inside, four));
  let p = step(u, f32x4.splat(-7.169124000938609e-5), -6.077013676986098e-5);
  p = step(p, u, 0.0006927174399606884);
  p = step(p, u, -0.0003036941634491086);
  p = step(p, u, -0.005004288628697395);
  p = step(p, u, 0.017940208315849304);
  p = step(p, u, -0.03219728544354439);
  p = step(p, u, 0.028599977493286133);
  p = step(p, u, 0.013999597169458866);
  p = step(p, u, -0.09670346975326538);
  p = step(p, u, 0.472053200006485);
  return f32x4.div(f32x4.mul(expOfSum(square, rest), p), f32x4.add(inside, f32x4.splat(1)));
}

/** Error function: a polynomial up to 1, then 1 less the tail. */
@inline
export function erf4(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = step(z, f32x4.splat(7.853854185668752e-5), -0.000801019137725234);
  p = step(p, z, 0.00518832728266716);
  p = step(p, z, -0.026853810995817184);
  p = step(p, z, 0.1128358542919159);
  p = step(p, z, -0.3761262595653534);
  p = step(p, z, 0.128379167);
  const near = multiplyAdd<f32>(p, x, x);
  const tail = normalTail(f32x4.mul(size, f32x4.splat(1.41421356)));
  const far = f32x4.sub(f32x4.splat(1), f32x4.add(tail, tail));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0)));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(1)));
}

/** `x · Φ(x)` */
@inline
export function gelu4(x: v128): v128 {
  const tail = normalTail(f32x4.abs(x));
  const below = f32x4.lt(x, f32x4.splat(0));
  return f32x4.mul(x, v128.bitselect(tail, f32x4.sub(f32x4.splat(1), tail), below));
}

/** GELU with PyTorch's tanh approximation: `0.5 · (1 + tanh(y)) = sigmoid(2y)`. */
@inline
export function geluTanh4(x: v128): v128 {
  const cubic = step(f32x4.mul(x, x), f32x4.splat(0.044715), 1);
  return f32x4.mul(x, sigmoid4(f32x4.mul(f32x4.mul(x, f32x4.splat(1.59576912)), cubic)));
}
