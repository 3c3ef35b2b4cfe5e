/**
 * @file Cholesky factorization of one row-major matrix.
 */

/**
 * `A = L·Lᵀ` in place, reading the lower triangle and clearing the upper one. Returns the order, from 1, of the first leading
 * minor that is not positive-definite, 0 where all are; what is below it stays as it was.
 *
 * @see https://netlib.org/lapack/explore-html/d2/d09/group__potrf.html
 */
export function choleskyFactor(a: Float64Array, n: number): number {
  let info = 0;
  for (let i = 0; i < n; i++) {
    a.fill(0, i * n + i + 1, i * n + n);
    for (let j = 0; j <= i && info === 0; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      if (j < i) a[i * n + j] = sum / a[j * n + j]!;
      else if (sum > 0) a[i * n + i] = Math.sqrt(sum);
      else info = i + 1;
    }
  }
  return info;
}
