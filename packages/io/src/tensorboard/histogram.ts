/** How many of some numbers lie between limits. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Upper limit of each bucket; the first bucket is empty and gives the lower limit of the next. */
  readonly limits: readonly number[];
  readonly counts: readonly number[];
}

const SMALLEST = 1e-12;
const LARGEST = 1e20;
const GROWTH = 1.1;

/** The limits that TensorFlow and PyTorch use: they grow by a tenth from 10⁻¹² to 10²⁰, on both sides of 0. */
const edges: readonly number[] = /* @__PURE__ */ (() => {
  const positive: number[] = [];
  for (let edge = SMALLEST; edge < LARGEST; edge *= GROWTH) positive.push(edge);
  return [...positive.map((edge) => -edge).toReversed(), 0, ...positive];
})();

/** The last limit that is not above a value; -1 when all are. */
function below(value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Counts finite numbers between limits, as `torch.utils.tensorboard` does; numbers beyond ±10²⁰ are in none of the buckets.
 *
 * @param values - at least one.
 */
export function histogramOf(values: Float64Array): Histogram {
  const counts = new Float64Array(edges.length - 1);
  let [min, max, sum, sumOfSquares] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    sumOfSquares += value * value;
    const bucket = value === edges.at(-1) ? counts.length - 1 : below(value);
    if (bucket >= 0 && bucket < counts.length) counts[bucket]! += 1;
  }
  const first = Math.max(
    counts.findIndex((n) => n > 0),
    0,
  );
  const last = Math.max(
    counts.findLastIndex((n) => n > 0),
    0,
  );
  return {
    min,
    max,
    count: values.length,
    sum,
    sumOfSquares,
    limits: edges.slice(first, last + 2),
    counts: [0, ...counts.subarray(first, last + 1)],
  };
}
