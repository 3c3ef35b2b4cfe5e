/**
 * @file Weights with orthogonal rows or columns.
 */
import { withDefaults } from '@x/functional';
import { dispatch, randn, ShapeError, shapeText, type Tensor } from '@x/tensor/core';
import { qr } from '@x/tensor/ops';
import { type DrawOptions, drawing, filled } from './draw.js';

export interface OrthogonalOptions extends DrawOptions {
  /** Factor of the weights. Default: 1. */
  readonly gain?: number;
}

/** Normal numbers with their columns made orthonormal, in a uniform distribution of such matrices. */
function orthonormal(numbers: Tensor): Tensor {
  const [q, r] = dispatch(qr, [numbers], { mode: 'reduced' });
  return q.mul(r.diagonal().sign());
}

/**
 * Fills a weight `[out, *]` with a matrix `[out, rest]` whose rows are orthonormal (or its columns, where there are more rows),
 * in place.
 *
 * @throws ShapeError for fewer than 2 dimensions, ValueError for an unknown option.
 * @example init.orthogonal_(layer.weight, { gain: init.calculateGain('tanh') })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.orthogonal_
 * @see https://arxiv.org/abs/1312.6120
 */
export function orthogonal_(tensor: Tensor, options: OrthogonalOptions = {}): Tensor {
  const { gain, generator } = withDefaults('orthogonal_', options, { gain: 1, generator: null });
  const [rows] = tensor.shape;
  if (rows === undefined || tensor.ndim < 2) {
    throw new ShapeError('orthogonal_', `only tensors with 2 or more dimensions, got ${shapeText(tensor.shape)}`, {
      shapes: [tensor.shape],
    });
  }
  if (tensor.numel() === 0) return tensor;
  const columns = tensor.numel() / rows;
  return filled(tensor, (t) => {
    const { dtype, device } = t;
    const numbers = randn(rows, columns, drawing(generator, { dtype, device }));
    const q = rows < columns ? orthonormal(numbers.t()).t() : orthonormal(numbers);
    t.copy_(q.reshape(t.shape).mul(gain));
  });
}
