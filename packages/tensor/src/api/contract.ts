/**
 * @file Products of two tensors, and the trace.
 */
import { ShapeError } from '../errors.js';
import { checkOptions } from '../options.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';
import * as linalg from './linalg/products.js';
import { contractDims } from './tensordot.js';

/**
 * Sum of the diagonal of a matrix: `[m, n] → []`.
 *
 * @throws ShapeError unless the tensor has two dimensions.
 * @example tensor([[1, 2], [3, 4]]).trace() // 5
 * @see https://pytorch.org/docs/stable/generated/torch.trace.html
 */
export function trace(self: Tensor): Tensor {
  if (self.ndim === 2) return self.diagonal().sum();
  throw new ShapeError('trace', `expected a matrix, got ${shapeText(self.shape)}`, { shapes: [self.shape] });
}

/**
 * Inner products of all vectors along the last dimension: `[*a, n], [*b, n] → [*a, *b]`; a 0-d tensor multiplies.
 *
 * @throws ShapeError when the last sizes differ.
 * @example tensor([[1, 2], [3, 4]]).inner(tensor([1, 1])) // [3, 7]
 * @see https://pytorch.org/docs/stable/generated/torch.inner.html
 */
export function inner(self: Tensor, other: Tensor): Tensor {
  if (self.ndim === 0 || other.ndim === 0) return self.mul(other);
  if (self.size(-1) !== other.size(-1)) {
    throw new ShapeError(
      'inner',
      `the last dimensions differ: ${shapeText(self.shape)} and ${shapeText(other.shape)}`,
      { shapes: [self.shape, other.shape] },
    );
  }
  return contractDims('inner', self, other, [-1], [-1]);
}

/**
 * Kronecker product: blocks `self[i, j] · other`: `[*a], [*b] → [*a · *b]`, the shorter shape padded with ones in front.
 *
 * @example tensor([1, 2]).kron(tensor([1, 10])) // [1, 10, 2, 20]
 * @see https://pytorch.org/docs/stable/generated/torch.kron.html
 */
export function kron(self: Tensor, other: Tensor): Tensor {
  const ndim = Math.max(self.ndim, other.ndim);
  const padded = (x: Tensor): readonly number[] => [...Array.from({ length: ndim - x.ndim }, () => 1), ...x.shape];
  const [a, b] = [padded(self), padded(other)];
  const left = self.reshape(a.flatMap((n) => [n, 1]));
  const right = other.reshape(b.flatMap((n) => [1, n]));
  return left.mul(right).reshape(a.map((n, d) => n * b[d]!));
}

/**
 * Cross product of vectors with three elements: `[*], [*] → [*]`, broadcast.
 *
 * @param options.dim - where the vectors lie. Default: the first dimension with 3 elements.
 * @throws ShapeError where there is no such dimension.
 * @example tensor([1, 0, 0]).cross(tensor([0, 1, 0])) // [0, 0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.cross.html
 */
export function cross(self: Tensor, other: Tensor, options: { readonly dim?: number | null } = {}): Tensor {
  checkOptions('cross', options, ['dim']);
  const dim = options.dim ?? self.shape.indexOf(3);
  if (dim !== -1 || options.dim === -1) return linalg.cross(self, other, { dim });
  throw new ShapeError('cross', `no dimension has size 3: ${shapeText(self.shape)}`, { shapes: [self.shape] });
}
