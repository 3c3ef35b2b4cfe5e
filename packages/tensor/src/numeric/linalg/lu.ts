/**
 * @file LU factorization of one row-major matrix, and what its factors give.
 */
import { solveTriangular } from './triangular.js';

function exchangeRows(a: Float64Array, columns: number, i: number, j: number): void {
  if (i === j) return;
  for (let c = 0; c < columns; c++) {
    const value = a[i * columns + c]!;
    a[i * columns + c] = a[j * columns + c]!;
    a[j * columns + c] = value;
  }
}

/** Row of the largest magnitude in column k, from row k on; the first among equals. */
function pivotRow(a: Float64Array, m: number, n: number, k: number): number {
  let row = k;
  let best = Math.abs(a[k * n + k]!);
  for (let i = k + 1; i < m; i++) {
    const size = Math.abs(a[i * n + k]!);
    if (size > best) {
      best = size;
      row = i;
    }
  }
  return row;
}

/**
 * `P·A = L·U` in place: U on and above the diagonal, L without its unit diagonal below. `pivots[k]` is the row, from 1, that row
 * k was exchanged with. Returns the position, from 1, of the first zero on U's diagonal, 0 where there is none.
 *
 * @see https://netlib.org/lapack/explore-html/d8/ddc/group__getrf.html
 */
export function luFactor(a: Float64Array, m: number, n: number, pivots: Float64Array, pivot: boolean = true): number {
  let info = 0;
  for (let k = 0; k < Math.min(m, n); k++) {
    const row = pivot ? pivotRow(a, m, n, k) : k;
    pivots[k] = row + 1;
    exchangeRows(a, n, k, row);
    const diagonal = a[k * n + k]!;
    if (diagonal === 0) {
      info ||= k + 1;
      continue;
    }
    const top = a.subarray(k * n, k * n + n);
    for (let i = k + 1; i < m; i++) {
      const factor = a[i * n + k]! / diagonal;
      a[i * n + k] = factor;
      if (factor === 0) continue;
      const at = i * n;
      for (let j = k + 1; j < n; j++) a[at + j]! -= factor * top[j]!;
    }
  }
  return info;
}

/** Exchanges the rows of `b [n, k]` as the factorization did, or back. */
export function permuteRows(b: Float64Array, k: number, pivots: Float64Array, back: boolean = false): void {
  const n = pivots.length;
  for (let i = 0; i < n; i++) {
    const row = back ? n - 1 - i : i;
    exchangeRows(b, k, row, pivots[row]! - 1);
  }
}

/** Solves `A·X = B`, or `Aᵀ·X = B`, in place of `b [n, k]` from the factors of `A [n, n]`. */
export function luSolve(
  lu: Float64Array,
  pivots: Float64Array,
  n: number,
  b: Float64Array,
  k: number,
  transposed: boolean,
): void {
  if (transposed) {
    solveTriangular(lu, n, b, k, { upper: true, transposed, unit: false });
    solveTriangular(lu, n, b, k, { upper: false, transposed, unit: true });
    permuteRows(b, k, pivots, true);
    return;
  }
  permuteRows(b, k, pivots);
  solveTriangular(lu, n, b, k, { upper: false, transposed, unit: true });
  solveTriangular(lu, n, b, k, { upper: true, transposed, unit: false });
}
