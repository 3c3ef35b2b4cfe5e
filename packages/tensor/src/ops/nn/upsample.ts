/**
 * @file Lines, planes and volumes in another size, one dimension after the other.
 */
import { recomputedAtZeros } from '../../gradient.js';
import { tensor } from '../../create.js';
import { ShapeError, ValueError } from '../../errors.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkFloating, composite } from './composite.js';
import { type Sampling, type Taps, tapsOf } from './resample.js';

export interface UpsampleAttrs {
  readonly sampling: Sampling;
  /** Sizes of the spatial dimensions. */
  readonly outputSize: readonly number[];
  /** Their ratios to the input's, where those were given. */
  readonly factors: readonly number[] | undefined;
  readonly alignCorners: boolean;
}

/** Sampled along one dimension. */
function along(x: Tensor, dim: number, { positions, weights }: Taps): Tensor {
  const { device, dtype } = x;
  const column = (table: readonly (readonly number[])[], k: number): number[] => table.map((row) => row[k]!);
  const parts = (weights[0] ?? []).flatMap((_, k) => {
    const factors = column(weights, k);
    if (factors.every((w) => w === 0)) return [];
    const part = x.indexSelect(dim, tensor(Int32Array.from(column(positions, k)), { device }));
    if (factors.every((w) => w === 1)) return [part];
    const shape = x.shape.map((__, d) => (d === dim ? factors.length : 1));
    return [part.mul(tensor(factors, { device, dtype }).view(shape))];
  });
  return parts.reduce((sum, part) => sum.add(part));
}

/** PyTorch's names of the ways to sample, for each number of dimensions. */
const samplingNames: Readonly<Record<Sampling, readonly string[]>> = {
  nearest: ['Nearest1D', 'Nearest2D', 'Nearest3D'],
  'nearest-exact': ['NearestExact1D', 'NearestExact2D', 'NearestExact3D'],
  linear: ['Linear1D', 'Bilinear2D', 'Trilinear3D'],
  cubic: ['', 'Bicubic2D'],
  'linear-aa': ['', 'Bilinear2DAa'],
  'cubic-aa': ['', 'Bicubic2DAa'],
};

/** `[N, C, *] → [N, C, ...outputSize]` */
export const upsample: Op<readonly [x: Tensor], UpsampleAttrs, readonly [Tensor]> = composite(
  'upsample',
  ([x], { outputSize, sampling }) => {
    if (!(x.dtype === 'uint8' && sampling.startsWith('nearest'))) checkFloating('interpolate', x);
    if (x.ndim !== outputSize.length + 2 || x.shape.slice(1).includes(0)) {
      throw new ShapeError(
        'interpolate',
        `expected an input [N, C, *] with sizes > 0 apart from the batch, got ${shapeText(x.shape)}`,
        { shapes: [x.shape] },
      );
    }
    if (outputSize.every((n) => Number.isInteger(n) && n > 0)) return;
    throw new ValueError('interpolate', `output sizes must be integers > 0, got ${shapeText(outputSize)}`, {
      outputSize,
    });
  },
  ([x], { sampling, outputSize, factors, alignCorners }) =>
    outputSize.reduce((part, to, d) => {
      const line = { from: x.size(d + 2), to, factor: factors?.[d], alignCorners };
      return along(part, d + 2, tapsOf(sampling, line));
    }, x),
  recomputedAtZeros({
    name: ({ sampling, outputSize }) => `Upsample${samplingNames[sampling][outputSize.length - 1]}Backward1`,
  }),
);
