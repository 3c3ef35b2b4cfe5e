/**
 * @file exp and log of four float32 numbers. Polynomials are minimax fits in the reduced range.
 */
import { addMultiple, constant, step } from './constants';
import { multiplyAdd } from './lanes';

/** Adding it to a small number n rounds that to a whole one; the low bits are then n + 127, the exponent of 2ⁿ. */
const ROUNDER: f32 = 12582912 + 127;

// ln 2 comes in two parts: products of the first with small whole numbers are exact
const EXP = memory.data<f32>([
  1.44269504,
  ROUNDER,
  -0.693359375,
  2.12194440e-4,
  0.0013813142431899905,
  0.008369418792426586,
  0.04166845604777336,
  0.16666515171527863,
  0.4999999403953552,
  1,
  89,
  -104,
  -88.1,
  87,
]);
const BIAS = memory.data<i32>([127]);

/** The whole number nearest to x / ln 2, as ROUNDER leaves it. */
@inline
function exponent(x: v128): v128 {
  return multiplyAdd<f32>(x, constant(EXP, 0), constant(EXP, 1));
}

/** What x is above n ln 2. */
@inline
function remainder(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, constant(EXP, 1));
  return addMultiple(n, EXP, 3, addMultiple(n, EXP, 2, x));
}

/** `exp(r)` for |r| ≤ ½ ln 2. */
@inline
function reduced(r: v128): v128 {
  let p = multiplyAdd<f32>(r, constant(EXP, 4), constant(EXP, 5));
  p = step(p, r, EXP, 6);
  p = step(p, r, EXP, 7);
  p = step(p, r, EXP, 8);
  return f32x4.add(multiplyAdd<f32>(p, f32x4.mul(r, r), r), constant(EXP, 9));
}

/** `p · 2ⁿ` in two factors: the first product is exact, the second one rounds once where the result is subnormal. */
@inline
function scaled(p: v128, shifted: v128): v128 {
  const bias = constant(BIAS, 0);
  const n = i32x4.sub(shifted, constant(EXP, 1));
  const half = i32x4.shr_s(n, 1);
  const first = f32x4.mul(p, i32x4.shl(i32x4.add(half, bias), 23));
  return f32x4.mul(first, i32x4.shl(i32x4.add(i32x4.sub(n, half), bias), 23));
}

/** `exp(x + rest)` for a small rest and -107 ≤ x ≤ 89; beyond what float32 holds it is 0 or infinite. */
@inline
export function expOfSum(x: v128, rest: v128): v128 {
  const shifted = exponent(x);
  return scaled(reduced(f32x4.add(remainder(x, shifted), rest)), shifted);
}

/** e to the power of any numbers. */
function expOfAny(x: v128): v128 {
  // in this order of operands NaN stays NaN
  return expOfSum(f32x4.pmax(f32x4.pmin(x, constant(EXP, 10)), constant(EXP, 11)), f32x4.splat(0));
}

/** Whether one of four numbers is so far from 0 that its exponential is infinite, subnormal or 0. */
@inline
function anyFar(x: v128): bool {
  return v128.any_true(f32x4.gt(f32x4.abs(x), constant(EXP, 13)));
}

/** e to the power x. */
@inline
export function exp4(x: v128): v128 {
  if (anyFar(x)) return expOfAny(x);
  const shifted = exponent(x);
  return f32x4.mul(reduced(remainder(x, shifted)), i32x4.shl(shifted, 23));
}

/**
 * e to the power x for -87.3 ≤ x ≤ 0. Below that it falls to 0 (at -88.1, where the exponent's bits are 0 as well): a float32 sum
 * with a 1 in it does not see the difference.
 */
@inline
export function expOfNegative(x: v128): v128 {
  const inside = f32x4.pmax(x, constant(EXP, 12));
  const shifted = exponent(inside);
  return f32x4.mul(reduced(remainder(inside, shifted)), i32x4.shl(shifted, 23));
}

/**
 * Exponentials of neighbours, four at a time: of `x - top` for the sum, which is returned, and stored at `o` if `keeps`. The loop
 * is here and spelled out so that its constants stay in registers.
 */
@inline
export function sumOfExponentials(keeps: bool, o: usize, x: usize, end: usize, top: v128): v128 {
  const scale = constant(EXP, 0);
  const rounder = constant(EXP, 1);
  const high = constant(EXP, 2);
  const low = constant(EXP, 3);
  const e6 = constant(EXP, 4);
  const e5 = constant(EXP, 5);
  const e4 = constant(EXP, 6);
  const e3 = constant(EXP, 7);
  const e2 = constant(EXP, 8);
  const one = constant(EXP, 9);
  const least = constant(EXP, 12);
  let sum = f32x4.splat(0);
  for (; x < end; x += 16) {
    const inside = f32x4.pmax(f32x4.sub(v128.load(x), top), least);
    const shifted = multiplyAdd<f32>(inside, scale, rounder);
    const n = f32x4.sub(shifted, rounder);
    const r = multiplyAdd<f32>(n, low, multiplyAdd<f32>(n, high, inside));
    let p = multiplyAdd<f32>(r, e6, e5);
    p = multiplyAdd<f32>(p, r, e4);
    p = multiplyAdd<f32>(p, r, e3);
    p = multiplyAdd<f32>(p, r, e2);
    p = f32x4.add(multiplyAdd<f32>(p, f32x4.mul(r, r), r), one);
    const e = f32x4.mul(p, i32x4.shl(shifted, 23));
    sum = f32x4.add(sum, e);
    if (keeps) {
      v128.store(o, e);
      o += 16;
    }
  }
  return sum;
}

