/**
 * @file Sums of float32 numbers: up to 512 neighbours, or 32 rows, are added in float32, their sums in float64. The accumulators
 * are float64 numbers that the caller sets to zero.
 */
import { sumOf } from './lanes';

const BLOCK_BYTES: i32 = 2048;

/** Sum of neighbours, `length` bytes, in float64. */
export function total(x: usize, length: usize): f64 {
  let sum: f64 = 0;
  const end = x + length;
  while (x + 128 <= end) {
    const block = min(x + BLOCK_BYTES, x + ((end - x) & ~127));
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let s4 = s0;
    let s5 = s0;
    let s6 = s0;
    let s7 = s0;
    for (; x < block; x += 128) {
      s0 = f32x4.add(s0, v128.load(x));
      s1 = f32x4.add(s1, v128.load(x, 16));
      s2 = f32x4.add(s2, v128.load(x, 32));
      s3 = f32x4.add(s3, v128.load(x, 48));
      s4 = f32x4.add(s4, v128.load(x, 64));
      s5 = f32x4.add(s5, v128.load(x, 80));
      s6 = f32x4.add(s6, v128.load(x, 96));
      s7 = f32x4.add(s7, v128.load(x, 112));
    }
    const low = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
    sum += sumOf<f32>(f32x4.add(low, f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7))));
  }
  let rest = f32x4.splat(0);
  for (; x + 16 <= end; x += 16) rest = f32x4.add(rest, v128.load(x));
  sum += sumOf<f32>(rest);
  for (; x < end; x += 4) sum += load<f32>(x);
  return sum;
}

/** `sums[i · sumRow] += Σ_j x[i · xRow + j]` */
export function sumRows_f32(sums: usize, x: usize, rows: i32, columns: i32, sumRow: i32, xRow: i32): void {
  for (; rows > 0; rows--, sums += sumRow << 3, x += xRow << 2)
    store<f64>(sums, load<f64>(sums) + total(x, <usize>columns << 2));
}

/** The same for one plane after the other: `sums[i · sumRow] += Σ_p Σ_j x[p · xPlane + i · xRow + j]` */
export function sumPlanes_f32(sums: usize, x: usize, planes: i32, rows: i32, columns: i32, sumRow: i32, xPlane: i32, xRow: i32): void {
  for (; planes > 0; planes--, x += xPlane << 2) sumRows_f32(sums, x, rows, columns, sumRow, xRow);
}

/** Columns that are summed at a time: their float32 sums stay in the first cache. */
const STRIP: i32 = 1024;
/** Rows that are added in float32. */
const ROWS: i32 = 32;

/** `strip[j] = Σ_i x[i · xRow + j]`, i < rows ≤ ROWS */
@inline
function addRows(strip: usize, x: usize, rows: i32, columns: i32, xBytes: i32): void {
  memory.fill(strip, 0, columns << 2);
  const length = columns << 2;
  for (; rows >= 4; rows -= 4, x += xBytes << 2) {
    let j = 0;
    for (; j + 16 <= length; j += 16) {
      const r = x + j;
      const pair = f32x4.add(v128.load(r), v128.load(r + xBytes));
      const other = f32x4.add(v128.load(r + 2 * xBytes), v128.load(r + 3 * xBytes));
      v128.store(strip + j, f32x4.add(v128.load(strip + j), f32x4.add(pair, other)));
    }
    for (; j < length; j += 4) {
      const r = x + j;
      const four = load<f32>(r) + load<f32>(r + xBytes) + (load<f32>(r + 2 * xBytes) + load<f32>(r + 3 * xBytes));
      store<f32>(strip + j, load<f32>(strip + j) + four);
    }
  }
  for (; rows > 0; rows--, x += xBytes) {
    let j = 0;
    for (; j + 16 <= length; j += 16)
      v128.store(strip + j, f32x4.add(v128.load(strip + j), v128.load(x + j)));
    for (; j < length; j += 4) store<f32>(strip + j, load<f32>(strip + j) + load<f32>(x + j));
  }
}

/** `sums[j] += Σ_i x[i · xRow + j]`; `strip` has room for 1024 float32 numbers. */
export function sumColumns_f32(sums: usize, x: usize, rows: i32, columns: i32, xRow: i32, strip: usize): void {
  for (let first = 0; first < columns; first += STRIP) {
    const width = min(STRIP, columns - first);
    const to = sums + (first << 3);
    for (let i = 0; i < rows; i += ROWS) {
      addRows(strip, x + ((i * xRow + first) << 2), min(ROWS, rows - i), width, xRow << 2);
      for (let j = 0; j < width; j++)
        store<f64>(to + (j << 3), load<f64>(to + (j << 3)) + load<f32>(strip + (j << 2)));
    }
  }
}

/** `sums[i · sumRow + j · sumStep] += x[i · xRow + j · xStep]` */
export function sumGrid_f32(sums: usize, x: usize, rows: i32, columns: i32, sumRow: i32, sumStep: i32, xRow: i32, xStep: i32): void {
  for (; rows > 0; rows--, sums += sumRow << 3, x += xRow << 2) {
    let to = sums;
    let from = x;
    for (let j = columns; j > 0; j--, to += sumStep << 3, from += xStep << 2)
      store<f64>(to, load<f64>(to) + load<f32>(from));
  }
}

/** Adds n sums to others. */
export function addSums(sums: usize, from: usize, n: usize): void {
  const end = sums + (n << 3);
  for (; sums < end; sums += 8, from += 8) store<f64>(sums, load<f64>(sums) + load<f64>(from));
}

/** `o[i] = sums[i] / divisor` for n elements. */
export function storeSums_f32(o: usize, sums: usize, n: usize, divisor: f64): void {
  const end = o + (n << 2);
  for (; o < end; o += 4, sums += 8) store<f32>(o, <f32>(load<f64>(sums) / divisor));
}
