/**
 * @file Largest values put back where they came from.
 */
import { dispatch } from '../../dispatch.js';
import { DTypeError, ShapeError, ValueError } from '../../errors.js';
import { gradientRule, type Rule } from '../../gradient.js';
import type { Op } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkFloating, composite, naming } from './composite.js';
import { maxPool2dBackward } from './max-pool.js';

export interface MaxUnpoolAttrs {
  /** Sizes of the last dimensions of the result; their product is what indices count in. */
  readonly outputSize: readonly number[];
}

/** The last `n` dimensions as one. */
export function joinLast(x: Tensor, n: number): Tensor {
  const lead = x.shape.slice(0, -n);
  return x.reshape([...lead, x.shape.slice(-n).reduce((a, b) => a * b, 1)]);
}

/** The rule of pools whose positions count in the last `n` dimensions as one: the gradient of each value goes to its position. */
export function toJoinedPositions<I extends readonly [Tensor, ...Tensor[]], A>(
  name: string | ((attrs: A) => string),
  n: (attrs: A) => number,
): Rule<I, A, readonly [values: Tensor, indices: Tensor]> {
  return gradientRule({
    name,
    wrt: [0],
    save: ({ outputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], inputs: [x], attrs }) => {
      const row = (t: Tensor): Tensor => joinLast(t, n(attrs)).unsqueeze(-2);
      const size = x!.shape.slice(-n(attrs)).reduce((a, b) => a * b, 1);
      const shape = [...x!.shape.slice(0, -n(attrs)), 1, size];
      return [dispatch(maxPool2dBackward, [row(grad), row(indices)], { shape })[0].view(x!.shape)];
    },
  });
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
  gradientRule({
    name: ({ outputSize }) => `MaxUnpool${outputSize.length}DBackward0`,
    wrt: [0],
    save: ({ inputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], attrs: { outputSize } }) => {
      const n = outputSize.length;
      return [joinLast(grad, n).gather(-1, joinLast(indices, n)).view(indices.shape)];
    },
  }),
);
