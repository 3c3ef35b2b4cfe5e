/**
 * @file Counts of values: how often each integer appears, and histograms. They are computed on the host.
 */
import { fromHost } from '../construct.js';
import { type DType, hostArray, isFloatingPoint, type TypedArray } from '../dtype.js';
import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { readSync } from '../host.js';
import { checkOptions } from '../options.js';
import { sameShape, shapeText } from '../shape.js';
import { isTensor, type Tensor } from '../tensor.js';

const wayOut = "await toAsync('cpu') first";

/** Options of `bincount`. */
export interface BincountOptions {
  /** What each element counts. Default: 1. */
  readonly weights?: Tensor | null;
  /** Least number of counts. Default: 0. */
  readonly minlength?: number;
}

/**
 * How often each number from 0 on appears: `int [n] → int32 [largest + 1]`; with weights their sums, float64 unless they are float32.
 *
 * @throws ValueError for negative elements, ShapeError for more than one dimension or weights of another size.
 * @example tensor([1, 3, 1]).bincount() // [0, 2, 0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.bincount.html
 */
export function bincount(self: Tensor, options: BincountOptions = {}): Tensor {
  checkOptions('bincount', options, ['weights', 'minlength']);
  const { weights = null, minlength = 0 } = options;
  if (isFloatingPoint(self.dtype) || self.dtype === 'bool')
    throw new DTypeError('bincount', `needs integers, got ${self.dtype}`, { dtypes: [self.dtype] });
  if (!Number.isInteger(minlength) || minlength < 0)
    throw new ValueError('bincount', `minlength should be ≥ 0, got ${minlength}`, { minlength });
  if (self.ndim !== 1 || (weights !== null && !sameShape(weights.shape, self.shape))) {
    throw new ShapeError('bincount', `needs a vector, and weights of its size, got ${shapeText(self.shape)}`, {
      shapes: [self.shape, ...(weights ? [weights.shape] : [])],
    });
  }
  const values = readSync('bincount', self, wayOut);
  const [least, largest] = rangeOf(values);
  if (least < 0) throw new ValueError('bincount', `only supports non-negative integers, got ${least}`, { least });
  const dtype: DType = weights === null ? 'int32' : weights.dtype === 'float32' ? 'float32' : 'float64';
  const factors = weights === null ? undefined : readSync('bincount', weights.detach(), wayOut);
  const length = Math.max(minlength, values.length === 0 ? 0 : largest + 1);
  const counts = hostArray(dtype, length);
  values.forEach((value, i) => {
    counts[value]! += factors ? factors[i]! : 1;
  });
  return fromHost(self.storage.backend, [length], dtype, counts);
}

/** The least and the largest value, NaN where one is NaN, ±∞ where there is none. */
function rangeOf(values: TypedArray): readonly [least: number, largest: number] {
  let [least, largest] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    largest = Math.max(largest, value);
  }
  return [least, largest];
}

/** The ends of a histogram: those given, else the least and the largest element; one apart when they are the same. */
function ends(op: string, values: TypedArray, low: number, high: number): readonly [low: number, high: number] {
  const [from, to] = low === high && values.length > 0 ? rangeOf(values) : [low, high];
  if (!Number.isFinite(from) || !Number.isFinite(to))
    throw new ValueError(op, `range of [${from}, ${to}] is not finite`, { from, to });
  if (from > to) throw new ValueError(op, `max must be larger than min, got [${from}, ${to}]`, { from, to });
  return from === to ? [from - 1, to + 1] : [from, to];
}

/** Rounds as the tensor's dtype does. */
function rounding({ dtype }: Tensor): (x: number) => number {
  return dtype === 'float32' ? Math.fround : (x) => x;
}

function checkBins(op: string, bins: number): void {
  if (!Number.isInteger(bins) || bins < 1) throw new ValueError(op, `bins must be > 0, got ${bins}`, { bins });
}

function checkFloats(op: string, self: Tensor): void {
  if (!isFloatingPoint(self.dtype))
    throw new DTypeError(op, `needs a floating point tensor, got ${self.dtype}`, { dtypes: [self.dtype] });
}

/** Options of `histc`. */
export interface HistcOptions {
  /** Number of bins. Default: 100. */
  readonly bins?: number;
  /** Lower end; both ends 0: the least element. Default: 0. */
  readonly min?: number;
  /** Upper end; both ends 0: the largest element. Default: 0. */
  readonly max?: number;
}

