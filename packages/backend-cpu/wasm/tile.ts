/**
 * @file The micro kernel: a tile of up to 4 rows × 32 bytes of results, summed in eight registers.
 *
 * Eight sums are what the compilers of WebAssembly keep in registers; a wider tile or an unrolled loop spills them and runs at
 * half the speed.
 */
import { multiplyAdd } from './lanes';
import { TILE_BYTES, TILE_ROWS } from './pack';

/** What happens with a sum: it is stored, added to what is there, or stored with a bias of its row or of its column. */
export const STORE: i32 = 0;
export const ADD: i32 = 1;
export const ROW_BIAS: i32 = 2;
export const COLUMN_BIAS: i32 = 3;

@inline
function finished<T>(sum: v128, c: usize, mode: i32, rowBias: usize, columnBias: usize): v128 {
  if (mode == STORE) return sum;
  if (mode == ADD) return v128.add<T>(sum, v128.load(c));
  if (mode == ROW_BIAS) return v128.add<T>(sum, v128.load_splat<T>(rowBias));
  return v128.add<T>(sum, v128.load(columnBias));
}

/** The first `bytes` bytes of a row at the right edge. */
function putPart<T>(c: usize, low: v128, high: v128, bytes: i32, mode: i32, rowBias: usize, columnBias: usize): void {
  if (bytes & 16) {
    v128.store(c, finished<T>(low, c, mode, rowBias, columnBias));
    c += 16;
    columnBias += 16;
    low = high;
  }
  if (bytes & 8) {
    if (mode == ADD) low = v128.add<T>(low, v128.load64_zero(c));
    if (mode == ROW_BIAS) low = v128.add<T>(low, v128.load_splat<T>(rowBias));
    if (mode == COLUMN_BIAS) low = v128.add<T>(low, v128.load64_zero(columnBias));
    v128.store64_lane(c, low, 0);
    c += 8;
    columnBias += 8;
    low = i64x2.shuffle(low, low, 1, 1);
    // the upper half met the row's bias above
    if (mode == ROW_BIAS) mode = STORE;
  }
  if (bytes & 4) {
    if (mode == ADD) low = v128.add<T>(low, v128.load32_zero(c));
    if (mode == ROW_BIAS) low = v128.add<T>(low, v128.load_splat<T>(rowBias));
    if (mode == COLUMN_BIAS) low = v128.add<T>(low, v128.load32_zero(columnBias));
    v128.store32_lane(c, low, 0);
  }
}

@inline
function put<T>(c: usize, low: v128, high: v128, bytes: i32, mode: i32, rowBias: usize, columnBias: usize): void {
  if (bytes == TILE_BYTES) {
    v128.store(c, finished<T>(low, c, mode, rowBias, columnBias));
    v128.store(c + 16, finished<T>(high, c + 16, mode, rowBias, columnBias + 16));
  } else putPart<T>(c, low, high, bytes, mode, rowBias, columnBias);
}

/** `c = a × b` for `rows` rows (a constant, so that what it leaves out is never compiled) and `bytes` bytes of columns. */
@inline
function multiply<T>(
  rows: i32,
  k: i32,
  a: usize,
  row: i32,
  along: i32,
  b: usize,
  step: i32,
  c: usize,
  cRow: i32,
  bytes: i32,
  mode: i32,
  bias: usize,
): void {
  const zero = i64x2.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c10 = zero;
  let c11 = zero;
  let c20 = zero;
  let c21 = zero;
  let c30 = zero;
  let c31 = zero;
  let a2 = a + 2 * row;
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(x, b0, c00);
    c01 = multiplyAdd<T>(x, b1, c01);
    if (rows > 1) {
      x = v128.load_splat<T>(a + row);
      c10 = multiplyAdd<T>(x, b0, c10);
      c11 = multiplyAdd<T>(x, b1, c11);
    }
    if (rows > 2) {
      x = v128.load_splat<T>(a2);
      c20 = multiplyAdd<T>(x, b0, c20);
      c21 = multiplyAdd<T>(x, b1, c21);
    }
    if (rows > 3) {
      x = v128.load_splat<T>(a2 + row);
      c30 = multiplyAdd<T>(x, b0, c30);
      c31 = multiplyAdd<T>(x, b1, c31);
    }
    a += along;
    if (rows > 2) a2 += along;
    b += step;
  }
  const size = sizeof<T>();
  put<T>(c, c00, c01, bytes, mode, bias, bias);
  if (rows > 1) put<T>(c + cRow, c10, c11, bytes, mode, bias + size, bias);
  if (rows > 2) put<T>(c + 2 * cRow, c20, c21, bytes, mode, bias + 2 * size, bias);
  if (rows > 3) put<T>(c + 3 * cRow, c30, c31, bytes, mode, bias + 3 * size, bias);
}

