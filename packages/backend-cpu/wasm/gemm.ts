/**
 * @file Matrix products of float32 and float64: blocks that fit the caches, packed, then tiles.
 *
 * Inside of this file strides are in bytes. Columns of the result are neighbours; everything else may have any strides.
 */
import { dots } from './dots';
import { packLeft, packRight, TILE_BYTES, TILE_ROWS } from './pack';
import { ADD, COLUMN_BIAS, directColumn, packedColumns, ROW_BIAS } from './tile';
import { rowTimesStrips } from './vector';

/** Bytes of a sum that are taken at a time: a strip of the right factor then fills 16 kB of the first cache. */
const DEPTH_BYTES: i32 = 1024;
/** Panels of the right factor that are multiplied at a time: as many as share a cache line of the result. */
const STRIP_PANELS: i32 = 2;
/** Bytes of a packed block of the left factor: it lies in the second cache. */
const BLOCK_BYTES: i32 = 262_144;
/** Panels of the right factor that are packed at a time. */
const BLOCK_PANELS: i32 = 16;
/** Packing the left factor pays from this many columns on. */
const MANY_COLUMNS: i32 = 48;
/** Factors that both lie along the sum are not packed while the left one fits the second cache … */
const LEFT_BYTES: i32 = 262_144;
/** … and its sums are long enough for vectors along them, or its rows too few for packing. */
const LONG_SUM: i32 = 64;
const FEW_ROWS: i32 = 12;

/** Bytes from one packed panel of k steps to the next: an odd number of cache lines, so that they do not all fall into the same few. */
@inline
function panelBytes(k: i32): i32 {
  return (TILE_BYTES * k) | 64;
}

/** Bytes of memory that `gemm` packs into. */
export function gemmScratch(): i32 {
  return BLOCK_BYTES + BLOCK_PANELS * ((TILE_BYTES / 4) * DEPTH_BYTES + 64);
}

/** A block of the product of which the left factor fits `scratch`: `[mc, kc] × [kc, n]`. */
function multiplyBlock<T>(
  m: i32, n: i32, k: i32, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32,
  c: usize, cRow: i32, mode: i32, bias: usize, scratch: usize,
): void {
  const size = <i32>sizeof<T>();
  const width = TILE_BYTES / size;
  const right = scratch + BLOCK_BYTES;
  const panel = panelBytes(k);
  const packsLeft = n >= MANY_COLUMNS;
  if (packsLeft) packLeft<T>(scratch, a, m, k, aRow, aColumn);
  for (let j = 0; j < n; j += BLOCK_PANELS * width) {
    const columns = min(BLOCK_PANELS * width, n - j);
    const from = b + j * bColumn;
    // one row of tiles reads the right factor once: only what is narrower than a panel has to be packed
    const direct = m <= TILE_ROWS && bColumn == size ? columns - columns % width : 0;
    packRight<T>(right, panel, from + direct * bColumn, k, columns - direct, bRow, bColumn);
    let x = 0;
    for (; x < direct || (x < columns && !packsLeft); x += width) {
      const lies = x < direct;
      const at = lies ? from + x * size : right + ((x - direct) / width) * panel;
      const to = c + (j + x) * size;
      const end = mode == ROW_BIAS ? bias : bias + (j + x) * size;
      const bytes = min(width, columns - x) * size;
      directColumn<T>(m, k, a, aRow, aColumn, at, lies ? bRow : TILE_BYTES, to, cRow, bytes, mode, end);
    }
    for (; x < columns; x += STRIP_PANELS * width) {
      const at = right + ((x - direct) / width) * panel;
      const to = c + (j + x) * size;
      const end = mode == ROW_BIAS ? bias : bias + (j + x) * size;
      const bytes = min(STRIP_PANELS * width, columns - x) * size;
      packedColumns<T>(m, k, scratch, TILE_ROWS * k * size, at, panel, to, cRow, bytes, mode, end);
    }
  }
}

