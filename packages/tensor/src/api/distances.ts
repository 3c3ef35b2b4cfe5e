/**
 * @file Distances and bounded norms.
 */
import { ShapeError, ValueError } from '../errors.js';
import { checkOptions } from '../options.js';
import { checkFloat, norm } from '../ops/linalg/norm-call.js';
import { shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { where } from './where-function.js';

/**
 * p-norm of the difference of two tensors: `[*], [*] → []`, broadcast.
 *
 * @param options.p - order of the norm. Default: 2.
 * @throws ShapeError when the shapes do not broadcast, DTypeError for integers.
 * @example tensor([1, 2.5]).dist(tensor([4, 6.5])) // 5
 * @see https://pytorch.org/docs/stable/generated/torch.dist.html
 */
export function dist(self: Tensor, other: Tensor, options: { readonly p?: number } = {}): Tensor {
  checkOptions('dist', options, ['p']);
  checkFloat('dist', self, other);
  const difference = self.sub(other);
  return norm(
    difference,
    options.p ?? 2,
    difference.shape.map((_, d) => d),
    false,
  );
}

/**
 * The tensor with every part along `dim` whose p-norm is above `maxnorm` scaled down to it: `[*] → [*]`.
 *
 * @throws ShapeError for fewer than 2 dimensions, ValueError unless p is positive and maxnorm not negative.
 * @example tensor([[3, 4.5], [0.25, 0]]).renorm(1, 0, 1.5).get(1).tolist() // [0.25, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.renorm.html
 */
export function renorm(self: Tensor, p: number, dim: number, maxnorm: number): Tensor {
  checkFloat('renorm', self);
  if (!(p > 0)) throw new ValueError('renorm', `p must be positive, got ${p}`, { p });
  if (!(maxnorm >= 0)) throw new ValueError('renorm', `maxnorm must not be negative, got ${maxnorm}`, { maxnorm });
  if (self.ndim < 2) {
    throw new ShapeError('renorm', `the input needs at least 2 dimensions, got ${shapeText(self.shape)}`, {
      shapes: [self.shape],
    });
  }
  const along = wrapDim('renorm', dim, self.ndim);
  const others = self.shape.map((_, d) => d).filter((d) => d !== along);
  const size = norm(self, p, others, true);
  return self.mul(where(size.gt(maxnorm), size.add(1e-7).reciprocal().mul(maxnorm), 1).to(self.dtype));
}
