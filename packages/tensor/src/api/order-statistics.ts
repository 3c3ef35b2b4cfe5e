/**
 * @file The element at a place in the order of the others: medians, k-th smallest, most frequent.
 */
import { fromHost } from '../construct.js';
import { dispatch } from '../dispatch.js';
import { hostArray, isFloatingPoint } from '../dtype.js';
import { DTypeError, IndexError, ValueError } from '../errors.js';
import { readSync } from '../host.js';
import { checkOptions } from '../options.js';
import * as ops from '../ops/sort.js';
import { shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { ValuesIndices } from './extrema.js';
import type { Dims, KeepdimOptions, ReduceOptions } from './reduction.js';
import { sort } from './sort.js';

/** At least one dimension. */
const line = (x: Tensor): Tensor => (x.ndim === 0 ? x.unsqueeze(0) : x);

/** Elements at int32 positions along a dimension, one per line: `indices` has size 1 there. */
function picked(self: Tensor, dim: number, indices: Tensor, keepdim: boolean): ValuesIndices {
  const values = line(self).gather(dim, indices);
  if (self.ndim === 0) return { values: values.squeeze(0), indices: indices.squeeze(0) };
  return keepdim ? { values, indices } : { values: values.squeeze(dim), indices: indices.squeeze(dim) };
}

/** @throws IndexError when there is nothing to choose from along the dimension. */
function checkNotEmpty(op: string, self: Tensor, dim: number): void {
  if (self.ndim === 0 || self.shape[dim] !== 0) return;
  throw new IndexError(op, `expected dimension ${dim} of ${shapeText(self.shape)} to have elements`, {
    index: dim,
    size: 0,
  });
}

function checkNumeric(op: string, self: Tensor): void {
  if (self.dtype === 'bool') throw new DTypeError(op, 'is not defined for bool', { dtypes: [self.dtype] });
}

/** Places in sorted order of the medians; NaN, which sorts last, counts or not. */
function medianPlaces(sorted: Tensor, dim: number, skipNan: boolean): Tensor {
  const n = sorted.size(dim);
  const nans = sorted.isnan().sum(dim, { keepdim: true });
  const valid = nans.rsub(n);
  const middle = valid.sub(1).clampMin(0).floorDivide(2);
  return skipNan ? middle : middle.where(nans.eq(0), valid.clampMax(n - 1));
}

function medianAlong(op: string, self: Tensor, dim: number, options: KeepdimOptions, skipNan: boolean): ValuesIndices {
  checkOptions(op, options, ['keepdim']);
  const d = wrapDim(op, dim, self.ndim);
  checkNumeric(op, self);
  checkNotEmpty(op, self, d);
  const { values, indices } = sort(line(self.detach()), d);
  const places = medianPlaces(values, d, skipNan);
  return picked(self, d, indices.gather(d, places), options.keepdim ?? false);
}

function medianOfAll(op: string, self: Tensor, skipNan: boolean): Tensor {
  checkNumeric(op, self);
  if (self.numel() > 0) return medianAlong(op, self.reshape(-1), 0, {}, skipNan).values;
  return self.sum().to(self.dtype).mul(NaN).to(self.dtype);
}

/**
 * The median, of an even number of elements the lower one; along a dimension with its positions. NaN wins.
 *
 * @throws IndexError when the dimension does not exist or has no elements.
 * @example tensor([3, 1, 4, 2]).median() // 2
 * @see https://pytorch.org/docs/stable/generated/torch.median.html
 */
export function median(self: Tensor): Tensor;
export function median(self: Tensor, dim: number, options?: KeepdimOptions): ValuesIndices;
export function median(self: Tensor, dim?: number, options: KeepdimOptions = {}): Tensor | ValuesIndices {
  return dim === undefined ? medianOfAll('median', self, false) : medianAlong('median', self, dim, options, false);
}

/**
 * The median of the elements that are not NaN; along a dimension with its positions.
 *
 * @throws IndexError when the dimension does not exist or has no elements.
 * @example tensor([3, NaN, 1]).nanmedian() // 1
 * @see https://pytorch.org/docs/stable/generated/torch.nanmedian.html
 */
export function nanmedian(self: Tensor): Tensor;
export function nanmedian(self: Tensor, dim: number, options?: KeepdimOptions): ValuesIndices;
export function nanmedian(self: Tensor, dim?: number, options: KeepdimOptions = {}): Tensor | ValuesIndices {
  return dim === undefined ? medianOfAll('nanmedian', self, true) : medianAlong('nanmedian', self, dim, options, true);
}

/** The methods `median` and `nanmedian` with all their forms. */
export interface MedianMethods {
  median(): Tensor;
  median(dim: number, options?: KeepdimOptions): ValuesIndices;
  nanmedian(): Tensor;
  nanmedian(dim: number, options?: KeepdimOptions): ValuesIndices;
}

/**
 * The k-th smallest elements along a dimension, counted from 1, and their positions: `[*] → { values, indices }`.
 *
 * @throws IndexError when the dimension does not exist, ValueError when k is not within its size.
 * @example tensor([3, 1, 2]).kthvalue(2).values // 2
 * @see https://pytorch.org/docs/stable/generated/torch.kthvalue.html
 */
export function kthvalue(self: Tensor, k: number, dim: number = -1, options: KeepdimOptions = {}): ValuesIndices {
  checkOptions('kthvalue', options, ['keepdim']);
  const d = wrapDim('kthvalue', dim, self.ndim);
  checkNumeric('kthvalue', self);
  checkNotEmpty('kthvalue', self, d);
  const n = self.ndim === 0 ? 1 : self.size(d);
  if (!Number.isInteger(k) || k < 1 || k > n) {
    throw new ValueError('kthvalue', `selected number k out of range for dimension ${d}: ${k} of ${n}`, { k, size: n });
  }
  const [, order] = dispatch(ops.sort, [line(self.detach())], { dim: d, descending: false });
  return picked(self, d, order.narrow(d, k - 1, 1), options.keepdim ?? false);
}

/** The last position of the most frequent of sorted values, the smallest such value. */
function modePlace(values: ArrayLike<number>, start: number, n: number): number {
  let best = start;
  let longest = 0;
  let run = 0;
  for (let i = start; i < start + n; i++) {
    const same = i > start && (values[i] === values[i - 1] || (Number.isNaN(values[i]) && Number.isNaN(values[i - 1])));
    run = same ? run + 1 : 1;
    if (run > longest) {
      longest = run;
      best = i;
    }
  }
  return best - start;
}

/**
 * The most frequent elements along a dimension, the smallest of them among equals, and a position of each: `[*] → { values, indices }`.
 *
 * @throws IndexError when the dimension does not exist or has no elements.
 * @example tensor([2, 1, 2, 3]).mode().values // 2
 * @see https://pytorch.org/docs/stable/generated/torch.mode.html
 */
export function mode(self: Tensor, dim: number = -1, options: KeepdimOptions = {}): ValuesIndices {
  checkOptions('mode', options, ['keepdim']);
  const d = wrapDim('mode', dim, self.ndim);
  checkNotEmpty('mode', self, d);
  const source = line(self.detach()).transpose(d, -1);
  const { values, indices } = sort(source, -1);
  const n = source.size(-1);
  const sorted = readSync('mode', values, "await toAsync('cpu') first");
  const places = hostArray('int32', n === 0 ? 0 : sorted.length / n);
  for (let i = 0; i < places.length; i++) places[i] = modePlace(sorted, i * n, n);
  const at = fromHost(self.storage.backend, [...source.shape.slice(0, -1), 1], 'int32', places);
  return picked(self, d, indices.gather(-1, at).transpose(d, -1), options.keepdim ?? false);
}

/**
 * The tensor sorted along its first dimension: `[n, *] → [n, *]`.
 *
 * @example tensor([3, 1, 2]).msort() // [1, 2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.msort.html
 */
export function msort(self: Tensor): Tensor {
  return sort(self, 0).values;
}

/** The least and the largest elements. */
export interface MinMax {
  readonly min: Tensor;
  readonly max: Tensor;
}

/**
 * The smallest and the largest elements, of all or along a dimension: `[*] → { min, max }`.
 *
 * @param options.dim - dimension; default: all elements.
 * @throws IndexError when the dimension does not exist or has no elements.
 * @example tensor([3, 1, 2]).aminmax() // { min: 1, max: 3 }
 * @see https://pytorch.org/docs/stable/generated/torch.aminmax.html
 */
export function aminmax(self: Tensor, options: KeepdimOptions & { readonly dim?: number | null } = {}): MinMax {
  checkOptions('aminmax', options, ['dim', 'keepdim']);
  const { dim = null, keepdim = false } = options;
  if (self.numel() === 0 && dim === null)
    throw new ValueError('aminmax', 'cannot compute over an empty tensor without dim');
  // PyTorch keeps a dimension that a 0-d tensor never had
  const kept = (x: Tensor): Tensor => (self.ndim === 0 && keepdim && dim !== null ? x.unsqueeze(0) : x);
  return { min: kept(self.amin(dim, { keepdim })), max: kept(self.amax(dim, { keepdim })) };
}

/**
 * Mean of the elements that are not NaN: `[*] → [*] without dim`.
 *
 * @throws DTypeError for integers and bools, IndexError when a dimension does not exist.
 * @example tensor([1.5, NaN, 2.5]).nanmean() // 2
 * @see https://pytorch.org/docs/stable/generated/torch.nanmean.html
 */
export function nanmean(self: Tensor, dim?: Dims, options: ReduceOptions = {}): Tensor {
  if (!isFloatingPoint(self.dtype)) {
    throw new DTypeError('nanmean', `needs a floating point tensor, got ${self.dtype}`, { dtypes: [self.dtype] });
  }
  const { keepdim = false } = options;
  const count = self.detach().isnan().logicalNot().sum(dim, { keepdim });
  return self.nansum(dim, options).div(count);
}
