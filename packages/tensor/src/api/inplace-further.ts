/**
 * @file In-place forms of functions that the core has no methods of.
 */
import { become } from '../become.js';
import type { Tensor } from '../tensor.js';
import { type TriangleOptions, tril, triu } from './rearrange.js';
import { cumsum } from './scan.js';

/** The lower triangle, zeros above the diagonal. @see https://pytorch.org/docs/stable/generated/torch.Tensor.tril_.html */
export function tril_(self: Tensor, options: TriangleOptions = {}): Tensor {
  return become('tril', self, tril(self, options));
}

/** The upper triangle, zeros below the diagonal. @see https://pytorch.org/docs/stable/generated/torch.Tensor.triu_.html */
export function triu_(self: Tensor, options: TriangleOptions = {}): Tensor {
  return become('triu', self, triu(self, options));
}

/** Running sums along a dimension. @see https://pytorch.org/docs/stable/generated/torch.Tensor.cumsum_.html */
export function cumsum_(self: Tensor, dim: number): Tensor {
  return become('cumsum', self, cumsum(self, dim, { dtype: self.dtype }));
}
