/**
 * @file Joining and taking apart.
 */
import { dispatch } from '../dispatch.js';
import { ShapeError, ValueError } from '../errors.js';
import { cat as catOp } from '../ops/join.js';
import { sameShape, shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';

/**
 * Tensors one after the other along a dimension: `[a, *], [b, *] → [a + b, *]`.
 *
 * @throws ShapeError when the other sizes differ, ValueError for an empty list.
 * @example cat([tensor([1]), tensor([2, 3])]) // [1, 2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.cat.html
 */
export function cat(tensors: readonly Tensor[], dim: number = 0): Tensor {
  const widest = tensors.find((t) => t.ndim !== 1 || t.numel() > 0) ?? tensors[0];
  if (!widest) throw new ValueError('cat', 'expected a non-empty list of tensors');
  if (tensors.some((t) => t.ndim === 0))
    throw new ShapeError('cat', '0-d tensors cannot be concatenated; use stack', {
      shapes: tensors.map((t) => t.shape),
    });
  return dispatch(catOp, tensors, { dim: wrapDim('cat', dim, widest.ndim) })[0];
}

/**
 * Tensors of one shape along a new dimension: `n × [*] → [n, *]`.
 *
 * @throws ShapeError when the shapes differ, ValueError for an empty list.
 * @example stack([tensor([1, 2]), tensor([3, 4])]) // [[1, 2], [3, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.stack.html
 */
export function stack(tensors: readonly Tensor[], dim: number = 0): Tensor {
  const first = tensors[0];
  if (!first) throw new ValueError('stack', 'expected a non-empty list of tensors');
  const odd = tensors.find((t) => !sameShape(t.shape, first.shape));
  if (odd) {
    throw new ShapeError(
      'stack',
      `expects tensors of equal shape, got ${shapeText(first.shape)} and ${shapeText(odd.shape)}`,
      {
        shapes: [first.shape, odd.shape],
      },
    );
  }
  const d = wrapDim('stack', dim, first.ndim + 1);
  return cat(
    tensors.map((t) => t.unsqueeze(d)),
    d,
  );
}

/** With at least one dimension. */
const line = (t: Tensor): Tensor => (t.ndim === 0 ? t.view(1) : t);

/**
 * Side by side: along dimension 1, along 0 for vectors.
 *
 * @example hstack([tensor([1]), tensor([2, 3])]) // [1, 2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.hstack.html
 */
export function hstack(tensors: readonly Tensor[]): Tensor {
  const parts = tensors.map(line);
  return cat(parts, parts[0]?.ndim === 1 ? 0 : 1);
}

/**
 * On top of each other: along dimension 0, vectors as rows.
 *
 * @example vstack([tensor([1, 2]), tensor([3, 4])]) // [[1, 2], [3, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.vstack.html
 */
export function vstack(tensors: readonly Tensor[]): Tensor {
  return cat(
    tensors.map((t) => (t.ndim < 2 ? t.reshape(1, -1) : t)),
    0,
  );
}
