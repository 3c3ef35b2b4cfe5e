/**
 * @file Rows of a table.
 */
import { zerosOf } from '../../create.js';
import { ShapeError } from '../../errors.js';
import { gradientRule } from '../../gradient.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkIndex } from '../gather.js';
import { composite, naming } from './composite.js';

export interface EmbeddingAttrs {
  /** Row that gets no gradient. */
  readonly paddingIdx: number | null;
  /** Divide the gradient of each row by how often it is used. */
  readonly scaleGradByFreq: boolean;
}

/** How often each of the indices is among them. */
export function frequencies(indices: Tensor, rows: number, like: Tensor): Tensor {
  const ones = like.newOnes(indices.shape);
  return like.newZeros([rows]).indexAdd(0, indices, ones).indexSelect(0, indices);
}

/** `weight [V, D]` at `indices [*]` → `[*, D]`. */
export const embedding: Op<readonly [weight: Tensor, indices: Tensor], EmbeddingAttrs, readonly [Tensor]> = composite(
  'embedding',
  ([weight, indices]) => {
    checkIndex('embedding', indices);
    if (weight.ndim === 2) return;
    throw new ShapeError('embedding', `weight must be a matrix [V, D], got ${shapeText(weight.shape)}`, {
      shapes: [weight.shape],
    });
  },
  ([weight, indices]) => {
    const rows = naming('embedding', 'index', () => weight.indexSelect(0, indices.reshape(-1)));
    return rows.view([...indices.shape, weight.size(1)]);
  },
  // each row's gradient is the sum over the places that it went to
  gradientRule({
    name: 'EmbeddingBackward0',
    wrt: [0],
    save: ({ inputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], inputs: [table], attrs: { paddingIdx, scaleGradByFreq } }) => {
      const rows = grad.reshape(indices.numel(), table!.shape[1]!);
      const index = indices.reshape(-1);
      const counted = paddingIdx === null ? rows : rows.maskedFill(index.eq(paddingIdx).unsqueeze(1), 0);
      const zeros = zerosOf(table!);
      const often = scaleGradByFreq && frequencies(index, table!.shape[0]!, zeros).unsqueeze(1);
      return [zeros.indexAdd(0, index, often ? counted.div(often) : counted)];
    },
  }),
);