/** Exponentials of neighbours, four at a time, up to `end`. */
export function exponentials(o: usize, x: usize, end: usize): void {
  const scale = constant(EXP, 0);
  const rounder = constant(EXP, 1);
  const high = constant(EXP, 2);
  const low = constant(EXP, 3);
  const e6 = constant(EXP, 4);
  const e5 = constant(EXP, 5);
  const e4 = constant(EXP, 6);
  const e3 = constant(EXP, 7);
  const e2 = constant(EXP, 8);
  const one = constant(EXP, 9);
  const far = constant(EXP, 13);
  for (; x < end; x += 16, o += 16) {
    const v = v128.load(x);
    if (v128.any_true(f32x4.gt(f32x4.abs(v), far))) {
      v128.store(o, expOfAny(v));
      continue;
    }
    const shifted = multiplyAdd<f32>(v, scale, rounder);
    const n = f32x4.sub(shifted, rounder);
    const r = multiplyAdd<f32>(n, low, multiplyAdd<f32>(n, high, v));
    let p = multiplyAdd<f32>(r, e6, e5);
    p = multiplyAdd<f32>(p, r, e4);
    p = multiplyAdd<f32>(p, r, e3);
    p = multiplyAdd<f32>(p, r, e2);
    p = f32x4.add(multiplyAdd<f32>(p, f32x4.mul(r, r), r), one);
    v128.store(o, f32x4.mul(p, i32x4.shl(shifted, 23)));
  }
}

const LOG = memory.data<f32>([
  1.17549435e-38,
  8388608,
  23,
  1,
  0.06746591627597809,
  -0.1167563870549202,
  0.11888177692890167,
  -0.12405592203140259,
  0.14219550788402557,
  -0.1666799634695053,
  0.2000211924314499,
  -0.25000008940696716,
  0.3333331346511841,
  -2.12194440e-4,
  -0.5,
  0.693359375,
  Infinity,
  -Infinity,
  NaN,
]);
/** The bits of √½. */
const ROOT = memory.data<i32>([0x3f3504f3]);

/** `log(x) + less · ln 2` of positive normal numbers. */
@inline
function logOfNormal(x: v128, less: v128): v128 {
  // x = 2ⁿ · m with m between √½ and √2
  const n = i32x4.shr_s(i32x4.sub(x, constant(ROOT, 0)), 23);
  const f = f32x4.sub(i32x4.sub(x, i32x4.shl(n, 23)), constant(LOG, 3));
  const power = f32x4.sub(f32x4.convert_i32x4_s(n), less);
  let p = multiplyAdd<f32>(f, constant(LOG, 4), constant(LOG, 5));
  p = step(p, f, LOG, 6);
  p = step(p, f, LOG, 7);
  p = step(p, f, LOG, 8);
  p = step(p, f, LOG, 9);
  p = step(p, f, LOG, 10);
  p = step(p, f, LOG, 11);
  p = step(p, f, LOG, 12);
  const square = f32x4.mul(f, f);
  let low = addMultiple(power, LOG, 13, f32x4.mul(p, f32x4.mul(square, f)));
  low = addMultiple(square, LOG, 14, low);
  return addMultiple(power, LOG, 15, f32x4.add(f, low));
}

/** Natural logarithm of anything: 0 → -∞, ∞ → ∞, negative and NaN → NaN. */
function logOfAny(x: v128): v128 {
  const tiny = f32x4.lt(x, constant(LOG, 0));
  const normal = v128.bitselect(f32x4.mul(x, constant(LOG, 1)), x, tiny);
  const result = logOfNormal(normal, v128.and(tiny, constant(LOG, 2)));
  const zero = f32x4.splat(0);
  const infinite = f32x4.eq(x, constant(LOG, 16));
  const regular = v128.andnot(f32x4.gt(x, zero), infinite);
  const special = v128.bitselect(constant(LOG, 17), f32x4.add(x, constant(LOG, 18)), f32x4.eq(x, zero));
  return v128.bitselect(result, v128.bitselect(x, special, infinite), regular);
}

/** Natural logarithm. */
@inline
export function log4(x: v128): v128 {
  const normal = v128.and(f32x4.ge(x, constant(LOG, 0)), f32x4.lt(x, constant(LOG, 16)));
  return i32x4.all_true(normal) ? logOfNormal(x, f32x4.splat(0)) : logOfAny(x);
}
