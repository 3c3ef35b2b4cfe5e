/**
 * @file Parts of a tensor: views on the same memory.
 */
import { dispatch } from '../dispatch.js';
import { IndexError, ValueError } from '../errors.js';
import * as ops from '../ops/view.js';
import { existingDim, shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkOptions } from '../options.js';

/** The number in a 0-d int32 tensor. */
function scalarIndex(start: Tensor): number {
  if (start.ndim === 0 && start.dtype === 'int32') return start.item();
  throw new ValueError(
    'narrow',
    `start must be a number or a 0-d int32 tensor, got ${start.dtype} ${shapeText(start.shape)}`,
  );
}

/**
 * `length` elements of a dimension from `start` on: `[n] → [length]`.
 *
 * @throws IndexError when they reach outside of the dimension.
 * @example arange(5).narrow(0, 1, 3) // [1, 2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.narrow.html
 */
export function narrow(self: Tensor, dim: number, start: number | Tensor, length: number): Tensor {
  const d = wrapDim('narrow', dim, self.ndim);
  const size = self.shape[d] ?? 0;
  const from = typeof start === 'number' ? start : scalarIndex(start);
  const first = from < 0 ? from + size : from;
  if (
    self.ndim === 0 ||
    !Number.isInteger(first) ||
    !Number.isInteger(length) ||
    first < 0 ||
    length < 0 ||
    first + length > size
  ) {
    throw new IndexError(
      'narrow',
      `start ${from} and length ${length} reach outside of dimension ${dim} of ${shapeText(self.shape)}`,
      {
        index: from,
        size,
      },
    );
  }
  return dispatch(ops.slice, [self], { dim: d, start: first, length, step: 1 })[0];
}

/**
 * One index of a dimension, which disappears: `[a, b] → [a]` for dim 1.
 *
 * @throws IndexError when the index is outside of the dimension.
 * @example eye(3).select(0, 1) // [0, 1, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.select.html
 */
export function select(self: Tensor, dim: number, index: number): Tensor {
  if (self.ndim === 0) throw new IndexError('select', 'cannot be applied to a 0-dim tensor', { index, size: 0 });
  const d = wrapDim('select', dim, self.ndim);
  const size = self.shape[d]!;
  if (!Number.isInteger(index) || index < -size || index >= size) {
    throw new IndexError(
      'select',
      `index ${index} out of range for tensor of size ${shapeText(self.shape)} at dimension ${d}`,
      { index, size },
    );
  }
  return dispatch(ops.select, [self], { dim: d, index: index < 0 ? index + size : index })[0];
}

/**
 * The tensor taken apart along a dimension, which disappears: `[n, *] → n × [*]`.
 *
 * @example tensor([[1, 2], [3, 4]]).unbind()[1] // [3, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.unbind.html
 */
export function unbind(self: Tensor, dim: number = 0): Tensor[] {
  const d = existingDim('unbind', dim, self.ndim);
  return Array.from({ length: self.size(d) }, (_, i) => select(self, d, i));
}

/**
 * The diagonal of two dimensions as a new last dimension, `offset` above it (below where negative): `[n, m] → [min(n, m)]`.
 *
 * @throws ValueError when the two dimensions are the same.
 * @example tensor([[1, 2], [3, 4]]).diagonal() // [1, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.diagonal.html
 */
export function diagonal(
  self: Tensor,
  options: { readonly offset?: number; readonly dim1?: number; readonly dim2?: number } = {},
): Tensor {
  checkOptions('diagonal', options, ['offset', 'dim1', 'dim2']);
  const dim1 = wrapDim('diagonal', options.dim1 ?? 0, self.ndim);
  const dim2 = wrapDim('diagonal', options.dim2 ?? 1, self.ndim);
  if (dim1 === dim2) throw new ValueError('diagonal', `the dimensions cannot be the same: ${dim1}`, { dim1, dim2 });
  return dispatch(ops.diagonal, [self], { offset: options.offset ?? 0, dim1, dim2 })[0];
}

/**
 * Windows of `size` elements every `step` along a dimension, as a new last dimension: `[n] → [(n − size) / step + 1, size]`.
 *
 * @throws IndexError when the window is larger than the dimension, ValueError when step is not positive.
 * @example arange(5).unfold(0, 2, 1) // [[0, 1], [1, 2], [2, 3], [3, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.unfold.html
 */
export function unfold(self: Tensor, dim: number, size: number, step: number): Tensor {
  const d = wrapDim('unfold', dim, self.ndim);
  const source = self.ndim === 0 ? self.unsqueeze(0) : self;
  const length = source.shape[d]!;
  if (!Number.isInteger(size) || size < 0 || size > length) {
    throw new IndexError('unfold', `maximum size for tensor at dimension ${d} is ${length} but size is ${size}`, {
      index: size,
      size: length,
    });
  }
  if (!Number.isInteger(step) || step < 1) throw new ValueError('unfold', `step is ${step} but must be > 0`, { step });
  const windows = dispatch(ops.unfold, [source], { dim: d, size, step })[0];
  return self.ndim === 0 ? windows.squeeze(0) : windows;
}
