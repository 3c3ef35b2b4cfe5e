/**
 * @file Largest values of windows that lie at random distances, so that sizes shrink by any factor.
 *
 * @see https://arxiv.org/abs/1412.6071
 */
import { cat } from '../../api/join.js';
import { arange } from '../../create.js';
import { ShapeError, ValueError } from '../../errors.js';
import type { Op } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkSameFloating } from './composite.js';
import { joinLast, toJoinedPositions } from './unpool.js';

export interface FractionalPoolAttrs {
  readonly kernelSize: readonly number[];
  readonly outputSize: readonly number[];
}

/** `x [N, C, *]` or `[C, *]`, and numbers in [0, 1) `[N, C, spatial dimensions]`; gives values and positions. */
export type FractionalPoolOp = Op<
  readonly [x: Tensor, samples: Tensor],
  FractionalPoolAttrs,
  readonly [values: Tensor, indices: Tensor]
>;

/** First elements of `count` windows of size k over n elements for each sample `[N, C]`: `[N, C, count]`. */
function starts(samples: Tensor, n: number, k: number, count: number): Tensor {
  const last = samples.newFull([...samples.shape, 1], n - k);
  if (count === 1) return last;
  const step = samples.newFull([], n - k).div(count - 1);
  const sample = samples.unsqueeze(-1);
  const at = arange(count - 1, { dtype: samples.dtype, device: samples.device });
  const first = at.add(sample).mul(step).trunc().sub(sample.mul(step).trunc());
  return cat([first, last], -1);
}

/** Places the windows' values among others: dimension `d` of `n` output dimensions, then `d` of `n` kernel dimensions. */
function alongDims(x: Tensor, d: number, n: number, offsets: Tensor): Tensor {
  const shape = [...x.shape.slice(0, 2), ...Array.from({ length: 2 * n }, (_, i) => (i === d ? x.size(2) : 1))];
  const kernel = Array.from({ length: 2 * n }, (_, i) => (i === n + d ? offsets.numel() : 1));
  return x.view(shape).add(offsets.view(kernel));
}

/** PyTorch takes the first number of a sample for the columns of a plane, but for the depth of a volume. */
function sampleOf(samples: Tensor, d: number, n: number): Tensor {
  return samples.select(2, n === 2 ? 1 - d : d);
}

/** `[N, C, *]` or `[C, *]` with random starts of windows `[N, C, n]` → largest values and their positions `[…, ...outputSize]`. */
export const fractionalMaxPool: FractionalPoolOp = {
  name: 'fractionalMaxPool',
  run([x, samples], { kernelSize, outputSize }) {
    const n = kernelSize.length;
    const op = `fractionalMaxPool${n}d`;
    checkSameFloating(op, x, samples);
    const [batch = 0, ...rest] = x.ndim === n + 1 ? [1, ...x.shape] : x.shape;
    if (rest.length !== n + 1 || rest.includes(0) || !sameShape(samples.shape, [batch, rest[0]!, n])) {
      throw new ShapeError(
        op,
        `expected an input of ${n + 1} or ${n + 2} dimensions and samples [N, C, ${n}], got ${shapeText(x.shape)} and ${shapeText(samples.shape)}`,
        { shapes: [x.shape, samples.shape] },
      );
    }
    const sizes = [...kernelSize, ...outputSize];
    if (!sizes.every((size) => Number.isInteger(size) && size > 0)) {
      throw new ValueError(
        op,
        `kernelSize and outputSize must be integers > 0, got ${shapeText(kernelSize)} and ${shapeText(outputSize)}`,
        { kernelSize, outputSize },
      );
    }
    const fits = kernelSize.every((k, d) => outputSize[d]! + k - 1 <= rest[d + 1]!);
    if (fits) return undefined;
    throw new ShapeError(
      op,
      `windows of ${shapeText(kernelSize)} are too large for ${shapeText(outputSize)} of them in the input ${shapeText(x.shape)}`,
      { shapes: [x.shape] },
    );
  },
  decompose([input, samples], { kernelSize, outputSize }) {
    const n = kernelSize.length;
    const single = input.ndim === n + 1;
    const x = single ? input.unsqueeze(0) : input;
    const spatial = x.shape.slice(2);
    const positions = kernelSize
      .map((k, d) => {
        const first = starts(sampleOf(samples, d, n), spatial[d]!, k, outputSize[d]!);
        const stride = spatial.slice(d + 1).reduce((a, b) => a * b, 1);
        const offsets = arange(k, { dtype: 'int32', device: x.device });
        return alongDims(first.to('int32'), d, n, offsets).mul(stride);
      })
      .reduce((sum, part) => sum.add(part));
    const windows = joinLast(positions, n);
    const flat = joinLast(windows, n + 1);
    const candidates = joinLast(x, n).gather(2, flat).view(windows.shape);
    const best = candidates.detach().argmax(-1, { keepdim: true });
    const [values, indices] = [candidates.gather(-1, best), windows.gather(-1, best)];
    return single ? [values.squeeze([0, -1]), indices.squeeze([0, -1])] : [values.squeeze(-1), indices.squeeze(-1)];
  },
  gradient: toJoinedPositions(
    ({ kernelSize }) => `FractionalMaxPool${kernelSize.length}DBackward0`,
    ({ kernelSize }) => kernelSize.length,
  ),
};
