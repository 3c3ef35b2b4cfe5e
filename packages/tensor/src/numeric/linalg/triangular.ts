/**
 * @file Triangular systems over row-major matrices.
 */

/** Which triangle counts and how it is read. */
export interface TriangularForm {
  readonly upper: boolean;
  /** Solves with the transposed triangle. */
  readonly transposed: boolean;
  /** The diagonal counts as ones. */
  readonly unit: boolean;
}

/** `b[i] -= factor · b[j]` for rows of k elements. */
function subtractRow(b: Float64Array, k: number, i: number, j: number, factor: number): void {
  if (factor === 0) return;
  const to = i * k;
  const from = j * k;
  for (let c = 0; c < k; c++) b[to + c]! -= factor * b[from + c]!;
}

function divideRow(b: Float64Array, k: number, i: number, divisor: number): void {
  for (let c = i * k; c < (i + 1) * k; c++) b[c]! /= divisor;
}

/** Solves `A·X = B` in place of `b [n, k]`; of `a [n, n]` only one triangle is read. */
export function solveTriangular(a: Float64Array, n: number, b: Float64Array, k: number, form: TriangularForm): void {
  const { upper, transposed, unit } = form;
  const backwards = upper !== transposed;
  for (let s = 0; s < n; s++) {
    const i = backwards ? n - 1 - s : s;
    if (transposed) {
      if (!unit) divideRow(b, k, i, a[i * n + i]!);
      for (let j = upper ? i + 1 : 0; j < (upper ? n : i); j++) subtractRow(b, k, j, i, a[i * n + j]!);
    } else {
      for (let j = upper ? i + 1 : 0; j < (upper ? n : i); j++) subtractRow(b, k, i, j, a[i * n + j]!);
      if (!unit) divideRow(b, k, i, a[i * n + i]!);
    }
  }
}
