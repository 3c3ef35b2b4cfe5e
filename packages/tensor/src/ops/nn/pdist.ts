/**
 * @file Distances of all pairs of rows.
 */
import { recomputed } from '../../gradient.js';
import { norm } from '../../api/statistics.js';
import { tensor } from '../../create.js';
import { ShapeError, ValueError } from '../../errors.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkFloating, composite } from './composite.js';

/** `[N, D]` → distances of rows 0 and 1, 0 and 2, …: `[N·(N − 1) / 2]`. */
export const pdist: Op<readonly [x: Tensor], { readonly p: number }, readonly [Tensor]> = composite(
  'pdist',
  ([x], { p }) => {
    checkFloating('pdist', x);
    if (!(p >= 0)) throw new ValueError('pdist', `p must not be negative, got ${p}`, { p });
    if (x.ndim === 2) return;
    throw new ShapeError('pdist', `expected an input [N, D], got ${shapeText(x.shape)}`, { shapes: [x.shape] });
  },
  ([x], { p }) => {
    const n = x.size(0);
    const pairs = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n - i - 1 }, (__, j) => [i, i + 1 + j] as const),
    ).flat();
    const rows = (side: 0 | 1): Tensor =>
      x.indexSelect(
        0,
        tensor(
          Int32Array.from(pairs, (pair) => pair[side]),
          { device: x.device },
        ),
      );
    return norm(rows(0).sub(rows(1)), 1, { p });
  },
  recomputed({ name: 'PdistBackward0' }),
);
