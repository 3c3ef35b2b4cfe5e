/**
 * @file Largest values put back where they came from.
 */
import { DTypeError, ShapeError, ValueError } from '../../errors.js';
import type { Op } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkFloating, composite, naming } from './composite.js';

export interface MaxUnpoolAttrs {
  /** Sizes of the last dimensions of the result; their product is what indices count in. */
  readonly outputSize: readonly number[];
}

/** The last `n` dimensions as one. */
export function joinLast(x: Tensor, n: number): Tensor {
  const lead = x.shape.slice(0, -n);
  return x.reshape([...lead, x.shape.slice(-n).reduce((a, b) => a * b, 1)]);
}

/** `[…, *]` and int32 positions of the same shape → `[…, ...outputSize]`, zeros elsewhere. */
export const maxUnpool: Op<readonly [x: Tensor, indices: Tensor], MaxUnpoolAttrs, readonly [Tensor]> = composite(
  'maxUnpool',
  ([x, indices], { outputSize }) => {
    const op = `maxUnpool${outputSize.length}d`;
    checkFloating(op, x);
    if (indices.dtype !== 'int32') {
      throw new DTypeError(op, `indices must be int32, got ${indices.dtype}`, { dtypes: [indices.dtype] });
    }
    const rank = x.ndim - outputSize.length;
    if ((rank !== 1 && rank !== 2) || x.shape.slice(1).includes(0) || !sameShape(x.shape, indices.shape)) {
      throw new ShapeError(
        op,
        `expected an input of ${outputSize.length + 1} or ${outputSize.length + 2} dimensions and indices of its shape, got ${shapeText(x.shape)} and ${shapeText(indices.shape)}`,
        { shapes: [x.shape, indices.shape] },
      );
    }
    if (outputSize.every((n) => Number.isInteger(n) && n > 0)) return;
    throw new ValueError(op, `outputSize must be integers > 0, got ${shapeText(outputSize)}`, { outputSize });
  },
  ([x, indices], { outputSize }) => {
    const n = outputSize.length;
    const lead = x.shape.slice(0, -n);
    const blank = x.newZeros([...lead, outputSize.reduce((a, b) => a * b, 1)]);
    const op = `maxUnpool${n}d`;
    const filled = naming(op, 'index', () => blank.scatter(-1, joinLast(indices, n), joinLast(x, n)));
    return filled.view([...lead, ...outputSize]);
  },
);
