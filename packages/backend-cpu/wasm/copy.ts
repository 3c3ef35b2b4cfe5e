/**
 * @file Copies between layouts: `o[i · oRow + j · oStep] = x[i · xRow + j · xStep]`, and transposes in blocks.
 */

/** Rows of fewer bytes are copied element by element. */
const SHORT: i32 = 32;

@inline
function grid<T>(o: usize, x: usize, rows: i32, columns: i32, oRow: i32, oStep: i32, xRow: i32, xStep: i32): void {
  const size: i32 = sizeof<T>();
  const length = columns * size;
  const dense = oStep == 1 && xStep == 1 && length >= SHORT;
  for (; rows > 0; rows--, o += oRow * size, x += xRow * size) {
    if (dense) {
      memory.copy(o, x, length);
      continue;
    }
    let to = o;
    let from = x;
    for (let j = columns; j > 0; j--, to += oStep * size, from += xStep * size) store<T>(to, load<T>(from));
  }
}

export function copy_b1(o: usize, x: usize, rows: i32, columns: i32, oRow: i32, oStep: i32, xRow: i32, xStep: i32): void {
  grid<u8>(o, x, rows, columns, oRow, oStep, xRow, xStep);
}

export function copy_b4(o: usize, x: usize, rows: i32, columns: i32, oRow: i32, oStep: i32, xRow: i32, xStep: i32): void {
  grid<u32>(o, x, rows, columns, oRow, oStep, xRow, xStep);
}

export function copy_b8(o: usize, x: usize, rows: i32, columns: i32, oRow: i32, oStep: i32, xRow: i32, xStep: i32): void {
  grid<u64>(o, x, rows, columns, oRow, oStep, xRow, xStep);
}

/** Four rows of four neighbours become four columns; rows are `xBytes` and `oBytes` apart. */
@inline
function transposeTile(o: usize, x: usize, oBytes: i32, xBytes: i32): void {
  const r0 = v128.load(x);
  const r1 = v128.load(x + xBytes);
  const r2 = v128.load(x + 2 * xBytes);
  const r3 = v128.load(x + 3 * xBytes);
  const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
  const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(o, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(o + oBytes, i64x2.shuffle(low01, low23, 1, 3));
  v128.store(o + 2 * oBytes, i64x2.shuffle(high01, high23, 0, 2));
  v128.store(o + 3 * oBytes, i64x2.shuffle(high01, high23, 1, 3));
}

/** Columns of the output that are written before the next rows: their lines of the input stay in the first cache. */
const BLOCK: i32 = 32;

/** `o[i · oRow + j] = x[j · xRow + i]` of four-byte elements, i < rows, j < columns. */
export function transpose_b4(o: usize, x: usize, rows: i32, columns: i32, oRow: i32, xRow: i32): void {
  const oBytes = oRow << 2;
  const xBytes = xRow << 2;
  for (let first = 0; first < columns; first += BLOCK) {
    const last = min(first + BLOCK, columns);
    let i = 0;
    for (; i + 4 <= rows; i += 4) {
      let to = o + i * oBytes + (first << 2);
      let from = x + first * xBytes + (i << 2);
      let j = first;
      for (; j + 4 <= last; j += 4, to += 16, from += xBytes << 2) transposeTile(to, from, oBytes, xBytes);
      for (; j < last; j++, to += 4, from += xBytes) {
        store<u32>(to, load<u32>(from));
        store<u32>(to + oBytes, load<u32>(from, 4));
        store<u32>(to + 2 * oBytes, load<u32>(from, 8));
        store<u32>(to + 3 * oBytes, load<u32>(from, 12));
      }
    }
    for (; i < rows; i++) {
      for (let j = first; j < last; j++) store<u32>(o + i * oBytes + (j << 2), load<u32>(x + j * xBytes + (i << 2)));
    }
  }
}
