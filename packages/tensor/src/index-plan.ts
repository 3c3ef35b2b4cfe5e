/**
 * @file What an index does to a tensor: views by numbers, ranges and new dimensions, then index tensors.
 */
import { tensor } from './create.js';
import { dispatch } from './dispatch.js';
import { DeviceError, DTypeError, IndexError, ShapeError, ValueError } from './errors.js';
import { readSync } from './host.js';
import { contiguousStrides } from './layout.js';
import * as viewOps from './ops/view.js';
import { sameShape, shapeText } from './shape.js';
import { type Index, isSlice, Slice } from './slice.js';
import { isTensor, type Tensor } from './tensor.js';

/** A view by numbers, ranges and new dimensions, and the index tensors that are left to apply to it. */
export interface Plan {
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
  return positions(mask).unbind(1);
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

/** How an index is applied: views first, then index tensors. @throws IndexError, ShapeError, ValueError for what is no index. */
export function plan(self: Tensor, index: readonly Index[]): Plan {
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

/** Index tensors of the leading dimensions, masks as the positions where they are true. */
export function leading(
  self: Tensor,
  indices: readonly Tensor[],
): { readonly view: Tensor; readonly at: readonly Tensor[]; readonly dims: readonly number[] } {
  if (indices.every((index) => index.dtype !== 'bool'))
    return { view: self, at: indices, dims: indices.map((_, d) => d) };
  const { view, indices: at, dims } = plan(self, indices);
  return { view, at, dims };
}

/** Positions of the elements that are not zero: `[*] → int32 [n, ndim]`. */
export function positions(self: Tensor): Tensor {
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
