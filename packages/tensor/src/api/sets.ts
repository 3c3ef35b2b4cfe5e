/**
 * @file Tensors as sets: unique elements, membership, places in sorted lists. They are computed on the host.
 */
import { fromHost } from '../construct.js';
import { hostArray, type TypedArray } from '../dtype.js';
import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { readSync } from '../host.js';
import { checkOptions } from '../options.js';
import { operands } from '../operands.js';
import { commonType } from '../ops/elementwise.js';
import { sameShape, shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';

const wayOut = "await toAsync('cpu') first";

/** Options of `uniqueConsecutive`. */
export interface UniqueConsecutiveOptions {
  /** Also where each element went. Default: false. */
  readonly returnInverse?: boolean;
  /** Also how often each element was there. Default: false. */
  readonly returnCounts?: boolean;
  /** Dimension of the slices to compare. Default: none, single elements are compared. */
  readonly dim?: number | null;
}

/** Options of `unique`. */
export interface UniqueOptions extends UniqueConsecutiveOptions {
  /** PyTorch's request to sort the result, which is sorted in any case. */
  readonly sorted?: boolean;
}

/** Rows of numbers, compared one after the other; NaN is larger than numbers and unlike itself. */
function compareRows(rows: TypedArray, width: number, a: number, b: number): number {
  for (let i = 0; i < width; i++) {
    const [x, y] = [rows[a * width + i]!, rows[b * width + i]!];
    if (x === y) continue;
    if (Number.isNaN(x)) return Number.isNaN(y) ? a - b : 1;
    return Number.isNaN(y) || x < y ? -1 : 1;
  }
  return 0;
}

function grouped(op: string, self: Tensor, options: UniqueConsecutiveOptions, ordered: boolean): readonly Tensor[] {
  const { dim = null } = options;
  const d = dim === null ? 0 : wrapDim(op, dim, self.ndim);
  const slices = dim === null || self.ndim === 0 ? self.reshape(-1) : self.transpose(0, d);
  const count = slices.size(0);
  const width = slices.shape.slice(1).reduce((a, b) => a * b, 1);
  if (dim !== null && self.numel() === 0 && count > 0 && self.ndim > 0)
    throw new ShapeError(op, `cannot compare slices without elements: ${shapeText(self.shape)} along ${d}`, {
      shapes: [self.shape],
      dim: d,
    });
  const rows = readSync(op, slices.detach(), wayOut);
  const order = Array.from({ length: count }, (_, i) => i);
  if (ordered) order.sort((a, b) => compareRows(rows, width, a, b) || a - b);
  const firsts: number[] = [];
  const counts: number[] = [];
  const inverse = hostArray('int32', count);
  order.forEach((row, i) => {
    if (i === 0 || compareRows(rows, width, order[i - 1]!, row) !== 0) {
      firsts.push(row);
      counts.push(0);
    }
    counts[counts.length - 1]! += 1;
    inverse[row] = counts.length - 1;
  });
  const { backend } = self.storage;
  const ints = (shape: readonly number[], values: readonly number[] | TypedArray): Tensor =>
    fromHost(backend, shape, 'int32', Int32Array.from(values));
  const chosen = slices.indexSelect(0, ints([firsts.length], firsts));
  const output = dim === null || self.ndim === 0 ? chosen : chosen.transpose(0, d);
  return [output, ints(dim === null ? self.shape : [count], inverse), ints([counts.length], counts)];
}

function answer(parts: readonly Tensor[], options: UniqueConsecutiveOptions): Tensor | Tensor[] {
  const [output, inverse, counts] = parts;
  const { returnInverse = false, returnCounts = false } = options;
  if (!returnInverse && !returnCounts) return output!;
  return [output!, ...(returnInverse ? [inverse!] : []), ...(returnCounts ? [counts!] : [])];
}

/** Options of a call that gives more than the unique elements. */
type WithMore = { readonly returnInverse: true } | { readonly returnCounts: true };

/**
 * The different elements in increasing order; with `returnInverse` and `returnCounts` a list of these, where each element went,
 * and how often each was there: `[*] → [n]`, or with a dimension the different slices along it.
 *
 * @throws IndexError when the dimension does not exist.
 * @example
 * tensor([3, 1, 3]).unique() // [1, 3]
 * const [values, counts] = unique(tensor([3, 1, 3]), { returnCounts: true }) // counts [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.unique.html
 */
export function unique(self: Tensor, options: UniqueOptions & WithMore): Tensor[];
export function unique(self: Tensor, options?: UniqueOptions): Tensor;
export function unique(self: Tensor, options: UniqueOptions = {}): Tensor | Tensor[] {
  checkOptions('unique', options, ['sorted', 'returnInverse', 'returnCounts', 'dim']);
  return answer(grouped('unique', self, options, true), options);
}

/**
 * The elements without those that repeat the one before; with `returnInverse` and `returnCounts` a list as from `unique`.
 *
 * @throws IndexError when the dimension does not exist.
 * @example tensor([1, 1, 2, 1]).uniqueConsecutive() // [1, 2, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.unique_consecutive.html
 */
export function uniqueConsecutive(self: Tensor, options: UniqueConsecutiveOptions & WithMore): Tensor[];
export function uniqueConsecutive(self: Tensor, options?: UniqueConsecutiveOptions): Tensor;
export function uniqueConsecutive(self: Tensor, options: UniqueConsecutiveOptions = {}): Tensor | Tensor[] {
  checkOptions('uniqueConsecutive', options, ['returnInverse', 'returnCounts', 'dim']);
  return answer(grouped('uniqueConsecutive', self, options, false), options);
}

/** The methods `unique` and `uniqueConsecutive` with all their forms. */
export interface UniqueMethods {
  unique(options: UniqueOptions & WithMore): Tensor[];
  unique(options?: UniqueOptions): Tensor;
  uniqueConsecutive(options: UniqueConsecutiveOptions & WithMore): Tensor[];
  uniqueConsecutive(options?: UniqueConsecutiveOptions): Tensor;
}

/** Options of `isin`. */
export interface IsinOptions {
  /** PyTorch's promise that no element repeats, which is not needed. */
  readonly assumeUnique?: boolean;
  /** Whether elements are outside of the set instead. Default: false. */
  readonly invert?: boolean;
}

/**
 * Whether elements are among those of another tensor: `[*] and [*] → bool [*]`.
 *
 * @throws ValueError when both are numbers.
 * @example isin(tensor([1, 2, 3]), tensor([2, 5])) // [false, true, false]
 * @see https://pytorch.org/docs/stable/generated/torch.isin.html
 */
export function isin(elements: Tensor | number, testElements: Tensor | number, options: IsinOptions = {}): Tensor {
  checkOptions('isin', options, ['assumeUnique', 'invert']);
  const [x, of] = operands('isin', elements, testElements);
  const dtype = commonType(x, of);
  const set = new Set(readSync('isin', of.detach().to(dtype), wayOut));
  const values = readSync('isin', x.detach().to(dtype), wayOut);
  const found = hostArray('bool', values.length);
  // a Set finds NaN, but NaN equals nothing
  values.forEach((value, i) => {
    const inside = set.has(value) && !Number.isNaN(value);
    found[i] = Number(inside !== (options.invert ?? false));
  });
  return fromHost(x.storage.backend, x.shape, 'bool', found);
}

/** Options of `bucketize`. */
export interface BucketizeOptions {
  /** PyTorch's request for int32 instead of int64, which results are in any case. */
  readonly outInt32?: boolean;
  /** Whether an element goes behind equal boundaries instead of in front. Default: false. */
  readonly right?: boolean;
}

/** Options of `searchsorted`. */
export interface SearchOptions extends BucketizeOptions {
  /** `left` or `right`, as `right` says it. Default: left. */
  readonly side?: 'left' | 'right' | null;
  /** The indices that sort the sequence, where it is not sorted. Default: none. */
  readonly sorter?: Tensor | null;
}

/** First place of a sorted line where a value fits; NaN goes to the end. */
function placeOf(line: TypedArray, start: number, n: number, value: number, right: boolean): number {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = line[start + middle]!;
    const before = Number.isNaN(value) ? !Number.isNaN(at) || right : right ? at <= value : at < value;
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
}

function checkSorter(sequence: Tensor, sorter: Tensor | null): void {
  if (sorter === null) return;
  if (sorter.dtype !== 'int32')
    throw new DTypeError('searchsorted', `sorter must be int32, got ${sorter.dtype}`, { dtypes: [sorter.dtype] });
  if (!sameShape(sorter.shape, sequence.shape)) {
    throw new ShapeError(
      'searchsorted',
      `sequence and sorter differ: ${shapeText(sequence.shape)} and ${shapeText(sorter.shape)}`,
      {
        shapes: [sequence.shape, sorter.shape],
      },
    );
  }
}

/**
 * Places in sorted sequences where values can be put without breaking the order: `[*, n] and [*, m] → int32 [*, m]`.
 *
 * @param sortedSequence - one sequence for all values, or one for each line of them.
 * @throws ShapeError when the leading dimensions differ, ValueError when `side` and `right` disagree.
 * @example searchsorted(tensor([1, 3, 5]), tensor([3, 6])) // [1, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.searchsorted.html
 */
export function searchsorted(sortedSequence: Tensor, self: Tensor | number, options: SearchOptions = {}): Tensor {
  checkOptions('searchsorted', options, ['outInt32', 'right', 'side', 'sorter']);
  const { right = false, side = null, sorter = null } = options;
  if (side !== null && side !== 'left' && side !== 'right')
    throw new ValueError('searchsorted', `side is 'left' or 'right', got '${String(side)}'`, { side });
  if (side === 'left' && right)
    throw new ValueError('searchsorted', "side 'left' and right: true are opposites", { side, right });
  const [sequence, values] = operands('searchsorted', sortedSequence, self);
  checkSorter(sequence, sorter);
  const shared = sequence.ndim === 1;
  if (sequence.ndim === 0 || (!shared && !sameShape(sequence.shape.slice(0, -1), values.shape.slice(0, -1)))) {
    throw new ShapeError(
      'searchsorted',
      `boundaries ${shapeText(sequence.shape)} must have one dimension or the leading dimensions of ${shapeText(values.shape)}`,
      { shapes: [sequence.shape, values.shape] },
    );
  }
  const ordered = sorter ? sequence.detach().gather(-1, sorter) : sequence.detach();
  const line = readSync('searchsorted', ordered, wayOut);
  const wanted = readSync('searchsorted', values.detach(), wayOut);
  const n = sequence.size(-1);
  const each = shared ? wanted.length : (values.shape.at(-1) ?? 1);
  const places = hostArray('int32', wanted.length);
  wanted.forEach((value, i) => {
    const start = shared ? 0 : Math.floor(i / each) * n;
    places[i] = placeOf(line, start, n, value, right || side === 'right');
  });
  return fromHost(sequence.storage.backend, values.shape, 'int32', places);
}

/**
 * The bucket of each element, counted from 0, between increasing boundaries: `[*] and [n] → int32 [*]`.
 *
 * @throws ShapeError when the boundaries are no vector.
 * @example bucketize(tensor([3, 6]), tensor([1, 3, 5])) // [1, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.bucketize.html
 */
export function bucketize(self: Tensor | number, boundaries: Tensor, options: BucketizeOptions = {}): Tensor {
  checkOptions('bucketize', options, ['outInt32', 'right']);
  if (boundaries.ndim !== 1)
    throw new ShapeError('bucketize', `boundaries must be a vector, got ${shapeText(boundaries.shape)}`, {
      shapes: [boundaries.shape],
    });
  return searchsorted(boundaries, self, options);
}