/**
 * Counts of elements in bins of equal width between min and max; others are ignored: `[*] → [bins]`.
 *
 * @throws ValueError when max < min or bins < 1, DTypeError for integers and bools.
 * @example tensor([1.5, 2, 1]).histc({ bins: 4, min: 0, max: 3 }) // [0, 1, 2, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.histc.html
 */
export function histc(self: Tensor, options: HistcOptions = {}): Tensor {
  checkOptions('histc', options, ['bins', 'min', 'max']);
  const { bins = 100, min = 0, max = 0 } = options;
  checkFloats('histc', self);
  checkBins('histc', bins);
  const values = readSync('histc', self.detach(), wayOut);
  // in the dtype's own precision, which decides at the edges of bins
  const round = rounding(self);
  const range = ends('histc', values, min, max);
  const [low, high] = [round(range[0]), round(range[1])];
  const counts = hostArray(self.dtype, bins);
  for (const value of values) {
    if (!(value >= low && value <= high)) continue;
    counts[Math.min(Math.floor(round(round(round(value - low) * bins) / round(high - low))), bins - 1)]! += 1;
  }
  return fromHost(self.storage.backend, [bins], self.dtype, counts);
}

/** Options of `histogram` and `histogramdd`. */
export interface HistogramOptions {
  /** Lower and upper end, for each dimension. Default: the least and the largest element. */
  readonly range?: readonly number[] | null;
  /** What each element counts. Default: 1. */
  readonly weight?: Tensor | null;
  /** Whether the histogram is one of densities, whose integral is 1. Default: false. */
  readonly density?: boolean;
}

/** Counts and the edges of their bins. */
export interface Histogram {
  readonly hist: Tensor;
  readonly binEdges: Tensor;
}

/** Counts and, for each dimension, the edges of its bins. */
export interface HistogramDD {
  readonly hist: Tensor;
  readonly binEdges: readonly Tensor[];
}

/** Edges of bins as given, or evenly spaced over a range, in the precision of the points. */
function edgesOf(
  op: string,
  values: TypedArray,
  bins: number | Tensor,
  range: readonly number[] | undefined,
  round: (x: number) => number,
): Float64Array {
  if (isTensor(bins)) {
    if (bins.ndim !== 1)
      throw new ShapeError(op, `bins must be a vector of edges, got ${shapeText(bins.shape)}`, {
        shapes: [bins.shape],
      });
    return Float64Array.from(readSync(op, bins.detach(), wayOut));
  }
  checkBins(op, bins);
  const [from, to] = range ?? [0, 0];
  const [low, high] = range ? spread(op, from!, to!) : values.length === 0 ? [0, 1] : spread(op, ...rangeOf(values));
  const [first, last] = [round(low), round(high)];
  const step = round(round(last - first) / bins);
  return Float64Array.from({ length: bins + 1 }, (_, i) =>
    round(i < (bins + 1) / 2 ? first + step * i : last - step * (bins - i)),
  );
}

