/**
 * @file Reading and writing at indices along one dimension. Indices are int32 tensors in [0, size).
 */
import { scatterSource, spreadIndex } from '../args.js';
import { dispatch } from '../dispatch.js';
import { ValueError } from '../errors.js';
import { checkOptions } from '../options.js';
import * as ops from '../ops/gather.js';
import { wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';

/**
 * Elements at indices along a dimension: `out[i][j] = self[i][index[i][j]]` for dim 1.
 *
 * @throws IndexError when an index is outside of the dimension, ShapeError when the shapes do not fit.
 * @example tensor([[1, 2], [3, 4]]).gather(1, tensor([[1], [0]])) // [[2], [3]]
 * @see https://pytorch.org/docs/stable/generated/torch.gather.html
 */
export function gather(self: Tensor, dim: number, index: Tensor): Tensor {
  return dispatch(ops.gather, [self, index], { dim: wrapDim('gather', dim, self.ndim) })[0];
}

/**
 * Rows along a dimension: `[n, *] and index [m] → [m, *]` for dim 0.
 *
 * @throws IndexError when an index is outside of the dimension, ShapeError when the index has more than one dimension.
 * @example eye(3).indexSelect(0, tensor([2, 0]))
 * @see https://pytorch.org/docs/stable/generated/torch.index_select.html
 */
export function indexSelect(self: Tensor, dim: number, index: Tensor): Tensor {
  return dispatch(ops.indexSelect, [self, index], { dim: wrapDim('indexSelect', dim, self.ndim) })[0];
}

/** Options of `scatter`. */
export interface ScatterOptions {
  /** Add to what is there, or multiply it, instead of writing. Default: null. */
  readonly reduce?: 'add' | 'multiply' | null;
}

/**
 * `self` with `src` (or one value) written at indices along a dimension: `out[i][index[i][j]] = src[i][j]` for dim 1.
 *
 * Where an index appears twice, the last one wins.
 * @throws IndexError when an index is outside of the dimension, ShapeError when the shapes do not fit.
 * @example zeros(3).scatter(0, tensor([2, 0]), tensor([5.5, 6])) // [6, 0, 5.5]
 * @see https://pytorch.org/docs/stable/generated/torch.scatter.html
 */
export function scatter(
  self: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor | number,
  options: ScatterOptions = {},
): Tensor {
  checkOptions('scatter', options, ['reduce']);
  const d = wrapDim('scatter', dim, self.ndim);
  const source = scatterSource(self, index, src);
  const { reduce = null } = options;
  if (reduce === null) return dispatch(ops.scatter, [self, index, source], { dim: d })[0];
  if (reduce === 'add') return scatterAdd(self, d, index, source);
  if (reduce === 'multiply') return multiplied(self, d, index, source);
  throw new ValueError('scatter', `reduce is 'add' or 'multiply', got '${String(reduce)}'`, { reduce });
}

/** `self` with `src` multiplied in; within one slice of the index no two positions are the same. */
function multiplied(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  let result = self.ndim === 0 ? self.view(1) : self;
  const at = index.ndim === 0 ? index.view(1) : index;
  const by = src.ndim === 0 ? src.view(1) : at.shape.reduce<Tensor>((part, n, d) => part.narrow(d, 0, n), src);
  for (let i = 0; i < at.size(dim); i++) {
    const slice = at.narrow(dim, i, 1);
    result = scatter(result, dim, slice, result.gather(dim, slice).mul(by.narrow(dim, i, 1)));
  }
  return result.view(self.shape);
}

/**
 * `self` with `src` added at indices along a dimension: `out[i][index[i][j]] += src[i][j]` for dim 1.
 *
 * @throws IndexError when an index is outside of the dimension, ShapeError when the shapes do not fit.
 * @example zeros(3).scatterAdd(0, tensor([2, 2]), tensor([5.5, 6])) // [0, 0, 11.5]
 * @see https://pytorch.org/docs/stable/generated/torch.scatter_add.html
 */
export function scatterAdd(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  return dispatch(ops.scatterAdd, [self, index, src], { dim: wrapDim('scatterAdd', dim, self.ndim) })[0];
}

/**
 * `self` with rows of `source` added: `out[index[i]] += alpha · source[i]` for dim 0.
 *
 * @throws IndexError when an index is outside of the dimension.
 * @example zeros(3).indexAdd(0, tensor([1, 1]), ones(2)) // [0, 2, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.index_add.html
 */
export function indexAdd(
  self: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  options: { readonly alpha?: number } = {},
): Tensor {
  const d = wrapDim('indexAdd', dim, self.ndim);
  const rows = options.alpha === undefined ? source : source.mul(options.alpha);
  return scatterAdd(self, d, spreadIndex(index, rows, d), rows);
}

/**
 * `self` with rows of `source` written: `out[index[i]] = source[i]` for dim 0.
 *
 * @throws IndexError when an index is outside of the dimension.
 * @example zeros(3).indexCopy(0, tensor([2, 0]), tensor([5.5, 6])) // [6, 0, 5.5]
 * @see https://pytorch.org/docs/stable/generated/torch.index_copy.html
 */
export function indexCopy(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  const d = wrapDim('indexCopy', dim, self.ndim);
  return scatter(self, d, spreadIndex(index, source, d), source);
}

/**
 * `self` with one value in the rows of an index.
 *
 * @throws IndexError when an index is outside of the dimension.
 * @example zeros(3).indexFill(0, tensor([0, 2]), 7) // [7, 0, 7]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.index_fill_.html
 */
export function indexFill(self: Tensor, dim: number, index: Tensor, value: number): Tensor {
  const d = wrapDim('indexFill', dim, self.ndim);
  const rows = self.detach().indexSelect(d, index);
  return scatter(self, d, spreadIndex(index, rows, d), value);
}

/**
 * Elements at positions of the flattened tensor, from its end where negative: `index [*] → [*]`.
 *
 * @throws IndexError when a position is outside of the tensor.
 * @example tensor([[1, 2], [3, 4]]).take(tensor([0, -1])) // [1, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.take.html
 */
export function take(self: Tensor, index: Tensor): Tensor {
  return self.flatten().get(index);
}
