/**
 * @file Products added to a tensor.
 */
import { wholeFactor } from '../args.js';
import { ShapeError } from '../errors.js';
import { checkOptions } from '../options.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { type AddmmOptions, outer } from './matrix.js';

/** The sum of bools: factors count as truth values. */
function either(self: Tensor, product: Tensor, { beta = 1, alpha = 1 }: AddmmOptions): Tensor {
  const nothing = product.ne(product);
  return (beta === 0 ? nothing : self).logicalOr(alpha === 0 ? nothing : product);
}

/** `beta · self + alpha · product`; self has no say where beta is 0. */
function added(self: Tensor, product: Tensor, options: AddmmOptions): Tensor {
  if (product.dtype === 'bool') return either(self, product, options);
  const alpha = wholeFactor(options.alpha ?? 1, product.dtype);
  const beta = wholeFactor(options.beta ?? 1, product.dtype);
  const term = alpha === 1 ? product : product.mul(alpha);
  if (beta === 0) return term;
  return (beta === 1 ? self : self.mul(beta)).add(term);
}

/**
 * `beta · self + alpha · Σ batch1ᵢ × batch2ᵢ`: `[n, p], [b, n, m], [b, m, p] → [n, p]`.
 *
 * @throws ShapeError when the shapes do not fit.
 * @example zeros(1, 1).addbmm(ones(2, 1, 3), ones(2, 3, 1)) // [[6]]
 * @see https://pytorch.org/docs/stable/generated/torch.addbmm.html
 */
export function addbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options: AddmmOptions = {}): Tensor {
  checkOptions('addbmm', options, ['beta', 'alpha']);
  const product = batch1.bmm(batch2).sum(0).to(batch1.dtype);
  checkExpands('addbmm', self, product);
  return added(self, product, options);
}

/**
 * `beta · self + alpha · vec1 ⊗ vec2`: `[n, m], [n], [m] → [n, m]`.
 *
 * @throws ShapeError when the vectors are no vectors or self does not broadcast to their product.
 * @example zeros(2, 2).addr(tensor([1, 2.5]), tensor([1, 0.5])) // [[1, 0.5], [2.5, 1.25]]
 * @see https://pytorch.org/docs/stable/generated/torch.addr.html
 */
export function addr(self: Tensor, vec1: Tensor, vec2: Tensor, options: AddmmOptions = {}): Tensor {
  checkOptions('addr', options, ['beta', 'alpha']);
  const product = outer(vec1, vec2);
  checkExpands('addr', self, product);
  return added(self, product, options);
}

/** @throws ShapeError when self would make the product larger. */
function checkExpands(op: string, self: Tensor, product: Tensor): void {
  const lead = product.ndim - self.ndim;
  if (lead >= 0 && self.shape.every((n, d) => n === 1 || n === product.shape[d + lead])) return;
  throw new ShapeError(op, `${shapeText(self.shape)} does not broadcast to the product ${shapeText(product.shape)}`, {
    shapes: [self.shape, product.shape],
  });
}

/**
 * Product of two vectors: `[n], [n] → []`; for real numbers `dot`.
 *
 * @throws ShapeError when the arguments are no vectors of one length.
 * @example vdot(tensor([1, 2]), tensor([3, 4])) // 11
 * @see https://pytorch.org/docs/stable/generated/torch.vdot.html
 */
export function vdot(self: Tensor, other: Tensor): Tensor {
  return self.dot(other);
}