/** @throws ValueError for a range that is not finite or goes backwards. */
function spread(op: string, low: number, high: number): readonly [low: number, high: number] {
  if (!Number.isFinite(low) || !Number.isFinite(high))
    throw new ValueError(op, `range [${low}, ${high}] is not finite`, { low, high });
  if (low > high) throw new ValueError(op, `min should not exceed max, got [${low}, ${high}]`, { low, high });
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** The bin of a value, the last one holding its upper edge too; -1 outside. */
function binOf(edges: Float64Array, value: number): number {
  const last = edges.length - 1;
  if (!(value >= edges[0]! && value <= edges[last]!)) return -1;
  let first = 0;
  // C++'s upper_bound, step by step: edges that are out of order have no other right answer
  for (let left = edges.length; left > 0; ) {
    const half = left >> 1;
    if (value < edges[first + half]!) left = half;
    else {
      first += half + 1;
      left -= half + 1;
    }
  }
  return Math.min(first - 1, last - 1);
}

function weightsOf(op: string, weight: Tensor | null, count: number, of: Tensor): TypedArray | undefined {
  if (weight === null) return undefined;
  if (weight.numel() !== count || weight.dtype !== of.dtype) {
    throw new ShapeError(op, `needs ${count} weights of ${of.dtype}, got ${weight.dtype} ${shapeText(weight.shape)}`, {
      shapes: [of.shape, weight.shape],
    });
  }
  return readSync(op, weight.detach(), wayOut);
}

/**
 * Counts of elements in bins, and the edges of the bins: `[*] → { hist: [bins], binEdges: [bins + 1] }`.
 *
 * @param bins - number of bins of equal width, or their edges in increasing order.
 * @throws ValueError when bins < 1 or the range is backwards, DTypeError for integers and bools.
 * @example histogram(tensor([1.5, 2, 1]), 4, { range: [0, 3] }).hist // [0, 1, 2, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.histogram.html
 */
export function histogram(self: Tensor, bins: number | Tensor, options: HistogramOptions = {}): Histogram {
  checkFloats('histogram', self);
  const { hist, binEdges } = binned('histogram', self.reshape(-1, 1), [bins], options);
  return { hist, binEdges: binEdges[0]! };
}

/**
 * Counts of points in a grid of bins, and the edges along each dimension: `[n, D] → { hist: [bins₁, …], binEdges }`.
 *
 * @param bins - for each dimension: number of bins of equal width, or their edges; one number for all.
 * @throws ValueError when bins < 1 or a range is backwards, DTypeError for integers and bools.
 * @example histogramdd(tensor([[0, 1.5], [1, 0]]), [2, 2]).hist // [[0, 1], [1, 0]]
 * @see https://pytorch.org/docs/stable/generated/torch.histogramdd.html
 */
export function histogramdd(
  self: Tensor,
  bins: number | readonly (number | Tensor)[],
  options: HistogramOptions = {},
): HistogramDD {
  checkFloats('histogramdd', self);
  if (self.ndim < 2)
    throw new ShapeError('histogramdd', `needs points [*, D], got ${shapeText(self.shape)}`, { shapes: [self.shape] });
  const points = self.reshape(-1, self.size(-1));
  const list = typeof bins === 'number' ? Array.from({ length: points.size(1) }, () => bins) : bins;
  if (list.length !== points.size(1))
    throw new ValueError('histogramdd', `${list.length} bins for ${points.size(1)} dimensions`, { bins: list.length });
  return binned('histogramdd', points, list, options);
}

function binned(
  op: string,
  points: Tensor,
  bins: readonly (number | Tensor)[],
  options: HistogramOptions,
): HistogramDD {
  checkOptions(op, options, ['range', 'weight', 'density']);
  const { range = null, weight = null, density = false } = options;
  const [count, dims] = [points.size(0), points.size(1)];
  if (range !== null && range.length !== 2 * dims)
    throw new ValueError(op, `range needs 2 numbers for each of ${dims} dimensions, got ${range.length}`, { range });
  const values = readSync(op, points.detach(), wayOut);
  const along = bins.map((bin, d) =>
    edgesOf(
      op,
      values.filter((_, i) => i % dims === d),
      bin,
      range?.slice(2 * d, 2 * d + 2),
      rounding(points),
    ),
  );
  const weights = weightsOf(op, weight, count, points);
  const shape = along.map((edges) => edges.length - 1);
  const counts = new Float64Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < count; i++) {
    const at = along.map((edges, d) => binOf(edges, values[i * dims + d]!));
    if (at.includes(-1)) continue;
    counts[at.reduce((flat, bin, d) => flat * shape[d]! + bin, 0)]! += weights ? weights[i]! : 1;
  }
  if (density) toDensities(counts, shape, along);
  const { backend } = points.storage;
  const { dtype } = points;
  const made = (sizes: readonly number[], from: Float64Array): Tensor => {
    const host = hostArray(dtype, from.length);
    host.set(from);
    return fromHost(backend, sizes, dtype, host);
  };
  return { hist: made(shape, counts), binEdges: along.map((edges) => made([edges.length], edges)) };
}

/** Divides counts by their sum and by the size of their bins. */
function toDensities(counts: Float64Array, shape: readonly number[], along: readonly Float64Array[]): void {
  const total = counts.reduce((a, b) => a + b, 0);
  counts.forEach((value, i) => {
    let rest = i;
    let volume = 1;
    for (let d = shape.length - 1; d >= 0; d--) {
      const bin = rest % shape[d]!;
      rest = Math.floor(rest / shape[d]!);
      volume *= along[d]![bin + 1]! - along[d]![bin]!;
    }
    counts[i] = value / total / volume;
  });
}
