/**
 * @file Indexing as in Python: `x.get(0, slice(1, 3), null, '...', mask)` is `x[0, 1:3, None, ..., mask]`, `x.set([…], value)` assigns;
 * what needs no tensor can be written as there: `x.get('0, 1:3, None, ...')`.
 */
import { dispatch } from '../dispatch.js';
import { DTypeError } from '../errors.js';
import { leading, plan, positions } from '../index-plan.js';
import { parsed } from '../index-text.js';
import { dispatchInplace } from '../inplace.js';
import { indexedShape, index as indexOp, indexPut as indexPutOp } from '../ops/indexing.js';
import { noAttrs } from '../op.js';
import { checkOptions } from '../options.js';
import * as viewOps from '../ops/view.js';
import { operandFor } from '../operands.js';
import { broadcastShapes, sameShape } from '../shape.js';
import type { Index, IndexOrText } from '../slice.js';
import { isTensor, type Tensor } from '../tensor.js';

/**
 * Part of the tensor, as Python's `self[…]`, also written as there, in a string: a view for numbers, ranges, `null` and `'...'`, a copy for index tensors and masks.
 *
 * @throws IndexError when an index is outside of its dimension or there are too many, ShapeError when a mask does not fit.
 * @example
 * arange(12).view(3, 4).get(slice(1), -1) // column -1 of row 0: [3]
 * arange(12).view(3, 4).get(':1, -1') // the same
 * @see https://pytorch.org/docs/stable/tensor_view.html
 */
export function get(self: Tensor, ...index: IndexOrText[]): Tensor {
  const { view, indices, dims } = plan(self, parsed(index));
  if (indices.length === 0) return view === self ? dispatch(viewOps.alias, [self], noAttrs)[0] : view;
  return dispatch(indexOp, [view, ...indices], { dims })[0];
}

/**
 * Assigns to a part of the tensor, as Python's `self[…] = value`; the value broadcasts.
 *
 * @throws IndexError when an index is outside of its dimension or there are too many, ShapeError when the value does not fit.
 * @example
 * x.set([0, slice(1, 3)], 5)
 * x.set('0, 1:3', 5) // the same
 */
export function set(self: Tensor, index: string | readonly IndexOrText[], value: Tensor | number | boolean): Tensor {
  const items = parsed(typeof index === 'string' ? [index] : index);
  const mask = onlyMask(self, items);
  if (mask && (!isTensor(value) || value.ndim === 0)) return self.maskedFill_(mask, value);
  const { view, indices, dims } = plan(self, items);
  const source = operandFor(view, value);
  if (indices.length === 0) view.copy_(trimmed(source, view.ndim));
  else {
    const values = trimmed(source, indexedShape(view.shape, indices, dims).length);
    dispatchInplace(indexPutOp, [view, values, ...indices], { dims, accumulate: false });
  }
  return self;
}

/** The mask of `self[mask] = value`, made to broadcast to self: one value needs no positions, so nothing has to be read. */
function onlyMask(self: Tensor, index: readonly Index[]): Tensor | undefined {
  const [mask] = index;
  if (index.length !== 1 || !isTensor(mask) || mask.dtype !== 'bool' || mask.ndim > self.ndim) return undefined;
  if (!sameShape(mask.shape, self.shape.slice(0, mask.ndim))) return undefined;
  return mask.reshape(self.shape.map((_, d) => mask.shape[d] ?? 1));
}

/** Without leading dimensions of size 1 beyond `ndim`, which assignment allows. */
function trimmed(source: Tensor, ndim: number): Tensor {
  const extra = source.ndim - ndim;
  if (extra <= 0 || source.shape.slice(0, extra).some((n) => n !== 1)) return source;
  return source.view(source.shape.slice(extra));
}

/**
 * `self` with values written, or added, at positions given by index tensors for the leading dimensions.
 *
 * @throws IndexError when an index is outside of its dimension.
 * @example zeros(2, 2).indexPut([tensor([0, 1]), tensor([1, 0])], ones(2)) // [[0, 1], [1, 0]]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
 */
export function indexPut(
  self: Tensor,
  indices: readonly Tensor[],
  values: Tensor,
  options: { readonly accumulate?: boolean } = {},
): Tensor {
  checkOptions('indexPut', options, ['accumulate']);
  // a sum of bools stays true or false
  if (options.accumulate === true && self.dtype === 'bool')
    return self.to('int32').indexPut(indices, values.to('int32'), options).ne(0);
  const { view, at, dims } = leading(self, indices);
  return dispatch(indexPutOp, [view, values, ...at], { dims, accumulate: options.accumulate ?? false })[0];
}

/**
 * Positions of the elements that are not zero: `[*] → int32 [n, ndim]`; with `asTuple` one `[n]` per dimension, as indices.
 *
 * @throws DeviceError on devices that cannot be read synchronously: the result's size is not known before.
 * @example tensor([0, 3, 0, 4]).nonzero() // [[1], [3]]
 * @see https://pytorch.org/docs/stable/generated/torch.nonzero.html
 */
export function nonzero(self: Tensor, options?: { readonly asTuple?: false }): Tensor;
export function nonzero(self: Tensor, options: { readonly asTuple: boolean }): Tensor | Tensor[];
export function nonzero(self: Tensor, options: { readonly asTuple?: boolean } = {}): Tensor | Tensor[] {
  checkOptions('nonzero', options, ['asTuple']);
  if (options.asTuple !== true) return positions(self);
  return positions(self.ndim === 0 ? self.view(1) : self).unbind(1);
}

/** The methods of this file that have several forms. */
export interface IndexingMethods {
  nonzero(options?: { readonly asTuple?: false }): Tensor;
  nonzero(options: { readonly asTuple: boolean }): Tensor | Tensor[];
}

/**
 * The elements where a mask is true, in one dimension; self and mask broadcast: `[*] → [n]`.
 *
 * @throws DTypeError when the mask is not bool.
 * @example tensor([1, 2, 3]).maskedSelect(tensor([true, false, true])) // [1, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.masked_select.html
 */
export function maskedSelect(self: Tensor, mask: Tensor): Tensor {
  if (mask.dtype !== 'bool')
    throw new DTypeError('maskedSelect', `expected a bool mask, got ${mask.dtype}`, { dtypes: [mask.dtype] });
  const shape = broadcastShapes('maskedSelect', self.shape, mask.shape);
  return get(self.expand(shape), mask.expand(shape));
}
