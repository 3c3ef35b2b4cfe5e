/**
 * @file Scaled dot-product attention of contiguous float32 matrices, and its gradients: a block of queries at a time, whose scores
 * stay in the caches.
 */
import { gemm, gemmScratch } from './gemm';
import { get, put } from './moments';
import { softmaxBackwardRow, softmaxRow } from './softmax';
import { ADD } from './tile';

/** Queries of a block. */
const ROWS: i32 = 64;
const STORE: i32 = 0;

/** Bytes of memory for attention with this many keys of this size, or for its gradients. */
export function attentionScratch(keys: i32, width: i32): i32 {
  return gemmScratch() + ((ROWS * (2 * keys + width) + 12) << 2);
}

/** `c [m, n] = a [m, k] × b [k, n]`; strides in elements. */
@inline
function multiply(m: i32, n: i32, k: i32, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32, c: usize, mode: i32, scratch: usize): void {
  gemm<f32>(m, n, k, a, aRow << 2, aColumn << 2, b, bRow << 2, bColumn << 2, c, n << 2, mode, 0, m, scratch);
}

/** `o = x · factor` of n neighbours. */
function scale(o: usize, x: usize, n: i32, factor: f32): void {
  const f = f32x4.splat(factor);
  const end = o + (<usize>n << 2);
  for (; o + 16 <= end; o += 16, x += 16) put(true, o, f32x4.mul(get(true, x), f));
  for (; o < end; o += 4, x += 4) put(false, o, f32x4.mul(get(false, x), f));
}

/** Keys that query i sees. */
@inline
function seen(i: i32, keys: i32, causal: bool): i32 {
  return causal ? min(keys, i + 1) : keys;
}

/** How much the queries of a block attend to the keys: [rows, inside], from the scaled queries. */
@inline
function weigh(weights: usize, q: usize, k: usize, first: i32, rows: i32, keys: i32, inside: i32, width: i32, causal: bool, scratch: usize): void {
  multiply(rows, inside, width, q, width, 1, k, 1, width, weights, STORE, scratch);
  for (let i = 0; i < rows; i++) {
    const row = weights + <usize>(i * inside) * 4;
    const length = <usize>seen(first + i, keys, causal) << 2;
    softmaxRow(row, row, length);
    memory.fill(row + length, 0, (<usize>inside << 2) - length);
  }
}

/** Batches from `from` to `to`, exclusive: `o [length, valueWidth]` of `q [length, width]`, `k [keys, width]`, `v [keys, valueWidth]`. */
export function attention_f32(
  o: usize, q: usize, k: usize, v: usize, length: i32, keys: i32, width: i32, valueWidth: i32, factor: f32, causal: bool, from: i32,
  to: i32, scratch: usize,
): void {
  const weights = (scratch + gemmScratch() + 15) & ~15;
  const queries = weights + <usize>(ROWS * keys) * 4;
  for (let b = from; b < to; b++) {
    const key = k + <usize>(b * keys * width) * 4;
    const value = v + <usize>(b * keys * valueWidth) * 4;
    for (let first = 0; first < length; first += ROWS) {
      const rows = min(ROWS, length - first);
      const inside = seen(first + rows - 1, keys, causal);
      scale(queries, q + <usize>((b * length + first) * width) * 4, rows * width, factor);
      weigh(weights, queries, key, first, rows, keys, inside, width, causal, scratch);
      const out = o + <usize>((b * length + first) * valueWidth) * 4;
      multiply(rows, valueWidth, inside, weights, inside, 1, value, valueWidth, 1, out, STORE, scratch);
    }
  }
}

/** Gradients of queries, keys and values from that of the output, `g`. */
export function attentionBackward_f32(
  forQ: usize, forK: usize, forV: usize, g: usize, q: usize, k: usize, v: usize, length: i32, keys: i32, width: i32, valueWidth: i32,
  factor: f32, causal: bool, from: i32, to: i32, scratch: usize,
): void {
  const weights = (scratch + gemmScratch() + 15) & ~15;
  const slopes = weights + <usize>(ROWS * keys) * 4;
  const queries = slopes + <usize>(ROWS * keys) * 4;
  for (let b = from; b < to; b++) {
    const atKey = <usize>(b * keys * width) * 4;
    const atValue = <usize>(b * keys * valueWidth) * 4;
    memory.fill(forK + atKey, 0, <usize>(keys * width) * 4);
    memory.fill(forV + atValue, 0, <usize>(keys * valueWidth) * 4);
    for (let first = 0; first < length; first += ROWS) {
      const rows = min(ROWS, length - first);
      const inside = seen(first + rows - 1, keys, causal);
      const atQuery = <usize>((b * length + first) * width) * 4;
      const grad = g + <usize>((b * length + first) * valueWidth) * 4;
      scale(queries, q + atQuery, rows * width, factor);
      weigh(weights, queries, k + atKey, first, rows, keys, inside, width, causal, scratch);
      multiply(inside, valueWidth, rows, weights, 1, inside, grad, valueWidth, 1, forV + atValue, ADD, scratch);
      multiply(rows, inside, valueWidth, grad, valueWidth, 1, v + atValue, 1, valueWidth, slopes, STORE, scratch);
      for (let i = 0; i < rows; i++) {
        const row = <usize>(i * inside) * 4;
        const visible = <usize>seen(first + i, keys, causal) << 2;
        softmaxBackwardRow(slopes + row, slopes + row, weights + row, visible);
        memory.fill(slopes + row + visible, 0, (<usize>inside << 2) - visible);
      }
      multiply(rows, width, inside, slopes, inside, 1, k + atKey, width, 1, forQ + atQuery, STORE, scratch);
      scale(forQ + atQuery, forQ + atQuery, rows * width, factor);
      multiply(inside, width, rows, slopes, 1, inside, queries, width, 1, forK + atKey, ADD, scratch);
    }
  }
}
