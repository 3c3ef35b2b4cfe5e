/**
 * @file Singular values and vectors of one matrix: a QR factorization, then Jacobi rotations that make the rows of R orthogonal.
 *
 * @see Demmel, Veselić: Jacobi's method is more accurate than QR, SIAM J. Matrix Anal. Appl. 13 (1992)
 */
import { householderColumns, qrFactor } from './householder.js';

const EPSILON = Number.EPSILON;
const SWEEPS = 40;
/** Squared lengths below this, of a matrix with largest element 1, count as 0. */
const NOTHING = 1e-280;

function dot(a: Float64Array, i: number, j: number, n: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += a[i + k]! * a[j + k]!;
  return sum;
}

function rotate(a: Float64Array, i: number, j: number, n: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const x = a[i + k]!;
    const y = a[j + k]!;
    a[i + k] = c * x - s * y;
    a[j + k] = s * x + c * y;
  }
}

/** Rotates pairs of rows of `w [n, n]`, and of `turned` likewise, until all are orthogonal; false when that takes too long. */
function orthogonalizeRows(w: Float64Array, n: number, turned: Float64Array | undefined): boolean {
  const squares = new Float64Array(n);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    // lengths drift when they are only updated
    for (let i = 0; i < n; i++) squares[i] = dot(w, i * n, i * n, n);
    let done = true;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const [alpha, beta] = [squares[p]!, squares[q]!];
        if (alpha < NOTHING || beta < NOTHING) continue;
        const gamma = dot(w, p * n, q * n, n);
        if (Math.abs(gamma) <= EPSILON * Math.sqrt(alpha) * Math.sqrt(beta)) continue;
        done = false;
        const zeta = (beta - alpha) / (2 * gamma);
        const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const c = 1 / Math.sqrt(1 + t * t);
        rotate(w, p * n, q * n, n, c, c * t);
        if (turned) rotate(turned, p * n, q * n, n, c, c * t);
        squares[p] = dot(w, p * n, p * n, n);
        squares[q] = dot(w, q * n, q * n, n);
      }
    }
    if (done) return true;
  }
  return false;
}

/** Makes row `row` of `v [·, n]` a unit vector orthogonal to the rows before it: of the unit vectors, the one that is farthest from them. */
function completeRow(v: Float64Array, n: number, row: number): void {
  const at = row * n;
  let best = 0;
  let least = Infinity;
  for (let j = 0; j < n; j++) {
    let covered = 0;
    for (let i = 0; i < row; i++) covered += v[i * n + j]! ** 2;
    if (covered < least) {
      least = covered;
      best = j;
    }
  }
  v.fill(0, at, at + n);
  v[at + best] = 1;
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < row; i++) {
      const overlap = dot(v, i * n, at, n);
      for (let k = 0; k < n; k++) v[at + k]! -= overlap * v[i * n + k]!;
    }
    const length = Math.sqrt(dot(v, at, at, n));
    for (let k = 0; k < n; k++) v[at + k]! /= length;
  }
}

/** Singular values in descending order; U and V hold singular vectors in columns and rows. */
export interface Singular {
  readonly values: Float64Array;
  /** `[m, columns]`, row-major. */
  readonly left: Float64Array | undefined;
  /** `[n, n]`, one vector a row. */
  readonly right: Float64Array | undefined;
}

/**
 * Singular values, and vectors if asked for, of `a [m, n]` with m ≥ n, which is overwritten. `columns` is how many left vectors
 * there are to be, n or m. Undefined when the iteration fails.
 */
export function tallSvd(
  a: Float64Array,
  m: number,
  n: number,
  columns: number,
  vectors: boolean,
): Singular | undefined {
  let scale = 0;
  for (const x of a) scale = Math.max(scale, Math.abs(x));
  if (!Number.isFinite(scale)) return undefined;
  if (scale > 0) for (let i = 0; i < a.length; i++) a[i]! /= scale;
  const tau = new Float64Array(n);
  qrFactor(a, m, n, tau);
  const w = new Float64Array(n * n);
  for (let i = 0; i < n; i++) w.set(a.subarray(i * n + i, i * n + n), i * n + i);
  const turned = vectors ? new Float64Array(n * n) : undefined;
  if (turned) for (let i = 0; i < n; i++) turned[i * n + i] = 1;
  if (!orthogonalizeRows(w, n, turned)) return undefined;
  const lengths = Float64Array.from({ length: n }, (_, i) => Math.sqrt(dot(w, i * n, i * n, n)));
  const order = Array.from(lengths, (_, i) => i).sort((i, j) => lengths[j]! - lengths[i]!);
  const values = Float64Array.from(order, (i) => lengths[i]! * scale);
  if (!turned) return { values, left: undefined, right: undefined };
  return {
    values,
    left: leftVectors(householderColumns(a, m, n, tau, columns), m, columns, turned, order),
    right: rightVectors(w, lengths, order, n),
  };
}

function rightVectors(w: Float64Array, lengths: Float64Array, order: readonly number[], n: number): Float64Array {
  const right = new Float64Array(n * n);
  order.forEach((from, to) => {
    const length = lengths[from]!;
    if (length * length < NOTHING) completeRow(right, n, to);
    else for (let j = 0; j < n; j++) right[to * n + j] = w[from * n + j]! / length;
  });
  return right;
}

/** `Q · turnedᵀ` with columns in `order`; columns of Q beyond them stay. */
function leftVectors(
  q: Float64Array,
  m: number,
  columns: number,
  turned: Float64Array,
  order: readonly number[],
): Float64Array {
  const n = order.length;
  const left = q.slice();
  for (let r = 0; r < m; r++) {
    for (let c = 0; c < n; c++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += q[r * columns + k]! * turned[order[c]! * n + k]!;
      left[r * columns + c] = sum;
    }
  }
  return left;
}
