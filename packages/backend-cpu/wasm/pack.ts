/**
 * @file Packing of strided matrices into panels that a tile reads in order.
 *
 * A panel holds some lanes (rows of the left or columns of the right factor) side by side, one step of the sum after the
 * other. Strides and positions are in bytes. Any strides do: a transposed or reversed matrix is read where it lies.
 */
import { lanes } from './lanes';

/** Rows of a tile. */
export const TILE_ROWS: i32 = 4;
/** Bytes of a tile's row: 8 columns of float32, 4 of float64. */
export const TILE_BYTES: i32 = 32;

/** Four steps of four neighbouring float32 lanes, from vectors that run along the sum. */
@inline
function transpose4(to: usize, step: i32, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(to + step, i64x2.shuffle(low01, low23, 1, 3));
  v128.store(to + 2 * step, i64x2.shuffle(high01, high23, 0, 2));
  v128.store(to + 3 * step, i64x2.shuffle(high01, high23, 1, 3));
}

/** One vector of lanes whose elements follow each other along the sum; returns how many steps it did. */
@inline
function packAlong<T>(to: usize, step: i32, from: usize, lane: i32, k: i32): i32 {
  let p = 0;
  if (sizeof<T>() == 4) {
    for (; p + 4 <= k; p += 4, from += 16, to += 4 * step) {
      const second = from + lane;
      const third = second + lane;
      transpose4(to, step, v128.load(from), v128.load(second), v128.load(third), v128.load(third + lane));
    }
  } else {
    for (; p + 2 <= k; p += 2, from += 16, to += 2 * step) {
      const first = v128.load(from);
      const second = v128.load(from + lane);
      v128.store(to, i64x2.shuffle(first, second, 0, 2));
      v128.store(to + step, i64x2.shuffle(first, second, 1, 3));
    }
  }
  return p;
}

/** Packs `count` lanes as one vector per step, zeros for missing ones: step p goes to `to + p · step`. */
export function packVector<T>(to: usize, step: i32, from: usize, lane: i32, along: i32, k: i32, count: i32): void {
  const size = <i32>sizeof<T>();
  let p = 0;
  if (count >= lanes<T>()) {
    if (lane == size) {
      for (; p < k; p++, to += step, from += along) v128.store(to, v128.load(from));
      return;
    }
    if (along == size) p = packAlong<T>(to, step, from, lane, k);
    for (; p < k; p++) {
      const target = to + p * step;
      let source = from + p * along;
      for (let l = 0; l < 16; l += size, source += lane) store<T>(target + l, load<T>(source));
    }
    return;
  }
  for (; p < k; p++, to += step, from += along) {
    v128.store(to, i64x2.splat(0));
    for (let l = 0; l < count; l++) store<T>(to + l * size, load<T>(from + l * lane));
  }
}

/** The way back: the first `count` lanes of k vectors, `step` bytes apart, to rows of neighbours that are `lane` bytes apart. */
export function unpackVector<T>(to: usize, lane: i32, from: usize, step: i32, k: i32, count: i32): void {
  const size = <i32>sizeof<T>();
  let p = 0;
  if (count >= lanes<T>()) {
    if (size == 4) {
      for (; p + 4 <= k; p += 4, from += 4 * step) {
        const third = from + 2 * step;
        transpose4(
          to + p * size, lane, v128.load(from), v128.load(from + step), v128.load(third), v128.load(third + step),
        );
      }
    } else {
      for (; p + 2 <= k; p += 2, from += 2 * step) {
        const first = v128.load(from);
        const second = v128.load(from + step);
        v128.store(to + p * size, i64x2.shuffle(first, second, 0, 2));
        v128.store(to + p * size + lane, i64x2.shuffle(first, second, 1, 3));
      }
    }
  }
  for (; p < k; p++, from += step) {
    for (let l = 0; l < min(count, lanes<T>()); l++) store<T>(to + p * size + l * lane, load<T>(from + l * size));
  }
}

/** Packs `rows` rows of the left factor: panels `[k][4]`. */
export function packLeft<T>(to: usize, from: usize, rows: i32, k: i32, row: i32, along: i32): void {
  const step = TILE_ROWS * <i32>sizeof<T>();
  for (let i = 0; i < rows; i += TILE_ROWS) {
    for (let l = 0; l < TILE_ROWS; l += lanes<T>()) {
      packVector<T>(to + l * sizeof<T>(), step, from + (i + l) * row, row, along, k, rows - i - l);
    }
    to += step * k;
  }
}

/** Packs `columns` columns of the right factor: panels of 32 bytes per step, `panel` bytes apart. */
export function packRight<T>(
  to: usize, panel: i32, from: usize, k: i32, columns: i32, along: i32, column: i32,
): void {
  const size = <i32>sizeof<T>();
  const width = TILE_BYTES / size;
  let j = 0;
  if (column == size) {
    // whole rows at a time: neighbouring columns share cache lines and pages
    const whole = columns / width;
    for (let p = 0; p < k; p++) {
      let source = from + p * along;
      let target = to + p * TILE_BYTES;
      for (let i = 0; i < whole; i++, source += TILE_BYTES, target += panel) {
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
      }
    }
    j = whole * width;
    to += whole * panel;
  }
  for (; j < columns; j += width, to += panel) {
    for (let l = 0; l < width; l += lanes<T>()) {
      packVector<T>(to + l * size, TILE_BYTES, from + (j + l) * column, column, along, k, columns - j - l);
    }
  }
}
