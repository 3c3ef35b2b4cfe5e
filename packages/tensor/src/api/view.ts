/**
 * @file Views: other shapes over the same memory. Writing to a view writes to its base. Dimensions count from the end where
 * negative. `reshape`, `flatten` and `contiguous` copy where a view is not possible.
 */
import { type Ints, squeezable, toInts } from '../args.js';
import { dispatch } from '../dispatch.js';
import { ShapeError, ValueError } from '../errors.js';
import { Layout, type Shape } from '../layout.js';
import { noAttrs } from '../op.js';
import * as ops from '../ops/view.js';
import { checkSizes, existingDim, inferShape, shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';

/**
 * The same elements in another shape, on the same memory; one size may be -1: `[*] → shape`.
 *
 * @throws ShapeError when the sizes do not fit, or when the memory does not allow it without a copy (then use `reshape`).
 * @example arange(6).view(2, 3)
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
 */
export function view(self: Tensor, ...shape: Ints): Tensor {
  const sizes = inferShape('view', toInts(shape), self.numel(), self.shape);
  const layout = self.layout.reshape(sizes);
  if (!layout) {
    throw new ShapeError(
      'view',
      `${shapeText(self.shape)} with strides ${shapeText(self.stride())} cannot be viewed as ${shapeText(sizes)} without a copy; use reshape(...)`,
      { shapes: [self.shape, sizes] },
    );
  }
  return dispatch(ops.view, [self], { layout })[0];
}

/**
 * The same elements in another shape; a view where the memory allows it, else a copy: `[*] → shape`.
 *
 * @throws ShapeError when the sizes do not fit.
 * @example arange(6).reshape(3, -1)
 * @see https://pytorch.org/docs/stable/generated/torch.reshape.html
 */
export function reshape(self: Tensor, ...shape: Ints): Tensor {
  const sizes = inferShape('reshape', toInts(shape), self.numel(), self.shape);
  const layout = self.layout.reshape(sizes);
  if (layout) return dispatch(ops.reshapeAlias, [self], { layout })[0];
  return dispatch(ops.view, [self.clone()], { layout: Layout.of(sizes) })[0];
}

/**
 * The tensor in the shape of another.
 *
 * @example arange(4).viewAs(zeros(2, 2)) // [[0, 1], [2, 3]]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.view_as.html
 */
export function viewAs(self: Tensor, other: Tensor): Tensor {
  return view(self, other.shape);
}

/**
 * The tensor in the shape of another.
 *
 * @example arange(4).reshapeAs(zeros(2, 2)) // [[0, 1], [2, 3]]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.reshape_as.html
 */
export function reshapeAs(self: Tensor, other: Tensor): Tensor {
  return reshape(self, other.shape);
}

/**
 * Dimensions `startDim` to `endDim` as one: `[a, b, c] → [a, b·c]` for startDim 1.
 *
 * @throws IndexError when a dimension does not exist, ValueError when startDim comes after endDim.
 * @example zeros(2, 3, 4).flatten(1).shape // [2, 12]
 * @see https://pytorch.org/docs/stable/generated/torch.flatten.html
 */
export function flatten(self: Tensor, startDim: number = 0, endDim: number = -1): Tensor {
  const start = wrapDim('flatten', startDim, self.ndim);
  const end = wrapDim('flatten', endDim, self.ndim);
  if (start > end)
    throw new ValueError('flatten', `startDim ${startDim} comes after endDim ${endDim}`, { startDim, endDim });
  if (self.ndim === 0) return reshape(self, 1);
  if (start === end) return self;
  const merged = self.shape.slice(start, end + 1).reduce((n, size) => n * size, 1);
  return reshape(self, self.shape.toSpliced(start, end - start + 1, merged));
}

/**
 * All elements in one dimension.
 *
 * @example tensor([[1, 2], [3, 4]]).ravel() // [1, 2, 3, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.ravel.html
 */
export function ravel(self: Tensor): Tensor {
  return self.reshape(-1);
}

/**
 * One dimension split into several: `[12] → [3, 4]`.
 *
 * @throws ShapeError when the sizes do not multiply to the dimension's.
 * @example zeros(2, 12).unflatten(1, [3, 4]).shape // [2, 3, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.unflatten.html
 */
export function unflatten(self: Tensor, dim: number, sizes: Shape): Tensor {
  const d = existingDim('unflatten', dim, self.ndim);
  const parts = inferShape('unflatten', sizes, self.shape[d]!, self.shape);
  return self.view(self.shape.toSpliced(d, 1, ...parts));
}

/**
 * Without dimensions of size 1: all of them, or those named (which stay when their size is not 1): `[1, a, 1] → [a]`.
 *
 * @throws IndexError when a dimension does not exist.
 * @example zeros(1, 3, 1).squeeze().shape // [3]
 * @see https://pytorch.org/docs/stable/generated/torch.squeeze.html
 */
export function squeeze(self: Tensor, dim?: number | readonly number[]): Tensor {
  return dispatch(ops.squeeze, [self], { dims: squeezable(self, dim), all: dim === undefined })[0];
}

/**
 * With a new dimension of size 1 at `dim`: `[a, b] → [a, 1, b]` for 1.
 *
 * @throws IndexError when dim is not in [-ndim - 1, ndim].
 * @example zeros(3).unsqueeze(0).shape // [1, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.unsqueeze.html
 */
export function unsqueeze(self: Tensor, dim: number): Tensor {
  return dispatch(ops.unsqueeze, [self], { dim: wrapDim('unsqueeze', dim, self.ndim + 1) })[0];
}

/**
 * Dimensions of size 1 repeated to a larger size without copying; -1 keeps a size: `[1, a] → [b, a]`.
 *
 * @throws ShapeError when another size would have to change.
 * @example zeros(1, 3).expand(4, -1).shape // [4, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.expand.html
 */
export function expand(self: Tensor, ...sizes: Ints): Tensor {
  const wanted = toInts(sizes);
  const lead = wanted.length - self.ndim;
  const shape = wanted.map((n, d) => (n === -1 && d >= lead ? self.shape[d - lead]! : n));
  const fits = lead >= 0 && self.shape.every((n, d) => n === 1 || n === shape[d + lead]);
  if (!fits) {
    throw new ShapeError(
      'expand',
      `${shapeText(self.shape)} cannot be expanded to ${shapeText(wanted)}: only dimensions of size 1 can grow`,
      {
        shapes: [self.shape, wanted],
      },
    );
  }
  return dispatch(ops.expand, [self], { shape: checkSizes('expand', shape) })[0];
}

/**
 * The tensor expanded to the shape of another.
 *
 * @example tensor([1, 2]).expandAs(zeros(2, 2)) // [[1, 2], [1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.expand_as.html
 */
export function expandAs(self: Tensor, other: Tensor): Tensor {
  return expand(self, other.shape);
}

/**
 * The tensor broadcast to a shape.
 *
 * @example tensor([1, 2]).broadcastTo([2, 2]) // [[1, 2], [1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.broadcast_to.html
 */
export function broadcastTo(self: Tensor, shape: Shape): Tensor {
  return expand(self, shape);
}

/**
 * Any layout over the tensor's memory; strides and offset count elements.
 *
 * @throws ShapeError when it reaches outside of the memory, ValueError for negative strides.
 * @example arange(6).asStrided([2, 2], [3, 1]) // [[0, 1], [3, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.as_strided.html
 */
export function asStrided(
  self: Tensor,
  size: Shape,
  stride: readonly number[],
  options: { readonly storageOffset?: number } = {},
): Tensor {
  if (size.length !== stride.length) {
    throw new ShapeError('asStrided', `${size.length} sizes but ${stride.length} strides`, { shapes: [size, stride] });
  }
  if (stride.some((s) => !Number.isInteger(s) || s < 0))
    throw new ValueError('asStrided', `strides must be integers ≥ 0, got ${shapeText(stride)}`);
  const layout = Layout.strided(checkSizes('asStrided', size), stride, options.storageOffset ?? self.storageOffset());
  const [low, high] = layout.bounds();
  const length = self.storage.byteLength / self.itemsize;
  if (layout.size > 0 && (low < 0 || high >= length)) {
    throw new ShapeError(
      'asStrided',
      `${shapeText(size)} with strides ${shapeText(stride)} and offset ${layout.offset} reaches element ${high} of a storage of ${length}`,
      {
        shapes: [size],
      },
    );
  }
  return dispatch(ops.asStrided, [self], { layout })[0];
}

/**
 * A tensor on the same memory that gradients do not pass.
 *
 * @example tensor([1, 2]).detach() // [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.detach.html
 */
export function detach(self: Tensor): Tensor {
  return dispatch(ops.detach, [self], noAttrs)[0];
}
