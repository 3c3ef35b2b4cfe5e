/**
 * @file Products of matrices and vectors.
 */
import { wholeFactor } from '../args.js';
import { dispatch } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { sizeOf } from '../layout.js';
import { noAttrs } from '../op.js';
import * as ops from '../ops/matmul.js';
import { broadcastShapes, shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkOptions } from '../options.js';

export interface AddmmOptions {
  /** Factor of the added tensor. Default: 1. */
  readonly beta?: number;
  /** Factor of the product. Default: 1. */
  readonly alpha?: number;
}

/**
 * Matrix product of two matrices: `[m, k] × [k, n] → [m, n]`.
 *
 * @throws ShapeError when the inputs are not matrices or the inner sizes differ.
 * @example eye(2).mm(tensor([[1.5], [2]])) // [[1.5], [2]]
 * @see https://pytorch.org/docs/stable/generated/torch.mm.html
 */
export function mm(self: Tensor, mat2: Tensor): Tensor {
  return dispatch(ops.mm, [self, mat2], noAttrs)[0];
}

/**
 * Batch of matrix products: `[b, m, k] × [b, k, n] → [b, m, n]`.
 *
 * @throws ShapeError when batch or inner sizes differ.
 * @example ones(2, 1, 3).bmm(ones(2, 3, 1)) // [[[3]], [[3]]]
 * @see https://pytorch.org/docs/stable/generated/torch.bmm.html
 */
export function bmm(self: Tensor, mat2: Tensor): Tensor {
  return dispatch(ops.bmm, [self, mat2], noAttrs)[0];
}

/**
 * Matrix times vector: `[m, k] × [k] → [m]`.
 *
 * @throws ShapeError when the inner sizes differ.
 * @example tensor([[1, 2], [3, 4]]).mv(tensor([1, 1])) // [3, 7]
 * @see https://pytorch.org/docs/stable/generated/torch.mv.html
 */
export function mv(self: Tensor, vec: Tensor): Tensor {
  return dispatch(ops.mv, [self, vec], noAttrs)[0];
}

/**
 * Inner product of two vectors: `[k] × [k] → []`.
 *
 * @throws ShapeError when the inputs are not vectors of one length.
 * @example tensor([1, 2]).dot(tensor([3, 4])) // 11
 * @see https://pytorch.org/docs/stable/generated/torch.dot.html
 */
export function dot(self: Tensor, other: Tensor): Tensor {
  return dispatch(ops.dot, [self, other], noAttrs)[0];
}

/**
 * Matrix product by PyTorch's rules: vectors are promoted to matrices, leading dimensions are batches and broadcast:
 * `[*, m, k] × [*, k, n] → [*, m, n]`.
 *
 * @throws ShapeError when the inner sizes differ or the batches do not broadcast.
 * @example zeros(8, 2, 3).matmul(zeros(3, 4)).shape // [8, 2, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.matmul.html
 */
export function matmul(self: Tensor, other: Tensor): Tensor {
  if (self.ndim === 0 || other.ndim === 0) {
    throw new ShapeError(
      'matmul',
      `both arguments need at least 1 dimension, got ${shapeText(self.shape)} x ${shapeText(other.shape)}`,
      {
        shapes: [self.shape, other.shape],
      },
    );
  }
  ops.checkInner('matmul', self, other);
  if (self.ndim === 1 && other.ndim === 1) return dot(self, other);
  if (self.ndim === 2 && other.ndim === 1) return mv(self, other);
  if (self.ndim === 1 && other.ndim === 2) return mm(self.unsqueeze(0), other).squeeze(0);
  if (self.ndim === 2 && other.ndim === 2) return mm(self, other);
  if (self.ndim >= 3 && other.ndim <= 2) return folded(self, other);
  return batched(self, other);
}

/** A stack of matrices times one matrix or vector is one taller matrix times it. */
function folded(self: Tensor, other: Tensor): Tensor {
  const lead = self.shape.slice(0, -1);
  const rows = self.reshape(sizeOf(lead), self.shape.at(-1)!);
  return other.ndim === 1 ? mv(rows, other).view(lead) : mm(rows, other).view([...lead, other.shape[1]!]);
}

