/**
 * @file Matrix products whose sums run along the memory of both factors: nothing to pack, vectors run along the sum.
 */
import { lanes, multiplyAdd, sumOf } from './lanes';
import { ADD, COLUMN_BIAS, ROW_BIAS, STORE } from './tile';

/** The element that ends a sum: with what was there, or with the bias of its row or column. */
@inline
function putOne<T>(c: usize, sum: T, mode: i32, rowBias: usize, columnBias: usize): void {
  if (mode == ADD) sum = <T>(sum + load<T>(c));
  else if (mode == ROW_BIAS) sum = <T>(sum + load<T>(rowBias));
  else if (mode == COLUMN_BIAS) sum = <T>(sum + load<T>(columnBias));
  store<T>(c, sum);
}

/** Sums of four vectors of float32 as one vector. */
@inline
function sums4(v0: v128, v1: v128, v2: v128, v3: v128): v128 {
  const low = f32x4.add(i32x4.shuffle(v0, v1, 0, 4, 1, 5), i32x4.shuffle(v0, v1, 2, 6, 3, 7));
  const high = f32x4.add(i32x4.shuffle(v2, v3, 0, 4, 1, 5), i32x4.shuffle(v2, v3, 2, 6, 3, 7));
  return f32x4.add(i64x2.shuffle(low, high, 0, 2), i64x2.shuffle(low, high, 1, 3));
}

/** Ends four neighbouring sums of one row. */
@inline
function putFour<T>(
  c: usize, v0: v128, v1: v128, v2: v128, v3: v128, t0: T, t1: T, t2: T, t3: T,
  mode: i32, rowBias: usize, columnBias: usize,
): void {
  if (sizeof<T>() == 4 && mode <= ADD) {
    let tails = f32x4.splat(<f32>t0);
    tails = f32x4.replace_lane(tails, 1, <f32>t1);
    tails = f32x4.replace_lane(tails, 2, <f32>t2);
    tails = f32x4.replace_lane(tails, 3, <f32>t3);
    const sums = f32x4.add(sums4(v0, v1, v2, v3), tails);
    v128.store(c, mode == STORE ? sums : f32x4.add(sums, v128.load(c)));
    return;
  }
  const size = sizeof<T>();
  putOne<T>(c, <T>(sumOf<T>(v0) + t0), mode, rowBias, columnBias);
  putOne<T>(c + size, <T>(sumOf<T>(v1) + t1), mode, rowBias, columnBias + size);
  putOne<T>(c + 2 * size, <T>(sumOf<T>(v2) + t2), mode, rowBias, columnBias + 2 * size);
  putOne<T>(c + 3 * size, <T>(sumOf<T>(v3) + t3), mode, rowBias, columnBias + 3 * size);
}

/** `rows` (1 or 2, a constant) × 4 results. */
@inline
function dotTile<T>(
  rows: i32, k: i32, a: usize, aRow: i32, b: usize, bColumn: i32, c: usize, cRow: i32,
  mode: i32, rowBias: usize, columnBias: usize,
): void {
  const size = <i32>sizeof<T>();
  const zero = i64x2.splat(0);
  let s00 = zero;
  let s01 = zero;
  let s02 = zero;
  let s03 = zero;
  let s10 = zero;
  let s11 = zero;
  let s12 = zero;
  let s13 = zero;
  let b2 = b + 2 * bColumn;
  let left = k;
  for (; left >= lanes<T>(); left -= lanes<T>()) {
    const x = v128.load(a);
    let y = x;
    if (rows > 1) y = v128.load(a + aRow);
    let v = v128.load(b);
    s00 = multiplyAdd<T>(x, v, s00);
    if (rows > 1) s10 = multiplyAdd<T>(y, v, s10);
    v = v128.load(b + bColumn);
    s01 = multiplyAdd<T>(x, v, s01);
    if (rows > 1) s11 = multiplyAdd<T>(y, v, s11);
    v = v128.load(b2);
    s02 = multiplyAdd<T>(x, v, s02);
    if (rows > 1) s12 = multiplyAdd<T>(y, v, s12);
    v = v128.load(b2 + bColumn);
    s03 = multiplyAdd<T>(x, v, s03);
    if (rows > 1) s13 = multiplyAdd<T>(y, v, s13);
    a += 16;
    b += 16;
    b2 += 16;
  }
  let t00: T = <T>0;
  let t01: T = <T>0;
  let t02: T = <T>0;
  let t03: T = <T>0;
  let t10: T = <T>0;
  let t11: T = <T>0;
  let t12: T = <T>0;
  let t13: T = <T>0;
  for (; left > 0; left--, a += size, b += size, b2 += size) {
    const x = load<T>(a);
    const v0 = load<T>(b);
    const v1 = load<T>(b + bColumn);
    const v2 = load<T>(b2);
    const v3 = load<T>(b2 + bColumn);
    t00 += <T>(x * v0);
    t01 += <T>(x * v1);
    t02 += <T>(x * v2);
    t03 += <T>(x * v3);
    if (rows > 1) {
      const y = load<T>(a + aRow);
      t10 += <T>(y * v0);
      t11 += <T>(y * v1);
      t12 += <T>(y * v2);
      t13 += <T>(y * v3);
    }
  }
  putFour<T>(c, s00, s01, s02, s03, t00, t01, t02, t03, mode, rowBias, columnBias);
  if (rows > 1) putFour<T>(c + cRow, s10, s11, s12, s13, t10, t11, t12, t13, mode, rowBias + size, columnBias);
}

function oneDot<T>(k: i32, a: usize, b: usize): T {
  let s0 = i64x2.splat(0);
  let s1 = s0;
  for (; k >= 2 * lanes<T>(); k -= 2 * lanes<T>(), a += 32, b += 32) {
    s0 = multiplyAdd<T>(v128.load(a), v128.load(b), s0);
    s1 = multiplyAdd<T>(v128.load(a, 16), v128.load(b, 16), s1);
  }
  let sum = sumOf<T>(v128.add<T>(s0, s1));
  for (; k > 0; k--, a += sizeof<T>(), b += sizeof<T>()) sum += <T>(load<T>(a) * load<T>(b));
  return sum;
}

/** `c [m, n] = a [m, k] × b [n, k]ᵀ`, both with neighbouring elements along k. */
export function dots<T>(
  m: i32, n: i32, k: i32, a: usize, aRow: i32, b: usize, bColumn: i32, c: usize, cRow: i32, mode: i32, bias: usize,
): void {
  const size = <i32>sizeof<T>();
  const byRow = mode == ROW_BIAS ? size : 0;
  const byColumn = mode == COLUMN_BIAS ? size : 0;
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const right = b + j * bColumn;
    const columnBias = bias + j * byColumn;
    let i = 0;
    for (; i + 2 <= m; i += 2) {
      dotTile<T>(2, k, a + i * aRow, aRow, right, bColumn, c + i * cRow + j * size, cRow, mode, bias + i * byRow, columnBias);
    }
    if (i < m) {
      dotTile<T>(1, k, a + i * aRow, aRow, right, bColumn, c + i * cRow + j * size, cRow, mode, bias + i * byRow, columnBias);
    }
  }
  for (; j < n; j++) {
    for (let i = 0; i < m; i++) {
      const sum = oneDot<T>(k, a + i * aRow, b + j * bColumn);
      putOne<T>(c + i * cRow + j * size, sum, mode, bias + i * byRow, bias + j * byColumn);
    }
  }
}
