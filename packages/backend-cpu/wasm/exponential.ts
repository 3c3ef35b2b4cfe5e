/**
 * @file exp and log of four float32 numbers. Polynomials are minimax fits in the reduced range.
 */
import { multiplyAdd } from './lanes';

/** `x · y + sum` of float32 lanes with a number for `sum`. */
@inline
export function step(x: v128, y: v128, sum: f32): v128 {
  return multiplyAdd<f32>(x, y, f32x4.splat(sum));
}

// ln 2 in two parts: products of the first with small whole numbers are exact
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;
/** Adding it rounds to a whole number, which then stands in the low bits. */
const ROUNDER: f32 = 12582912;

/** `exp(x + rest)` for a small rest and -104 ≤ x ≤ 89; beyond what float32 holds it is 0 or infinite. */
@inline
export function expOfSum(x: v128, rest: v128): v128 {
  const shifted = step(x, f32x4.splat(1.44269504), ROUNDER);
  const whole = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  const n = i32x4.sub(shifted, f32x4.splat(ROUNDER));
  let r = multiplyAdd<f32>(whole, f32x4.splat(-LN2_HIGH), x);
  r = f32x4.add(multiplyAdd<f32>(whole, f32x4.splat(-LN2_LOW), r), rest);
  let p = step(r, f32x4.splat(0.0013813142431899905), 0.008369418792426586);
  p = step(p, r, 0.04166845604777336);
  p = step(p, r, 0.16666515171527863);
  p = step(p, r, 0.4999999403953552);
  p = f32x4.add(multiplyAdd<f32>(p, f32x4.mul(r, r), r), f32x4.splat(1));
  // 2ⁿ in two factors: the first product is exact, the second one rounds once where the result is subnormal
  const half = i32x4.shr_s(n, 1);
  const one = i32x4.splat(127);
  p = f32x4.mul(p, i32x4.shl(i32x4.add(half, one), 23));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.sub(n, half), one), 23));
}

/** e to the power x. */
@inline
export function exp4(x: v128): v128 {
  const inside = f32x4.max(f32x4.min(x, f32x4.splat(89)), f32x4.splat(-104));
  return expOfSum(inside, f32x4.splat(0));
}

/** e to the power x for -87 ≤ x ≤ 0; 0 below that: a float32 sum with a 1 in it does not see the difference. */
@inline
export function expOfNegative(x: v128): v128 {
  const inside = f32x4.max(x, f32x4.splat(-87));
  const shifted = step(inside, f32x4.splat(1.44269504), ROUNDER);
  const whole = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  let r = multiplyAdd<f32>(whole, f32x4.splat(-LN2_HIGH), inside);
  r = multiplyAdd<f32>(whole, f32x4.splat(-LN2_LOW), r);
  let p = step(r, f32x4.splat(0.0013813142431899905), 0.008369418792426586);
  p = step(p, r, 0.04166845604777336);
  p = step(p, r, 0.16666515171527863);
  p = step(p, r, 0.4999999403953552);
  p = f32x4.add(multiplyAdd<f32>(p, f32x4.mul(r, r), r), f32x4.splat(1));
  p = f32x4.mul(p, i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23));
  return v128.andnot(p, f32x4.lt(x, f32x4.splat(-87)));
}

/** Natural logarithm. */
@inline
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, tiny);
  // x = 2ⁿ · m with m between √½ and √2
  const n = i32x4.shr_s(i32x4.sub(scaled, i32x4.splat(0x3f3504f3)), 23);
  const f = f32x4.sub(i32x4.sub(scaled, i32x4.shl(n, 23)), f32x4.splat(1));
  const exponent = f32x4.sub(f32x4.convert_i32x4_s(n), v128.and(tiny, f32x4.splat(23)));
  let p = step(f, f32x4.splat(0.06746591627597809), -0.1167563870549202);
  p = step(p, f, 0.11888177692890167);
  p = step(p, f, -0.12405592203140259);
  p = step(p, f, 0.14219550788402557);
  p = step(p, f, -0.1666799634695053);
  p = step(p, f, 0.2000211924314499);
  p = step(p, f, -0.25000008940696716);
  p = step(p, f, 0.3333331346511841);
  const square = f32x4.mul(f, f);
  let low = f32x4.mul(p, f32x4.mul(square, f));
  low = multiplyAdd<f32>(exponent, f32x4.splat(LN2_LOW), low);
  low = multiplyAdd<f32>(square, f32x4.splat(-0.5), low);
  const result = multiplyAdd<f32>(exponent, f32x4.splat(LN2_HIGH), f32x4.add(f, low));
  // 0 → -∞, ∞ → ∞, negative and NaN → NaN
  const zero = f32x4.eq(x, f32x4.splat(0));
  const regular = v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.lt(x, f32x4.splat(Infinity)));
  let special = v128.bitselect(f32x4.splat(-Infinity), f32x4.add(x, f32x4.splat(NaN)), zero);
  special = v128.bitselect(x, special, f32x4.eq(x, f32x4.splat(Infinity)));
  return v128.bitselect(result, special, regular);
}
