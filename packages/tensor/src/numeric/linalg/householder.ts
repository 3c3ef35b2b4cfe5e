/**
 * @file Householder reflections `I − τ·v·vᵀ` of row-major matrices, and the QR factorization that they give.
 */

/** What is below the diagonal of column k, from row k on: scaled so that squares neither overflow nor vanish. */
function columnNorm(a: Float64Array, m: number, n: number, k: number): number {
  let largest = 0;
  for (let i = k; i < m; i++) largest = Math.max(largest, Math.abs(a[i * n + k]!));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = k; i < m; i++) sum += (a[i * n + k]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** Makes column k of `a` zero below the diagonal but for the vector v, whose first element 1 is not stored; returns τ. */
function reflector(a: Float64Array, m: number, n: number, k: number): number {
  const alpha = a[k * n + k]!;
  let below = 0;
  for (let i = k + 1; i < m && below === 0; i++) below = Math.abs(a[i * n + k]!);
  if (below === 0) return 0;
  const norm = columnNorm(a, m, n, k);
  const beta = alpha >= 0 ? -norm : norm;
  for (let i = k + 1; i < m; i++) a[i * n + k]! /= alpha - beta;
  a[k * n + k] = beta;
  return (beta - alpha) / beta;
}

/** Applies the reflection with vector `v` (column `k` of `a [m, n]`, 1 at row k) from the left to columns `from …` of `b [m, p]`. */
function reflect(
  a: Float64Array,
  m: number,
  n: number,
  k: number,
  tau: number,
  b: Float64Array,
  p: number,
  from: number,
  work: Float64Array,
): void {
  if (tau === 0) return;
  for (let c = from; c < p; c++) work[c] = b[k * p + c]!;
  for (let i = k + 1; i < m; i++) {
    const v = a[i * n + k]!;
    for (let c = from; c < p; c++) work[c]! += v * b[i * p + c]!;
  }
  for (let c = from; c < p; c++) b[k * p + c]! -= tau * work[c]!;
  for (let i = k + 1; i < m; i++) {
    const v = tau * a[i * n + k]!;
    for (let c = from; c < p; c++) b[i * p + c]! -= v * work[c]!;
  }
}

/**
 * `A = Q·R` in place: R on and above the diagonal, the vectors of the reflections below, their factors in `tau`. The signs of
 * R's diagonal are LAPACK's.
 *
 * @see https://netlib.org/lapack/explore-html/d0/da1/group__geqrf.html
 */
export function qrFactor(a: Float64Array, m: number, n: number, tau: Float64Array): void {
  const work = new Float64Array(n);
  for (let k = 0; k < Math.min(m, n); k++) {
    tau[k] = reflector(a, m, n, k);
    reflect(a, m, n, k, tau[k]!, a, n, k + 1, work);
  }
}

/** The first `columns` columns of `H₀·H₁·…`, row-major `[m, columns]`, from vectors below the diagonal of `a [m, n]`. */
export function householderColumns(
  a: Float64Array,
  m: number,
  n: number,
  tau: Float64Array,
  columns: number,
): Float64Array {
  const q = new Float64Array(m * columns);
  for (let i = 0; i < Math.min(m, columns); i++) q[i * columns + i] = 1;
  const work = new Float64Array(columns);
  for (let k = tau.length - 1; k >= 0; k--) reflect(a, m, n, k, tau[k]!, q, columns, Math.min(k, columns), work);
  return q;
}
