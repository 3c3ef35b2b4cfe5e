/**
 * @file Diagonals of matrices.
 */
import { zeros } from '../create.js';
import { ShapeError, ValueError } from '../errors.js';
import { checkOptions } from '../options.js';
import { shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { TriangleOptions } from './rearrange.js';
import { diagonalScatter } from './writes.js';

/**
 * A vector as the diagonal of a matrix, or the diagonal of a matrix: `[n] → [n, n]`, `[n, m] → [min(n, m)]`.
 *
 * @throws ShapeError for other numbers of dimensions.
 * @example tensor([1, 2]).diag() // [[1, 0], [0, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.diag.html
 */
export function diag(self: Tensor, options: TriangleOptions = {}): Tensor {
  checkOptions('diag', options, ['diagonal']);
  const { diagonal: offset = 0 } = options;
  if (self.ndim === 1) return diagEmbed(self, { offset });
  if (self.ndim === 2) return self.diagonal({ offset }).clone();
  throw new ShapeError('diag', `expected a vector or matrix, got ${shapeText(self.shape)}`, { shapes: [self.shape] });
}

/** Options of `diagEmbed`. */
export interface DiagEmbedOptions {
  /** Which diagonal: above the main one where positive. Default: 0. */
  readonly offset?: number;
  /** First dimension of the matrices. Default: -2. */
  readonly dim1?: number;
  /** Second dimension of the matrices. Default: -1. */
  readonly dim2?: number;
}

/**
 * The last dimension as the diagonals of matrices, zeros elsewhere: `[*, n] → [*, n + |offset|, n + |offset|]`.
 *
 * @throws ValueError when the two dimensions are the same, IndexError when one does not exist.
 * @example tensor([[1, 2]]).diagEmbed() // [[[1, 0], [0, 2]]]
 * @see https://pytorch.org/docs/stable/generated/torch.diag_embed.html
 */
export function diagEmbed(self: Tensor, options: DiagEmbedOptions = {}): Tensor {
  checkOptions('diagEmbed', options, ['offset', 'dim1', 'dim2']);
  const { offset = 0 } = options;
  const ndim = self.ndim + 1;
  const dim1 = wrapDim('diagEmbed', options.dim1 ?? -2, ndim);
  const dim2 = wrapDim('diagEmbed', options.dim2 ?? -1, ndim);
  if (dim1 === dim2) throw new ValueError('diagEmbed', `the dimensions cannot be the same: ${dim1}`, { dim1, dim2 });
  if (self.ndim === 0) throw new ShapeError('diagEmbed', 'expected at least one dimension, got []', { shapes: [[]] });
  const n = self.size(-1) + Math.abs(offset);
  const lead = self.shape.slice(0, -1);
  for (const d of [Math.min(dim1, dim2), Math.max(dim1, dim2)]) lead.splice(d, 0, n);
  return diagonalScatter(zeros(lead, { dtype: self.dtype, device: self.device }), self, { offset, dim1, dim2 });
}

/**
 * The flattened tensor as the diagonal of a matrix: `[*] → [n, n]`.
 *
 * @example tensor([[1, 2]]).diagflat() // [[1, 0], [0, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.diagflat.html
 */
export function diagflat(self: Tensor, options: { readonly offset?: number } = {}): Tensor {
  checkOptions('diagflat', options, ['offset']);
  return diagEmbed(self.reshape(-1), options);
}

/**
 * One value on the main diagonal, in place; tensors of more than two dimensions must have equal sizes.
 *
 * @param options.wrap - start anew below the end of a tall matrix. Default: false.
 * @throws ShapeError for less than two dimensions, or more than two with different sizes.
 * @example zeros(2, 2).fillDiagonal_(5) // [[5, 0], [0, 5]]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.fill_diagonal_.html
 */
export function fillDiagonal_(self: Tensor, value: number, options: { readonly wrap?: boolean } = {}): Tensor {
  checkOptions('fillDiagonal_', options, ['wrap']);
  const { shape } = self;
  if (self.ndim < 2 || (self.ndim > 2 && shape.some((n) => n !== shape[0]))) {
    throw new ShapeError('fillDiagonal_', `needs a matrix, or more dimensions of one size, got ${shapeText(shape)}`, {
      shapes: [shape],
    });
  }
  const [rows, columns] = [shape[0]!, shape[1]!];
  const step = self.stride().reduce((a, b) => a + b, 0);
  self.asStrided([Math.min(...shape)], [step]).fill_(value);
  if (options.wrap === true && self.ndim === 2 && rows > columns + 1) {
    // one row is left free between the runs
    for (let start = columns + 1; start < rows; start += columns + 1)
      self
        .narrow(0, start, Math.min(columns, rows - start))
        .diagonal()
        .fill_(value);
  }
  return self;
}
