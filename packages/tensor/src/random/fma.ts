/**
 * @file Fused multiply-add: `a * b + c` with one rounding, which PyTorch's compiled kernels use and JavaScript lacks.
 */
const SPLITTER = 2 ** 27 + 1;

/**
 * `a * b + c` of float64 values, rounded once.
 *
 * The product is split into two float64 halves and the sum rounded to odd before the last addition, which makes that
 * addition round as the exact result would. Exact as long as no intermediate value overflows or underflows.
 *
 * @see S. Boldo and G. Melquiond, "Emulation of FMA and correctly rounded sums", IEEE Trans. Computers 57 (2008).
 */
export function fma(a: number, b: number, c: number): number {
  const product = a * b;
  if (c === 0 || !Number.isFinite(product)) return product + c;
  const aHigh = high(a);
  const bHigh = high(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  const productError = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  const low = c + productError;
  const lowError = twoSumError(c, productError, low);
  const sum = product + low;
  return sum + sumToOdd(lowError, twoSumError(product, low, sum));
}

/** The upper 26 bits of `x` (Veltkamp's splitting). */
function high(x: number): number {
  const scaled = SPLITTER * x;
  return scaled - (scaled - x);
}

/** What rounding `sum = a + b` left out (Knuth's TwoSum). */
function twoSumError(a: number, b: number, sum: number): number {
  const bRounded = sum - a;
  return a - (sum - bRounded) + (b - bRounded);
}

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** `a + b` rounded to odd: when the sum is inexact and its last bit even, it moves one step towards the exact value. */
function sumToOdd(a: number, b: number): number {
  const sum = a + b;
  const error = twoSumError(a, b, sum);
  if (error === 0) return sum;
  float[0] = sum;
  if ((bits[0]! & 1n) === 0n) bits[0]! += error > 0 === sum > 0 ? 1n : -1n;
  return float[0];
}
