/**
 * @file Rows of a table.
 */
import { ShapeError } from '../../errors.js';
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
);