function batched(self: Tensor, other: Tensor): Tensor {
  const a = self.ndim === 1 ? self.unsqueeze(0) : self;
  const b = other.ndim === 1 ? other.unsqueeze(1) : other;
  const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const [m, k, n] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
  const count = sizeOf(batch);
  const left = a.expand([...batch, m, k]).reshape(count, m, k);
  const right = b.expand([...batch, k, n]).reshape(count, k, n);
  const rows = self.ndim === 1 ? [] : [m];
  const columns = other.ndim === 1 ? [] : [n];
  return bmm(left, right).view([...batch, ...rows, ...columns]);
}

/** Both factors; integer tensors take their whole parts. */
function factors({ dtype }: Tensor, { alpha = 1, beta = 1 }: AddmmOptions): Required<AddmmOptions> {
  return { alpha: wholeFactor(alpha, dtype), beta: wholeFactor(beta, dtype) };
}

/**
 * `beta · self + alpha · (mat1 × mat2)`; self broadcasts: `[m, k] × [k, n] → [m, n]`.
 *
 * @throws ShapeError when the inner sizes differ or self does not broadcast to `[m, n]`.
 * @example ones(2).addmm(eye(2), eye(2)) // [[2, 1], [1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.addmm.html
 */
export function addmm(self: Tensor, mat1: Tensor, mat2: Tensor, options: AddmmOptions = {}): Tensor {
  checkOptions('addmm', options, ['beta', 'alpha']);
  return dispatch(ops.addmm, [self, mat1, mat2], factors(self, options))[0];
}

/**
 * `beta · self + alpha · (batch1 × batch2)` over a batch; self broadcasts: `[b, m, k] × [b, k, n] → [b, m, n]`.
 *
 * @throws ShapeError when batch or inner sizes differ.
 * @example ones(1, 1, 1).baddbmm(ones(1, 1, 2), ones(1, 2, 1)) // [[[3]]]
 * @see https://pytorch.org/docs/stable/generated/torch.baddbmm.html
 */
export function baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options: AddmmOptions = {}): Tensor {
  checkOptions('baddbmm', options, ['beta', 'alpha']);
  return dispatch(ops.baddbmm, [self, batch1, batch2], factors(self, options))[0];
}

/**
 * `beta · self + alpha · (mat × vec)`: `[m, k] × [k] → [m]`.
 *
 * @throws ShapeError when the inner sizes differ or self has more than one dimension.
 * @example ones(2).addmv(eye(2), tensor([1.5, 2])) // [2.5, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.addmv.html
 */
export function addmv(self: Tensor, mat: Tensor, vec: Tensor, options: AddmmOptions = {}): Tensor {
  checkOptions('addmv', options, ['beta', 'alpha']);
  if (self.ndim > 1) {
    throw new ShapeError('addmv', `the added tensor must be a vector or 0-d, got ${shapeText(self.shape)}`, {
      shapes: [self.shape, mat.shape, vec.shape],
    });
  }
  const { alpha, beta } = factors(self, options);
  return self.mul(beta).add(mv(mat, vec), { alpha });
}

/**
 * All products of two vectors' elements: `[m], [n] → [m, n]`.
 *
 * @throws ShapeError when the inputs are not vectors.
 * @example tensor([1, 2]).outer(tensor([3, 4])) // [[3, 4], [6, 8]]
 * @see https://pytorch.org/docs/stable/generated/torch.outer.html
 */
export function outer(self: Tensor, vec2: Tensor): Tensor {
  if (self.ndim !== 1 || vec2.ndim !== 1) {
    throw new ShapeError('outer', `expected two vectors, got ${shapeText(self.shape)} and ${shapeText(vec2.shape)}`, {
      shapes: [self.shape, vec2.shape],
    });
  }
  return self.unsqueeze(1).mul(vec2);
}
