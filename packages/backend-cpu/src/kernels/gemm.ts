/**
 * @file The matrix product that matmul and the convolutions are made of: tiles of 4 × 4 results over packed panels.
 *
 * Panels hold doubles, so sums are exact to float64 for every dtype, and the inner loop reads memory in order whatever the
 * layout of the operands.
 */
import type { TypedArray } from '@x/tensor/core';

/**
 * A matrix somewhere in an array: element (r, c) is `data[offset + rows[r] + cols[c]]`. Positions need not be evenly spaced,
 * so an image seen as the matrix of its windows is one, too.
 */
export interface Matrix {
  readonly data: TypedArray;
  readonly offset: number;
  readonly rows: Int32Array;
  readonly cols: Int32Array;
}

/** Positions of `n` rows or columns that lie `stride` apart. */
export function evenly(n: number, stride: number): Int32Array {
  const positions = new Int32Array(n);
  for (let i = 0; i < n; i++) positions[i] = i * stride;
  return positions;
}

/** Rows and columns of a tile. */
const TILE = 4;
/** Rows of `a` that are packed at a time: few enough to stay in the cache while the columns of `b` pass by. */
const ROW_BLOCK = 128;

let rowPanels = new Float64Array(0);
let columnPanel = new Float64Array(0);
const tile = new Float64Array(TILE * TILE);

function reserve(k: number, rows: number): void {
  const length = k * Math.ceil(rows / TILE) * TILE;
  if (rowPanels.length < length) rowPanels = new Float64Array(length);
  if (columnPanel.length < k * TILE) columnPanel = new Float64Array(k * TILE);
}

/**
 * Packs up to four lanes (rows of `a` or columns of `b`) side by side: `to[t + p·4 + l] = data[base + lanes[first + l] + steps[p]]`;
 * missing lanes are zeros.
 */
function pack(m: Matrix, lanes: Int32Array, steps: Int32Array, first: number, to: Float64Array, t: number): void {
  const { data, offset } = m;
  if (first + TILE <= lanes.length) {
    const l0 = offset + lanes[first]!;
    const l1 = offset + lanes[first + 1]!;
    const l2 = offset + lanes[first + 2]!;
    const l3 = offset + lanes[first + 3]!;
    for (let p = 0; p < steps.length; p++, t += TILE) {
      const step = steps[p]!;
      to[t] = data[l0 + step]!;
      to[t + 1] = data[l1 + step]!;
      to[t + 2] = data[l2 + step]!;
      to[t + 3] = data[l3 + step]!;
    }
    return;
  }
  for (let l = 0; l < TILE; l++) {
    const lane = first + l < lanes.length ? offset + lanes[first + l]! : -1;
    for (let p = 0; p < steps.length; p++) to[t + p * TILE + l] = lane < 0 ? 0 : data[lane + steps[p]!]!;
  }
}

/** Adds the part of `tile` that lies inside of `out` at (row, column). */
function addPart(out: Matrix, row: number, column: number): void {
  const { data, offset, rows, cols } = out;
  const bottom = Math.min(row + TILE, rows.length);
  const right = Math.min(column + TILE, cols.length);
  for (let r = row; r < bottom; r++) {
    for (let c = column; c < right; c++) {
      data[offset + rows[r]! + cols[c]!]! += tile[(r - row) * TILE + c - column]!;
    }
  }
}

/**
 * Adds the product of four rows, packed from index `i` of `a` on, and four columns, packed in `b`, to `out` at (row, column).
 * Sixteen sums fit into the registers of a processor; written as arrays they would not stay there.
 */
function addProduct(
  a: Float64Array,
  i: number,
  b: Float64Array,
  k: number,
  out: Matrix,
  row: number,
  column: number,
): void {
  let c00 = 0,
    c01 = 0,
    c02 = 0,
    c03 = 0;
  let c10 = 0,
    c11 = 0,
    c12 = 0,
    c13 = 0;
  let c20 = 0,
    c21 = 0,
    c22 = 0,
    c23 = 0;
  let c30 = 0,
    c31 = 0,
    c32 = 0,
    c33 = 0;
  for (let p = 0, j = 0; p < k; p++, i += TILE, j += TILE) {
    const b0 = b[j]!;
    const b1 = b[j + 1]!;
    const b2 = b[j + 2]!;
    const b3 = b[j + 3]!;
    const a0 = a[i]!;
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    const a1 = a[i + 1]!;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    const a2 = a[i + 2]!;
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3;
    const a3 = a[i + 3]!;
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3;
  }
  const { data, offset, rows, cols } = out;
  if (row + TILE > rows.length || column + TILE > cols.length) {
    tile[0] = c00;
    tile[1] = c01;
    tile[2] = c02;
    tile[3] = c03;
    tile[4] = c10;
    tile[5] = c11;
    tile[6] = c12;
    tile[7] = c13;
    tile[8] = c20;
    tile[9] = c21;
    tile[10] = c22;
    tile[11] = c23;
    tile[12] = c30;
    tile[13] = c31;
    tile[14] = c32;
    tile[15] = c33;
    addPart(out, row, column);
    return;
  }
  const r0 = offset + rows[row]!;
  const r1 = offset + rows[row + 1]!;
  const r2 = offset + rows[row + 2]!;
  const r3 = offset + rows[row + 3]!;
  const s0 = cols[column]!;
  const s1 = cols[column + 1]!;
  const s2 = cols[column + 2]!;
  const s3 = cols[column + 3]!;
  data[r0 + s0]! += c00;
  data[r0 + s1]! += c01;
  data[r0 + s2]! += c02;
  data[r0 + s3]! += c03;
  data[r1 + s0]! += c10;
  data[r1 + s1]! += c11;
  data[r1 + s2]! += c12;
  data[r1 + s3]! += c13;
  data[r2 + s0]! += c20;
  data[r2 + s1]! += c21;
  data[r2 + s2]! += c22;
  data[r2 + s3]! += c23;
  data[r3 + s0]! += c30;
  data[r3 + s1]! += c31;
  data[r3 + s2]! += c32;
  data[r3 + s3]! += c33;
}

/** `out += a × b`, each sum taken in doubles. Elements of `out` may share memory: they are added to one after the other. */
export function gemm(a: Matrix, b: Matrix, out: Matrix): void {
  const m = a.rows.length;
  const n = b.cols.length;
  const k = a.cols.length;
  reserve(k, Math.min(m, ROW_BLOCK));
  for (let top = 0; top < m; top += ROW_BLOCK) {
    const bottom = Math.min(top + ROW_BLOCK, m);
    for (let r = top; r < bottom; r += TILE) pack(a, a.rows, a.cols, r, rowPanels, (r - top) * k);
    for (let c = 0; c < n; c += TILE) {
      pack(b, b.cols, b.rows, c, columnPanel, 0);
      for (let r = top; r < bottom; r += TILE) {
        addProduct(rowPanels, (r - top) * k, columnPanel, k, out, r, c);
      }
    }
  }
}