function multiplyBlocks<T>(
  m: i32, n: i32, k: i32, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32,
  c: usize, cRow: i32, mode: i32, bias: usize, scratch: usize,
): void {
  const size = <i32>sizeof<T>();
  const most = DEPTH_BYTES / size;
  const parts = (k + most - 1) / most;
  const depth = (k + parts - 1) / parts;
  const rows = (BLOCK_BYTES / (depth * size)) & -TILE_ROWS;
  for (let p = 0; p < k; p += depth) {
    const how = p > 0 ? ADD : mode;
    for (let i = 0; i < m; i += rows) {
      multiplyBlock<T>(
        min(rows, m - i), n, min(depth, k - p), a + i * aRow + p * aColumn, aRow, aColumn,
        b + p * bRow, bRow, bColumn, c + i * cRow, cRow, how, how == ROW_BIAS ? bias + i * size : bias, scratch,
      );
    }
  }
}

/** Whether `dots` does it faster. */
@inline
function liesAlong<T>(m: i32, k: i32, aColumn: i32, bRow: i32): bool {
  const size = <i32>sizeof<T>();
  return aColumn == size && bRow == size && (m <= FEW_ROWS || (k >= LONG_SUM && m <= LEFT_BYTES / size / k));
}

/** `c = a [m, k] × b [k, n]`, finished as `mode` says; a part of a product of `whole` rows is computed as that one is. */
export function gemm<T>(
  m: i32, n: i32, k: i32, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32,
  c: usize, cRow: i32, mode: i32, bias: usize, whole: i32, scratch: usize,
): void {
  const size = <i32>sizeof<T>();
  if (n == 1 && m > 1 && cRow == size) {
    // a column is the row of the transposed product
    const turned = mode == ROW_BIAS ? COLUMN_BIAS : mode == COLUMN_BIAS ? ROW_BIAS : mode;
    gemm<T>(1, m, k, b, bColumn, bRow, a, aColumn, aRow, c, m * size, turned, bias, 1, scratch);
  } else if (liesAlong<T>(whole, k, aColumn, bRow)) {
    dots<T>(m, n, k, a, aRow, b, bColumn, c, cRow, mode, bias);
  } else if (m == 1 && bColumn == size && mode <= ADD) {
    const done = rowTimesStrips<T>(n * size, k, a, aColumn, b, bRow, c, mode == ADD);
    if (done == n * size) return;
    multiplyBlocks<T>(1, n - done / size, k, a, aRow, aColumn, b + done, bRow, bColumn, c + done, cRow, mode, bias, scratch);
  } else {
    multiplyBlocks<T>(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, mode, bias, scratch);
  }
}

@inline
function batch<T>(
  count: i32, m: i32, n: i32, k: i32, a: usize, aNext: i32, aRow: i32, aColumn: i32,
  b: usize, bNext: i32, bRow: i32, bColumn: i32, c: usize, cNext: i32, cRow: i32, mode: i32, bias: usize,
  whole: i32, scratch: usize,
): void {
  const size = <i32>sizeof<T>();
  for (let i = 0; i < count; i++) {
    gemm<T>(
      m, n, k, a, aRow * size, aColumn * size, b, bRow * size, bColumn * size, c, cRow * size, mode, bias, whole,
      scratch,
    );
    a += aNext * size;
    b += bNext * size;
    c += cNext * size;
  }
}

/**
 * `count` products `c [m, n] = a [m, k] × b [k, n]`, the matrices `…Next` elements apart, finished as `mode` says (0 store, 1 add,
 * 2 bias of m rows, 3 bias of n columns). `whole` is m, or the rows of the
 * product that these are part of. `scratch` has `gemmScratch()` bytes.
 */
export function gemm_f32(
  count: i32, m: i32, n: i32, k: i32, a: usize, aNext: i32, aRow: i32, aColumn: i32,
  b: usize, bNext: i32, bRow: i32, bColumn: i32, c: usize, cNext: i32, cRow: i32, mode: i32, bias: usize,
  whole: i32, scratch: usize,
): void {
  batch<f32>(count, m, n, k, a, aNext, aRow, aColumn, b, bNext, bRow, bColumn, c, cNext, cRow, mode, bias, whole, scratch);
}

export function gemm_f64(
  count: i32, m: i32, n: i32, k: i32, a: usize, aNext: i32, aRow: i32, aColumn: i32,
  b: usize, bNext: i32, bRow: i32, bColumn: i32, c: usize, cNext: i32, cRow: i32, mode: i32, bias: usize,
  whole: i32, scratch: usize,
): void {
  batch<f64>(count, m, n, k, a, aNext, aRow, aColumn, b, bNext, bRow, bColumn, c, cNext, cRow, mode, bias, whole, scratch);
}
