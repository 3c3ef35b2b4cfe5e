/**
 * @file Sorting and the largest elements. Sorting is stable; NaN counts as the largest.
 */
import { dispatch } from '../dispatch.js';
import { IndexError } from '../errors.js';
import * as ops from '../ops/sort.js';
import { shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { ValuesIndices } from './extrema.js';
import { checkOptions } from '../options.js';

export interface SortOptions {
  /** Largest first. Default: false. */
  readonly descending?: boolean;
  /** PyTorch's request to keep the order of equal elements, which is kept in any case. */
  readonly stable?: boolean;
}

export interface TopkOptions {
  /** The largest elements, or the smallest. Default: true. */
  readonly largest?: boolean;
  /** PyTorch's permission to leave the elements unsorted, which they never are. */
  readonly sorted?: boolean;
}

/**
 * Elements in order along a dimension, and where they came from: `[*] → { values: [*], indices: int32 [*] }`.
 *
 * @throws IndexError when the dimension does not exist.
 * @example tensor([3, 1, 2]).sort().values // [1, 2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.sort.html
 */
export function sort(self: Tensor, dim: number = -1, options: SortOptions = {}): ValuesIndices {
  checkOptions('sort', options, ['descending', 'stable']);
  const attrs = { dim: wrapDim('sort', dim, self.ndim), descending: options.descending ?? false };
  const [values, indices] = dispatch(ops.sort, [self], attrs);
  return { values, indices };
}

/**
 * The indices that sort along a dimension: `[*] → int32 [*]`.
 *
 * @throws IndexError when the dimension does not exist.
 * @example tensor([3, 1, 2]).argsort() // [1, 2, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.argsort.html
 */
export function argsort(self: Tensor, dim: number = -1, options: SortOptions = {}): Tensor {
  return sort(self.detach(), dim, options).indices;
}

/**
 * The k largest (or smallest) elements along a dimension, in order, and their positions: `[*, n] → { values: [*, k], indices }`.
 *
 * @throws IndexError when k is not in [0, n] or the dimension does not exist.
 * @example tensor([3, 1, 2]).topk(2).values // [3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.topk.html
 */
export function topk(self: Tensor, k: number, dim: number = -1, options: TopkOptions = {}): ValuesIndices {
  checkOptions('topk', options, ['largest', 'sorted']);
  const d = wrapDim('topk', dim, self.ndim);
  const size = self.ndim === 0 ? 1 : self.shape[d]!;
  if (!Number.isInteger(k) || k < 0 || k > size) {
    throw new IndexError(
      'topk',
      `k = ${k} is not in [0, ${size}], the size of dimension ${d} of ${shapeText(self.shape)}`,
      { index: k, size },
    );
  }
  const [values, indices] = dispatch(ops.topk, [self], { k, dim: d, largest: options.largest ?? true });
  return { values, indices };
}
