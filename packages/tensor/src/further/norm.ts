/**
 * @file `norm` with the nuclear norm, which needs singular values.
 */
import { matrixNorm } from '../api/linalg/norm.js';
import type { Dims } from '../api/reduction.js';
import { norm as coreNorm, type NormOptions } from '../api/statistics.js';
import { checkOptions } from '../options.js';
import type { Tensor } from '../tensor.js';

/**
 * Vector norm `(Σ |x|ᵖ)^(1/p)`; p = ±Infinity is the largest or smallest magnitude, p = 0 counts; 'nuc' is the sum of the singular
 * values of matrices: `[*] → [*] without dim`.
 *
 * @throws DTypeError for integers and bools, IndexError when a dimension does not exist, ValueError for another p.
 * @example tensor([3.5, 12]).norm() // 12.5
 * @see https://pytorch.org/docs/stable/generated/torch.norm.html
 */
export function norm(self: Tensor, dim?: Dims, options: NormOptions = {}): Tensor {
  if (options.p !== 'nuc') return coreNorm(self, dim, options);
  checkOptions('norm', options, ['keepdim', 'p']);
  const { keepdim = false } = options;
  return matrixNorm(self, { ord: 'nuc', keepdim, ...(typeof dim === 'object' && dim !== null && { dim }) });
}
