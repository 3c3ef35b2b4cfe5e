/**
 * @file Distances of all pairs of rows.
 */
import { ShapeError, ValueError } from '../errors.js';
import { checkOptions } from '../options.js';
import { checkFloat, norm } from '../ops/linalg/norm-call.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

export interface CdistOptions {
  /** Order of the norm, not negative. Default: 2. */
  readonly p?: number;
  /** PyTorch's choice of how to compute Euclidean distances; they are computed from differences in any case. */
  readonly computeMode?:
    | 'use_mm_for_euclid_dist_if_necessary'
    | 'use_mm_for_euclid_dist'
    | 'donot_use_mm_for_euclid_dist';
}

/**
 * p-norm distances of all pairs of rows: `[*, m, d], [*, n, d] → [*, m, n]`.
 *
 * @throws ShapeError when the rows have different sizes, ValueError for a negative p, DTypeError for integers.
 * @example cdist(tensor([[0, 0.5]]), tensor([[3, 4.5], [0, 0.5]])) // [[5, 0]]
 * @see https://pytorch.org/docs/stable/generated/torch.cdist.html
 */
export function cdist(x1: Tensor, x2: Tensor, options: CdistOptions = {}): Tensor {
  checkOptions('cdist', options, ['p', 'computeMode']);
  const { p = 2 } = options;
  checkFloat('cdist', x1, x2);
  const shapes = [x1.shape, x2.shape];
  const pair = shapes.map(shapeText).join(' and ');
  if (x1.ndim < 2 || x2.ndim < 2)
    throw new ShapeError('cdist', `expected at least 2 dimensions, got ${pair}`, { shapes });
  if (x1.size(-1) !== x2.size(-1)) {
    throw new ShapeError('cdist', `the tensors must have the same number of columns, got ${pair}`, { shapes });
  }
  if (!(p >= 0)) throw new ValueError('cdist', `only non-negative p values are supported, got ${p}`, { p });
  const differences = x1.unsqueeze(-2).sub(x2.unsqueeze(-3));
  if (differences.size(-1) === 0) return differences.sum(-1);
  return norm(differences, p, [differences.ndim - 1], false);
}