/** A column of tiles, `m` rows high: `next` bytes of the left factor belong to a tile. */
@inline
function multiplyColumn<T>(
  m: i32,
  k: i32,
  a: usize,
  next: i32,
  row: i32,
  along: i32,
  b: usize,
  step: i32,
  c: usize,
  cRow: i32,
  bytes: i32,
  mode: i32,
  bias: usize,
): void {
  const bias4 = mode == ROW_BIAS ? TILE_ROWS * sizeof<T>() : 0;
  for (; m >= TILE_ROWS; m -= TILE_ROWS) {
    multiply<T>(4, k, a, row, along, b, step, c, cRow, bytes, mode, bias);
    a += next;
    c += TILE_ROWS * cRow;
    bias += bias4;
  }
  if (m == 3) multiply<T>(3, k, a, row, along, b, step, c, cRow, bytes, mode, bias);
  else if (m == 2) multiply<T>(2, k, a, row, along, b, step, c, cRow, bytes, mode, bias);
  else if (m == 1) multiply<T>(1, k, a, row, along, b, step, c, cRow, bytes, mode, bias);
}

/** A whole tile of packed factors: all positions within a step are constants. */
@inline
function multiplyPacked<T>(k: i32, a: usize, b: usize, c: usize, cRow: i32, bytes: i32, mode: i32, bias: usize): void {
  const size = sizeof<T>();
  const zero = i64x2.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c10 = zero;
  let c11 = zero;
  let c20 = zero;
  let c21 = zero;
  let c30 = zero;
  let c31 = zero;
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(x, b0, c00);
    c01 = multiplyAdd<T>(x, b1, c01);
    x = v128.load_splat<T>(a, size);
    c10 = multiplyAdd<T>(x, b0, c10);
    c11 = multiplyAdd<T>(x, b1, c11);
    x = v128.load_splat<T>(a, 2 * size);
    c20 = multiplyAdd<T>(x, b0, c20);
    c21 = multiplyAdd<T>(x, b1, c21);
    x = v128.load_splat<T>(a, 3 * size);
    c30 = multiplyAdd<T>(x, b0, c30);
    c31 = multiplyAdd<T>(x, b1, c31);
    a += <usize>TILE_ROWS * size;
    b += TILE_BYTES;
  }
  const second = c + cRow;
  const third = second + cRow;
  const last = third + cRow;
  if (mode == STORE && bytes == TILE_BYTES) {
    v128.store(c, c00);
    v128.store(c, c01, 16);
    v128.store(second, c10);
    v128.store(second, c11, 16);
    v128.store(third, c20);
    v128.store(third, c21, 16);
    v128.store(last, c30);
    v128.store(last, c31, 16);
    return;
  }
  put<T>(c, c00, c01, bytes, mode, bias, bias);
  put<T>(second, c10, c11, bytes, mode, bias + size, bias);
  put<T>(third, c20, c21, bytes, mode, bias + 2 * size, bias);
  put<T>(last, c30, c31, bytes, mode, bias + 3 * size, bias);
}

/**
 * Columns of tiles of packed factors, k > 0 steps. The panels of the left factor are `next` bytes apart, those of the right one
 * `nextColumn`. Columns that share cache lines of the result are best done in one call.
 */
export function packedColumns<T>(
  m: i32, k: i32, a: usize, next: i32, b: usize, nextColumn: i32,
  c: usize, cRow: i32, bytes: i32, mode: i32, bias: usize,
): void {
  const size = <i32>sizeof<T>();
  const byRow = mode == ROW_BIAS ? size : 0;
  const byColumn = mode == COLUMN_BIAS ? TILE_BYTES : 0;
  for (; m >= TILE_ROWS; m -= TILE_ROWS) {
    let panel = b;
    let at = bias;
    for (let x = 0; x < bytes; x += TILE_BYTES) {
      multiplyPacked<T>(k, a, panel, c + x, cRow, min(TILE_BYTES, bytes - x), mode, at);
      panel += nextColumn;
      at += byColumn;
    }
    a += next;
    c += TILE_ROWS * cRow;
    bias += TILE_ROWS * byRow;
  }
  if (m == 0) return;
  for (; bytes > 0; bytes -= TILE_BYTES) {
    multiplyColumn<T>(
      m, k, a, next, size, TILE_ROWS * size, b, TILE_BYTES, c, cRow, min(TILE_BYTES, bytes), mode, bias,
    );
    b += nextColumn;
    c += TILE_BYTES;
    bias += byColumn;
  }
}

/** A column of tiles of factors where they lie: the left one in any strides, the right one with neighbouring columns, steps `step` apart. */
export function directColumn<T>(
  m: i32,
  k: i32,
  a: usize,
  row: i32,
  along: i32,
  b: usize,
  step: i32,
  c: usize,
  cRow: i32,
  bytes: i32,
  mode: i32,
  bias: usize,
): void {
  multiplyColumn<T>(m, k, a, TILE_ROWS * row, row, along, b, step, c, cRow, bytes, mode, bias);
}
