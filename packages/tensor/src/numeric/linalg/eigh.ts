/**
 * @file Eigenvalues and eigenvectors of one symmetric matrix: Householder reduction to a tridiagonal matrix, then the implicit
 * QR iteration with Wilkinson's shift.
 *
 * @see Golub, Van Loan: Matrix Computations, 8.3
 */

/** A tridiagonal matrix and the rows of the orthogonal one that made it. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
}

/** Reduces the symmetric `a [n, n]` and leaves the vectors of its reflections in the rows of the upper triangle. */
function tridiagonalize(a: Float64Array, n: number, tau: Float64Array): Tridiagonal {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(Math.max(n - 1, 0));
  const w = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    diagonal[k] = a[k * n + k]!;
    const v = a.subarray(k * n, k * n + n);
    tau[k] = reflectorOf(v, k + 1, n);
    beside[k] = v[k]!;
    v[k] = diagonal[k]!;
    if (tau[k] !== 0) reflectBothSides(a, n, k + 1, v, tau[k]!, w);
  }
  if (n > 0) diagonal[n - 1] = a[n * n - 1]!;
  return { diagonal, beside };
}

/** Turns `v[from …]` into the vector of a reflection (1 at `from`) that maps it to a multiple of the first unit vector, which goes to `v[from − 1]`. */
function reflectorOf(v: Float64Array, from: number, n: number): number {
  let largest = 0;
  for (let i = from + 1; i < n; i++) largest = Math.max(largest, Math.abs(v[i]!));
  const alpha = v[from]!;
  if (largest === 0) {
    v[from - 1] = alpha;
    v[from] = 1;
    return 0;
  }
  largest = Math.max(largest, Math.abs(alpha));
  let sum = 0;
  for (let i = from; i < n; i++) sum += (v[i]! / largest) ** 2;
  const norm = largest * Math.sqrt(sum);
  const beta = alpha >= 0 ? -norm : norm;
  for (let i = from + 1; i < n; i++) v[i]! /= alpha - beta;
  v[from] = 1;
  v[from - 1] = beta;
  return (beta - alpha) / beta;
}

/** `A ← H·A·H` for the trailing block from `from` on, which stays symmetric. */
function reflectBothSides(
  a: Float64Array,
  n: number,
  from: number,
  v: Float64Array,
  tau: number,
  w: Float64Array,
): void {
  let overlap = 0;
  for (let i = from; i < n; i++) {
    let sum = 0;
    for (let j = from; j < n; j++) sum += a[i * n + j]! * v[j]!;
    w[i] = tau * sum;
    overlap += w[i]! * v[i]!;
  }
  for (let i = from; i < n; i++) w[i]! -= 0.5 * tau * overlap * v[i]!;
  for (let i = from; i < n; i++) {
    const vi = v[i]!;
    const wi = w[i]!;
    for (let j = from; j < n; j++) a[i * n + j]! -= vi * w[j]! + wi * v[j]!;
  }
}

/** Rows of the orthogonal matrix `Qᵀ = … H₁·H₀` with `Qᵀ·A·Q` tridiagonal. */
function accumulate(a: Float64Array, n: number, tau: Float64Array): Float64Array {
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  for (let k = n - 2; k >= 0; k--) {
    if (tau[k] === 0) continue;
    for (let r = k + 1; r < n; r++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += rows[r * n + j]! * a[k * n + j]!;
      sum *= tau[k]!;
      for (let j = k + 1; j < n; j++) rows[r * n + j]! -= sum * a[k * n + j]!;
    }
  }
  return rows;
}

function rotateRows(rows: Float64Array, n: number, k: number, c: number, s: number): void {
  const first = k * n;
  const second = first + n;
  for (let j = 0; j < n; j++) {
    const x = rows[first + j]!;
    const y = rows[second + j]!;
    rows[first + j] = c * x + s * y;
    rows[second + j] = c * y - s * x;
  }
}

/** One step of the QR iteration on the unreduced block `low … high`. */
function chase(
  { diagonal: d, beside: e }: Tridiagonal,
  low: number,
  high: number,
  turn: (k: number, c: number, s: number) => void,
): void {
  const delta = (d[high - 1]! - d[high]!) / 2;
  const last = e[high - 1]!;
  const root = Math.hypot(delta, last);
  const shift = d[high]! - last * (last / (delta + (delta >= 0 ? root : -root)));
  let x = d[low]! - shift;
  let z = e[low]!;
  for (let k = low; k < high; k++) {
    const r = Math.hypot(x, z);
    const c = r === 0 ? 1 : x / r;
    const s = r === 0 ? 0 : z / r;
    if (k > low) e[k - 1] = r;
    const [first, second, between] = [d[k]!, d[k + 1]!, e[k]!];
    d[k] = c * c * first + 2 * c * s * between + s * s * second;
    d[k + 1] = s * s * first - 2 * c * s * between + c * c * second;
    e[k] = c * s * (second - first) + (c * c - s * s) * between;
    turn(k, c, s);
    if (k === high - 1) break;
    x = e[k]!;
    z = s * e[k + 1]!;
    e[k + 1]! *= c;
  }
}

/** Makes the tridiagonal matrix diagonal; false when that takes too long. */
function iterate(t: Tridiagonal, n: number, turn: (k: number, c: number, s: number) => void): boolean {
  const { diagonal: d, beside: e } = t;
  // next to eigenvalues near 0, rounding keeps e above what their own size would ask for
  const scale = Math.max(...[d, e].map((part) => part.reduce((most, x) => Math.max(most, Math.abs(x)), 0)));
  const negligible = (i: number): boolean =>
    Math.abs(e[i]!) <= Number.EPSILON * 0.5 * Math.max(Math.abs(d[i]!) + Math.abs(d[i + 1]!), scale * 0.5);
  let steps = 60 * n;
  for (let high = n - 1; high > 0; ) {
    if (negligible(high - 1)) {
      high--;
      continue;
    }
    let low = high - 1;
    while (low > 0 && !negligible(low - 1)) low--;
    if (steps-- === 0) return false;
    chase(t, low, high, turn);
  }
  return true;
}

/** Eigenvalues in ascending order and, in the rows of `vectors`, the eigenvectors. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array | undefined;
}

/** Eigenvalues, and eigenvectors if asked for, of the symmetric `a [n, n]`, which is overwritten; undefined when the iteration fails. */
export function symmetricEigen(a: Float64Array, n: number, withVectors: boolean): Eigen | undefined {
  const tau = new Float64Array(n);
  const t = tridiagonalize(a, n, tau);
  const rows = withVectors ? accumulate(a, n, tau) : undefined;
  if (!iterate(t, n, (k, c, s) => rows && rotateRows(rows, n, k, c, s))) return undefined;
  const order = Array.from(t.diagonal, (_, i) => i).sort((i, j) => t.diagonal[i]! - t.diagonal[j]!);
  const vectors = rows && new Float64Array(n * n);
  order.forEach((from, to) => vectors?.set(rows!.subarray(from * n, from * n + n), to * n));
  return { values: Float64Array.from(order, (i) => t.diagonal[i]!), vectors };
}
