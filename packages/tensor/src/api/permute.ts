/**
 * @file Dimensions in another order: views on the same memory.
 */
import { type Ints, toInts } from '../args.js';
import { dispatch } from '../dispatch.js';
import { ShapeError, ValueError } from '../errors.js';
import { noAttrs } from '../op.js';
import * as ops from '../ops/view.js';
import { shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';

/**
 * Dimensions in a new order: `[a, b, c] → [c, a, b]` for (2, 0, 1).
 *
 * @throws ShapeError when not every dimension is named, ValueError when one is named twice.
 * @example zeros(2, 3, 4).permute(2, 0, 1).shape // [4, 2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.permute.html
 */
export function permute(self: Tensor, ...dims: Ints): Tensor {
  const order = toInts(dims).map((d) => wrapDim('permute', d, self.ndim));
  if (order.length !== self.ndim) {
    throw new ShapeError(
      'permute',
      `${order.length} dimensions given for a tensor of ${self.ndim} ${shapeText(self.shape)}`,
      {
        shapes: [self.shape],
      },
    );
  }
  if (new Set(order).size !== order.length)
    throw new ValueError('permute', `a dimension appears twice in [${order.join(', ')}]`, { dims: order });
  return dispatch(ops.permute, [self], { dims: order })[0];
}

/**
 * Two dimensions exchanged: `[a, b] → [b, a]`.
 *
 * @throws IndexError when a dimension does not exist.
 * @example zeros(2, 3).transpose(0, 1).shape // [3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.transpose.html
 */
export function transpose(self: Tensor, dim0: number, dim1: number): Tensor {
  return dispatch(ops.transpose, [self], {
    dim0: wrapDim('transpose', dim0, self.ndim),
    dim1: wrapDim('transpose', dim1, self.ndim),
  })[0];
}

/**
 * `transpose` by another name.
 *
 * @example zeros(2, 3).swapaxes(0, 1).shape // [3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.swapaxes.html
 */
export function swapaxes(self: Tensor, axis0: number, axis1: number): Tensor {
  return transpose(self, axis0, axis1);
}

/**
 * Transpose of a matrix; vectors and 0-d tensors stay as they are: `[a, b] → [b, a]`.
 *
 * @throws ShapeError for more than two dimensions.
 * @example tensor([[1, 2], [3, 4]]).t() // [[1, 3], [2, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.t.html
 */
export function t(self: Tensor): Tensor {
  if (self.ndim > 2) {
    throw new ShapeError('t', `expects at most 2 dimensions, got ${shapeText(self.shape)}; use transpose(dim0, dim1)`, {
      shapes: [self.shape],
    });
  }
  return dispatch(ops.t, [self], noAttrs)[0];
}

/**
 * Dimensions moved to new places, the others keep their order.
 *
 * @throws ValueError when a dimension is named twice or the lists differ in length.
 * @example zeros(2, 3, 4).movedim(0, 2).shape // [3, 4, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.movedim.html
 */
export function movedim(
  self: Tensor,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const wrap = (dims: number | readonly number[]): number[] =>
    (typeof dims === 'number' ? [dims] : [...dims]).map((d) => wrapDim('movedim', d, self.ndim));
  const from = wrap(source);
  const to = wrap(destination);
  if (from.length !== to.length || new Set(from).size !== from.length || new Set(to).size !== to.length) {
    throw new ValueError(
      'movedim',
      `[${from.join(', ')}] → [${to.join(', ')}]: each dimension once, and as many sources as destinations`,
    );
  }
  const rest = self.shape.map((_, d) => d).filter((d) => !from.includes(d));
  const order = self.shape.map((_, d) => (to.includes(d) ? from[to.indexOf(d)]! : rest.shift()!));
  return permute(self, order);
}
