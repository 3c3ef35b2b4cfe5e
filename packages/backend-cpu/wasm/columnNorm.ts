/**
 * @file Batch normalisation of contiguous float32 [rows, n]: mean, variance, weight and bias of each column, four columns at a time.
 * Absent operands are 0.
 */
import { multiplyAdd } from './lanes';
import { get, put } from './moments';

/** Rows that are added in float32. */
const ROWS: i32 = 32;

/** Float64 sums of a vector's lanes: two in each. */
let low: v128 = f64x2.splat(0);
let high: v128 = f64x2.splat(0);

@inline
function clear(): void {
  low = f64x2.splat(0);
  high = f64x2.splat(0);
}

@inline
function collect(v: v128): void {
  low = f64x2.add(low, f64x2.promote_low_f32x4(v));
  high = f64x2.add(high, f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 1)));
}

/** What was collected, divided by `n`, in float32. */
@inline
function collected(n: f64): v128 {
  const divisor = f64x2.splat(n);
  const a = f32x4.demote_f64x2_zero(f64x2.div(low, divisor));
  return i64x2.shuffle(a, f32x4.demote_f64x2_zero(f64x2.div(high, divisor)), 0, 2);
}

/** `1 / √(variance + eps)` */
@inline
function reciprocalRoot(variance: v128, eps: f32): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, f32x4.splat(eps))));
}

@inline
function column(four: bool, o: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize, rows: i32, bytes: usize, eps: f32): void {
  clear();
  let p = x;
  for (let i = 0; i < rows; i += ROWS) {
    let sum = f32x4.splat(0);
    for (let r = min(ROWS, rows - i); r > 0; r--, p += bytes) sum = f32x4.add(sum, get(four, p));
    collect(sum);
  }
  const center = collected(rows);
  clear();
  p = x;
  for (let i = 0; i < rows; i += ROWS) {
    let sum = f32x4.splat(0);
    for (let r = min(ROWS, rows - i); r > 0; r--, p += bytes) {
      const apart = f32x4.sub(get(four, p), center);
      sum = multiplyAdd<f32>(apart, apart, sum);
    }
    collect(sum);
  }
  const spread = collected(rows);
  put(four, mean, center);
  put(four, variance, spread);
  scaledColumn(four, o, x, w, b, mean, variance, rows, bytes, eps);
}

export function normalizeColumns_f32(
  o: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize, rows: i32, n: i32, from: i32, to: i32, eps: f32,
): void {
  const bytes = <usize>n << 2;
  for (let j = from; j < to; ) {
    const at = <usize>j << 2;
    const weight = w != 0 ? w + at : 0;
    const bias = b != 0 ? b + at : 0;
    if (j + 4 <= to) {
      column(true, o + at, x + at, weight, bias, mean + at, variance + at, rows, bytes, eps);
      j += 4;
    } else {
      column(false, o + at, x + at, weight, bias, mean + at, variance + at, rows, bytes, eps);
      j++;
    }
  }
}

@inline
function scaledColumn(four: bool, o: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize, rows: i32, bytes: usize, eps: f32): void {
  const center = get(four, mean);
  let factor = reciprocalRoot(get(four, variance), eps);
  if (w != 0) factor = f32x4.mul(factor, get(four, w));
  const shift = b != 0 ? get(four, b) : f32x4.splat(0);
  for (let i = 0; i < rows; i++, o += bytes, x += bytes)
    put(four, o, multiplyAdd<f32>(f32x4.sub(get(four, x), center), factor, shift));
}

/** With given means and variances. */
export function scaleColumns_f32(
  o: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize, rows: i32, n: i32, from: i32, to: i32, eps: f32,
): void {
  const bytes = <usize>n << 2;
  for (let j = from; j < to; ) {
    const at = <usize>j << 2;
    const weight = w != 0 ? w + at : 0;
    const bias = b != 0 ? b + at : 0;
    if (j + 4 <= to) {
      scaledColumn(true, o + at, x + at, weight, bias, mean + at, variance + at, rows, bytes, eps);
      j += 4;
    } else {
      scaledColumn(false, o + at, x + at, weight, bias, mean + at, variance + at, rows, bytes, eps);
      j++;
    }
  }
}

@inline
function backwardColumn(
  four: bool, o: usize, g: usize, x: usize, mean: usize, variance: usize, w: usize, forWeight: usize, forBias: usize, rows: i32,
  bytes: usize, eps: f32,
): void {
  const center = get(four, mean);
  const factor = reciprocalRoot(get(four, variance), eps);
  clear();
  let p = g;
  for (let i = 0; i < rows; i += ROWS) {
    let sum = f32x4.splat(0);
    for (let r = min(ROWS, rows - i); r > 0; r--, p += bytes) sum = f32x4.add(sum, get(four, p));
    collect(sum);
  }
  const ones = collected(1);
  clear();
  p = g;
  let q = x;
  for (let i = 0; i < rows; i += ROWS) {
    let sum = f32x4.splat(0);
    for (let r = min(ROWS, rows - i); r > 0; r--, p += bytes, q += bytes)
      sum = multiplyAdd<f32>(get(four, p), f32x4.sub(get(four, q), center), sum);
    collect(sum);
  }
  const slopes = f32x4.mul(collected(1), factor);
  if (forWeight != 0) put(four, forWeight, slopes);
  if (forBias != 0) put(four, forBias, ones);
  if (o == 0) return;
  const scale = w != 0 ? f32x4.mul(factor, get(four, w)) : factor;
  const over = f32x4.div(scale, f32x4.splat(<f32>-rows));
  const shift = f32x4.mul(ones, over);
  const slope = f32x4.mul(f32x4.mul(slopes, factor), over);
  for (let i = 0; i < rows; i++, o += bytes, g += bytes, x += bytes)
    put(four, o, multiplyAdd<f32>(get(four, g), scale, multiplyAdd<f32>(f32x4.sub(get(four, x), center), slope, shift)));
}

/** Gradients of input, weight and bias, where they are wanted. */
export function normalizeColumnsBackward_f32(
  o: usize, g: usize, x: usize, mean: usize, variance: usize, w: usize, forWeight: usize, forBias: usize, rows: i32, n: i32, from: i32,
  to: i32, eps: f32,
): void {
  const bytes = <usize>n << 2;
  for (let j = from; j < to; ) {
    const at = <usize>j << 2;
    const out = o != 0 ? o + at : 0;
    const weight = w != 0 ? w + at : 0;
    const slopes = forWeight != 0 ? forWeight + at : 0;
    const ones = forBias != 0 ? forBias + at : 0;
    if (j + 4 <= to) {
      backwardColumn(true, out, g + at, x + at, mean + at, variance + at, weight, slopes, ones, rows, bytes, eps);
      j += 4;
    } else {
      backwardColumn(false, out, g + at, x + at, mean + at, variance + at, weight, slopes, ones, rows, bytes, eps);
      j++;
    }
  }
}
