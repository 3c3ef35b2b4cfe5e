/**
 * @file Softmax, its logarithm and their gradients, of float32 numbers along the middle of contiguous [outer, n, inner]. Where
 * inner is 1, lines are rows of neighbours; else four lines at a time are columns.
 */
import { constant } from './constants';
import { exp4, expOfNegative, log4, sumOfExponentials } from './exponential';
import { loadOne, storeOne } from './grid';
import { multiplyAdd, sumOf } from './lanes';

const NONE = memory.data<f32>([-Infinity]);

/** Bytes of a row whose terms are added in float32; their sums are added in float64. */
const BLOCK_BYTES: usize = 2048;

/** Largest of n neighbours; NaN is passed over here and shows in the exponents. */
@inline
function largest(x: usize, end: usize): f32 {
  const none = f32x4.splat(-Infinity);
  let top = none;
  // the comparisons of four vectors do not wait for each other
  if (x + 64 <= end) {
    let second = none;
    let third = none;
    let last = none;
    for (; x + 64 <= end; x += 64) {
      top = f32x4.pmax(top, v128.load(x));
      second = f32x4.pmax(second, v128.load(x, 16));
      third = f32x4.pmax(third, v128.load(x, 32));
      last = f32x4.pmax(last, v128.load(x, 48));
    }
    top = f32x4.pmax(f32x4.pmax(top, second), f32x4.pmax(third, last));
  }
  for (; x + 16 <= end; x += 16) top = f32x4.pmax(top, v128.load(x));
  for (; x < end; x += 4) top = f32x4.pmax(top, loadOne<f32>(x));
  top = f32x4.pmax(top, i32x4.shuffle(top, top, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.pmax(top, i32x4.shuffle(top, top, 1, 0, 3, 2)), 0);
}

/** One to three neighbours, `length` bytes; the other lanes hold -∞. */
@inline
function loadRest(x: usize, length: usize): v128 {
  const none = constant(NONE, 0);
  if (length == 4) return v128.load32_lane(x, none, 0);
  const two = v128.load64_lane(x, none, 0);
  return length == 8 ? two : v128.load32_lane(x + 8, two, 2);
}

/** The first one to three lanes, `length` bytes. */
@inline
function storeRest(o: usize, length: usize, v: v128): void {
  if (length == 4) {
    v128.store32_lane(o, v, 0);
    return;
  }
  v128.store64_lane(o, v, 0);
  if (length == 12) v128.store32_lane(o + 8, v, 2);
}

/** Sum of exp(x - top) over a row; the terms are stored at `o` if `keeps`. */
@inline
function exponents(keeps: bool, o: usize, x: usize, end: usize, top: v128): f64 {
  let sum: f64 = 0;
  while (x + 16 <= end) {
    const block = min(x + BLOCK_BYTES, x + ((end - x) & ~15));
    const terms = sumOfExponentials(keeps, o, x, block, top);
    if (keeps) o += block - x;
    x = block;
    sum += sumOf<f32>(terms);
  }
  if (x < end) {
    const e = expOfNegative(f32x4.sub(loadRest(x, end - x), top));
    sum += sumOf<f32>(e);
    if (keeps) storeRest(o, end - x, e);
  }
  return sum;
}

export function softmaxRow(o: usize, x: usize, length: usize): void {
  const sum = exponents(true, o, x, x + length, f32x4.splat(largest(x, x + length)));
  const factor = f32x4.splat(<f32>(1 / sum));
  const end = o + length;
  for (; o + 16 <= end; o += 16) v128.store(o, f32x4.mul(v128.load(o), factor));
  for (; o < end; o += 4) store<f32>(o, load<f32>(o) * f32x4.extract_lane(factor, 0));
}

function logSoftmaxRow(o: usize, x: usize, length: usize): void {
  const top = f32x4.splat(largest(x, x + length));
  const sum = exponents(false, 0, x, x + length, top);
  const log = log4(f32x4.splat(<f32>sum));
  const end = o + length;
  for (; o + 16 <= end; o += 16, x += 16) v128.store(o, f32x4.sub(f32x4.sub(v128.load(x), top), log));
  for (; o < end; o += 4, x += 4) storeOne<f32>(o, f32x4.sub(f32x4.sub(loadOne<f32>(x), top), log));
}

/** `Σ g · y`, or `Σ g` */
@inline
function dot(weighted: bool, g: usize, y: usize, length: usize): f32 {
  let sum: f64 = 0;
  const end = g + length;
  while (g + 16 <= end) {
    const block = min(g + BLOCK_BYTES, g + ((end - g) & ~15));
    let terms = f32x4.splat(0);
    for (; g < block; g += 16, y += 16)
      terms = weighted ? multiplyAdd<f32>(v128.load(g), v128.load(y), terms) : f32x4.add(terms, v128.load(g));
    sum += sumOf<f32>(terms);
  }
  for (; g < end; g += 4, y += 4) sum += weighted ? load<f32>(g) * load<f32>(y) : load<f32>(g);
  return <f32>sum;
}

export function softmaxBackwardRow(o: usize, g: usize, y: usize, length: usize): void {
  const sum = f32x4.splat(dot(true, g, y, length));
  const end = o + length;
  for (; o + 16 <= end; o += 16, g += 16, y += 16)
    v128.store(o, f32x4.mul(v128.load(y), f32x4.sub(v128.load(g), sum)));
  for (; o < end; o += 4, g += 4, y += 4) storeOne<f32>(o, f32x4.mul(loadOne<f32>(y), f32x4.sub(loadOne<f32>(g), sum)));
}

function logSoftmaxBackwardRow(o: usize, g: usize, y: usize, length: usize): void {
  const sum = f32x4.splat(dot(false, g, y, length));
  const end = o + length;
  for (; o + 16 <= end; o += 16, g += 16, y += 16)
    v128.store(o, f32x4.sub(v128.load(g), f32x4.mul(exp4(v128.load(y)), sum)));
  for (; o < end; o += 4, g += 4, y += 4)
    storeOne<f32>(o, f32x4.sub(loadOne<f32>(g), f32x4.mul(exp4(loadOne<f32>(y)), sum)));
}

/** Four elements, or one in all lanes. */
@inline
function get(four: bool, p: usize): v128 {
  return four ? v128.load(p) : loadOne<f32>(p);
}

@inline
function put(four: bool, p: usize, v: v128): void {
  if (four) v128.store(p, v);
  else storeOne<f32>(p, v);
}

@inline
function forwardColumns(log: bool, four: bool, o: usize, x: usize, n: i32, step: usize): void {
  let top = f32x4.splat(-Infinity);
  let from = x;
  for (let i = n; i > 0; i--, from += step) top = f32x4.pmax(top, get(four, from));
  let sum = f32x4.splat(0);
  let to = o;
  from = x;
  for (let i = n; i > 0; i--, from += step, to += step) {
    const e = expOfNegative(f32x4.sub(get(four, from), top));
    sum = f32x4.add(sum, e);
    if (!log) put(four, to, e);
  }
  if (log) {
    sum = log4(sum);
    for (let i = n; i > 0; i--, x += step, o += step) put(four, o, f32x4.sub(f32x4.sub(get(four, x), top), sum));
  } else for (let i = n; i > 0; i--, o += step) put(four, o, f32x4.div(get(four, o), sum));
}

@inline
function backwardColumns(log: bool, four: bool, o: usize, g: usize, y: usize, n: i32, step: usize): void {
  let sum = f32x4.splat(0);
  let term = g;
  let weight = y;
  for (let i = n; i > 0; i--, term += step, weight += step)
    sum = f32x4.add(sum, log ? get(four, term) : f32x4.mul(get(four, term), get(four, weight)));
  for (let i = n; i > 0; i--, o += step, g += step, y += step) {
    const grad = get(four, g);
    const out = get(four, y);
    put(four, o, log ? f32x4.sub(grad, f32x4.mul(exp4(out), sum)) : f32x4.mul(out, f32x4.sub(grad, sum)));
  }
}

@inline
function forward(log: bool, o: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  const plane = <usize>(n * inner) << 2;
  const width = <usize>inner << 2;
  for (; outer > 0; outer--, o += plane, x += plane) {
    if (inner == 1) {
      if (log) logSoftmaxRow(o, x, plane);
      else softmaxRow(o, x, plane);
      continue;
    }
    let j: usize = 0;
    for (; j + 16 <= width; j += 16) forwardColumns(log, true, o + j, x + j, n, width);
    for (; j < width; j += 4) forwardColumns(log, false, o + j, x + j, n, width);
  }
}

@inline
function backward(log: bool, o: usize, g: usize, y: usize, outer: i32, n: i32, inner: i32): void {
  const plane = <usize>(n * inner) << 2;
  const width = <usize>inner << 2;
  for (; outer > 0; outer--, o += plane, g += plane, y += plane) {
    if (inner == 1) {
      if (log) logSoftmaxBackwardRow(o, g, y, plane);
      else softmaxBackwardRow(o, g, y, plane);
      continue;
    }
    let j: usize = 0;
    for (; j + 16 <= width; j += 16) backwardColumns(log, true, o + j, g + j, y + j, n, width);
    for (; j < width; j += 4) backwardColumns(log, false, o + j, g + j, y + j, n, width);
  }
}

export function softmax_f32(o: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  forward(false, o, x, outer, n, inner);
}

export function logSoftmax_f32(o: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  forward(true, o, x, outer, n, inner);
}

export function softmaxBackward_f32(o: usize, g: usize, y: usize, outer: i32, n: i32, inner: i32): void {
  backward(false, o, g, y, outer, n, inner);
}

export function logSoftmaxBackward_f32(o: usize, g: usize, y: usize, outer: i32, n: i32, inner: i32): void {
  backward(true, o, g, y, outer, n, inner);
}
