/**
 * @file Exponential of one matrix: scaling, a Padé approximant of degree 13, squaring.
 *
 * @see Higham: The scaling and squaring method for the matrix exponential revisited, SIAM J. Matrix Anal. Appl. 26 (2005)
 */
import { luFactor, luSolve } from './lu.js';

/** Coefficients of the approximant, from the constant on. */
const pade = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
  670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
];
/** The approximant is exact to double precision up to this norm. */
const REACH = 5.371920351148152;

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k]!;
      if (factor === 0) continue;
      for (let j = 0; j < n; j++) out[i * n + j]! += factor * b[k * n + j]!;
    }
  }
  return out;
}

/** Largest sum of magnitudes in a column. */
function norm1(a: Float64Array, n: number): number {
  const sums = new Float64Array(n);
  a.forEach((x, i) => (sums[i % n]! += Math.abs(x)));
  return sums.reduce((most, sum) => (sum > most || Number.isNaN(sum) ? sum : most), 0);
}

/** `Σ factors[i] · terms[i]`, the last factor being that of the identity. */
function combine(terms: readonly Float64Array[], factors: readonly number[], n: number): Float64Array {
  const out = new Float64Array(n * n);
  terms.forEach((term, t) => term.forEach((x, i) => (out[i]! += factors[t]! * x)));
  if (factors.length > terms.length) for (let i = 0; i < n; i++) out[i * n + i]! += factors[terms.length]!;
  return out;
}

/** `exp(A)` of `a [n, n]`. */
export function matrixExponential(a: Float64Array, n: number): Float64Array {
  const norm = norm1(a, n);
  if (!Number.isFinite(norm)) return new Float64Array(n * n).fill(NaN);
  const squarings = Math.max(0, Math.ceil(Math.log2(norm / REACH)));
  const x = a.map((e) => e / 2 ** squarings);
  const x2 = multiply(x, x, n);
  const x4 = multiply(x2, x2, n);
  const x6 = multiply(x4, x2, n);
  const powers = [x6, x4, x2];
  const at = (k: number): number => pade[k]!;
  const odd = combine(
    [multiply(x6, combine(powers, [at(13), at(11), at(9)], n), n), ...powers],
    [1, at(7), at(5), at(3), at(1)],
    n,
  );
  const even = combine(
    [multiply(x6, combine(powers, [at(12), at(10), at(8)], n), n), ...powers],
    [1, at(6), at(4), at(2), at(0)],
    n,
  );
  const u = multiply(x, odd, n);
  const denominator = combine([even, u], [1, -1], n);
  let result = combine([even, u], [1, 1], n);
  const pivots = new Float64Array(n);
  luFactor(denominator, n, n, pivots);
  luSolve(denominator, pivots, n, result, n, false);
  for (let s = 0; s < squarings; s++) result = multiply(result, result, n);
  return result;
}
