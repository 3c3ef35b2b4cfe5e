/**
 * @file Matrices made of other tensors.
 */
import { ShapeError, ValueError } from '../errors.js';
import { checkOptions } from '../options.js';
import { resultType } from '../dtype.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cat } from './join.js';
import { listed, type TensorList } from './pieces.js';

/**
 * Matrix with the tensors as blocks along its diagonal; numbers and vectors count as rows: `[mᵢ, nᵢ], … → [Σ mᵢ, Σ nᵢ]`.
 *
 * @throws ShapeError for more than 2 dimensions, ValueError without tensors.
 * @example blockDiag(tensor([[1]]), tensor([[2, 3]])) // [[1, 0, 0], [0, 2, 3]]
 * @see https://pytorch.org/docs/stable/generated/torch.block_diag.html
 */
export function blockDiag(...tensors: TensorList): Tensor {
  const list = listed(tensors);
  if (list.length === 0) throw new ValueError('blockDiag', 'expected at least one tensor');
  const dtype = resultType(list);
  const blocks = list.map((x) => {
    if (x.ndim <= 2) return (x.ndim === 2 ? x : x.reshape([1, -1])).to(dtype);
    throw new ShapeError('blockDiag', `expected at most 2 dimensions, got ${shapeText(x.shape)}`, {
      shapes: [x.shape],
    });
  });
  const width = blocks.reduce((n, block) => n + block.size(1), 0);
  let before = 0;
  const rows = blocks.map((block) => {
    const [m, n] = [block.size(0), block.size(1)];
    const parts = [block.newZeros([m, before]), block, block.newZeros([m, width - before - n])];
    before += n;
    return cat(parts, 1);
  });
  return cat(rows, 0);
}

export interface VanderOptions {
  /** How many columns. Default: as many as elements. */
  readonly N?: number | null;
  /** Powers from left to right grow. Default: false. */
  readonly increasing?: boolean;
}

/**
 * Matrix whose columns are powers of a vector: `[n] → [n, N]`.
 *
 * @throws ShapeError unless x has one dimension, ValueError for a negative N.
 * @example vander(tensor([1, 2, 3]), { N: 2 }) // [[1, 1], [2, 1], [3, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.vander.html
 */
export function vander(x: Tensor, options: VanderOptions = {}): Tensor {
  checkOptions('vander', options, ['N', 'increasing']);
  if (x.ndim !== 1)
    throw new ShapeError('vander', `expected a vector, got ${shapeText(x.shape)}`, { shapes: [x.shape] });
  const { increasing = false } = options;
  const count = options.N ?? x.size(0);
  if (!(count >= 0)) throw new ValueError('vander', `N must not be negative, got ${count}`, { N: count });
  const base = x.dtype === 'float64' || x.dtype === 'float32' ? x : x.to('int32');
  const ones = base.newOnes([x.size(0), Math.min(count, 1)]);
  const powers =
    count > 1
      ? cat(
          [
            ones,
            base
              .unsqueeze(1)
              .expand([x.size(0), count - 1])
              .cumprod(1),
          ],
          1,
        )
      : ones;
  return increasing ? powers : powers.flip(1);
}
