/**
 * @file Indexing as in Python: `x.get(0, slice(1, 3), null, '...', mask)` is `x[0, 1:3, None, ..., mask]`, `x.set([…], value)` assigns.
 */
import { tensor } from '../create.js';
import { dispatch } from '../dispatch.js';
import { DeviceError, DTypeError, IndexError, ShapeError, ValueError } from '../errors.js';
import { dispatchInplace } from '../inplace.js';
import { contiguousStrides } from '../layout.js';
import { indexedShape, index as indexOp, indexPut as indexPutOp } from '../ops/indexing.js';
import { noAttrs } from '../op.js';
import * as viewOps from '../ops/view.js';
import { operandFor } from '../operands.js';
import { readSync } from '../host.js';
import { broadcastShapes, sameShape, shapeText } from '../shape.js';
import { type Index, isSlice, Slice } from '../slice.js';
import { isTensor, type Tensor } from '../tensor.js';

/** A view by numbers, ranges and new dimensions, and the index tensors that are left to apply to it. */
interface Plan {
  readonly view: Tensor;
  readonly indices: readonly Tensor[];
  readonly dims: readonly number[];
}

/** Dimensions of the tensor that an index uses up; a 0-d mask uses none. */
function consumed(index: Index): number {
  if (index === null || index === '...') return 0;
  return isTensor(index) && index.dtype === 'bool' ? index.ndim : 1;
}

/** @throws ValueError for what is no index, as a program without types may pass. */
function checkIndexItem(item: Index): void {
  const known = item === null || item === '...' || typeof item === 'number' || isSlice(item);
  if (known || isTensor(item) || Array.isArray(item)) return;
  throw new ValueError('get', `an index is a number, slice(), null, '...', a tensor or a list, got ${String(item)}`);
}

function expandEllipsis(self: Tensor, index: readonly Index[]): Index[] {
  index.forEach(checkIndexItem);
  const used = index.reduce<number>((n, i) => n + consumed(i), 0);
  if (used > self.ndim) {
    throw new IndexError('get', `too many indices for tensor of dimension ${self.ndim}: ${used}`, {
      index: used,
      size: self.ndim,
    });
  }
  const at = index.indexOf('...');
  if (at !== -1 && index.includes('...', at + 1)) throw new ValueError('get', "'...' may appear once");
  const missing = Array.from({ length: self.ndim - used }, () => new Slice(null, null, 1));
  return at === -1 ? [...index, ...missing] : [...index.slice(0, at), ...missing, ...index.slice(at + 1)];
}

/** Positions where a mask of at least one dimension is true, one index tensor for each. */
function maskIndices(view: Tensor, mask: Tensor, dim: number): Tensor[] {
  const part = view.shape.slice(dim, dim + mask.ndim);
  if (!sameShape(mask.shape, part)) {
    throw new ShapeError(
      'get',
      `the mask ${shapeText(mask.shape)} does not match the indexed dimensions ${shapeText(part)}`,
      {
        shapes: [mask.shape, part],
      },
    );
  }
  return nonzero(mask).unbind(1);
}

/** A 0-d tensor of an integer counts as that number, and gives a view, where the device can be read at once. */
function asNumber(item: Index): Index {
  const isScalar = isTensor(item) && item.ndim === 0 && item.dtype === 'int32';
  return isScalar && item.storage.backend.readSync ? item.item() : item;
}

/** The index tensors that a tensor or list stands for: one, or for a mask one per dimension. */
function indexTensors(view: Tensor, item: Tensor | readonly number[] | readonly boolean[], dim: number): Tensor[] {
  const list = isTensor(item)
    ? item
    : tensor(item, { device: view.device, ...(item.length === 0 ? { dtype: 'int32' } : {}) });
  if (list.dtype === 'bool') return maskIndices(view, list.ndim === 0 ? list.view(1) : list, dim);
  if (list.dtype === 'int32') return [list];
  throw new DTypeError('get', `index tensors must be int32 or bool, got ${list.dtype}`, { dtypes: [list.dtype] });
}

function plan(self: Tensor, index: readonly Index[]): Plan {
  let view = self;
  const indices: Tensor[] = [];
  const dims: number[] = [];
  let dim = 0;
  for (const item of expandEllipsis(self, index).map(asNumber)) {
    if (item === null) {
      view = view.unsqueeze(dim++);
    } else if (typeof item === 'number') {
      view = view.select(dim, item);
    } else if (isSlice(item)) {
      const { start, length } = item.within(view.size(dim));
      const whole = start === 0 && length === view.size(dim) && item.step === 1;
      if (!whole) view = dispatch(viewOps.slice, [view], { dim, start, length, step: item.step })[0];
      dim++;
    } else if (item !== '...') {
      // a 0-d mask keeps everything or nothing: an index into a new dimension of size 1
      if (isTensor(item) && item.dtype === 'bool' && item.ndim === 0) view = view.unsqueeze(dim);
      for (const t of indexTensors(view, item, dim)) {
        indices.push(t);
        dims.push(dim++);
      }
    }
  }
  return { view, indices, dims };
}

/**
 * Part of the tensor, as Python's `self[…]`: a view for numbers, ranges, `null` and `'...'`, a copy for index tensors and masks.
 *
 * @throws IndexError when an index is outside of its dimension or there are too many, ShapeError when a mask does not fit.
 * @example arange(12).view(3, 4).get(slice(1), -1) // column -1 of row 0: [3]
 * @see https://pytorch.org/docs/stable/tensor_view.html
 */
export function get(self: Tensor, ...index: Index[]): Tensor {
  const { view, indices, dims } = plan(self, index);
  if (indices.length === 0) return view === self ? dispatch(viewOps.alias, [self], noAttrs)[0] : view;
  return dispatch(indexOp, [view, ...indices], { dims })[0];
}

/**
 * Assigns to a part of the tensor, as Python's `self[…] = value`; the value broadcasts.
 *
 * @throws IndexError when an index is outside of its dimension or there are too many, ShapeError when the value does not fit.
 * @example x.set([0, slice(1, 3)], 5)
 */
export function set(self: Tensor, index: readonly Index[], value: Tensor | number | boolean): Tensor {
  const mask = onlyMask(self, index);
  if (mask && (!isTensor(value) || value.ndim === 0)) return self.maskedFill_(mask, value);
  const { view, indices, dims } = plan(self, index);
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
  const dims = indices.map((_, d) => d);
  return dispatch(indexPutOp, [self, values, ...indices], { dims, accumulate: options.accumulate ?? false })[0];
}

/**
 * Positions of the elements that are not zero: `[*] → int32 [n, ndim]`.
 *
 * @throws DeviceError on devices that cannot be read synchronously: the result's size is not known before.
 * @example tensor([0, 3, 0, 4]).nonzero() // [[1], [3]]
 * @see https://pytorch.org/docs/stable/generated/torch.nonzero.html
 */
export function nonzero(self: Tensor): Tensor {
  if (!self.storage.backend.readSync) {
    throw new DeviceError(
      'nonzero',
      `device '${self.device}' cannot be read synchronously, and the result's size depends on the data; use where()`,
      {
        devices: [self.device],
      },
    );
  }
  const values = readSync('nonzero', self);
  const strides = contiguousStrides(self.shape);
  const found: number[] = [];
  values.forEach((value, i) => {
    if (value !== 0) self.shape.forEach((n, d) => found.push(Math.floor(i / strides[d]!) % n));
  });
  const count = self.ndim > 0 ? found.length / self.ndim : Number(values[0] !== 0);
  return tensor(Int32Array.from(found), { device: self.device }).view(count, self.ndim);
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
