/**
 * @file Normalizations that give their statistics too.
 */
import { ShapeError } from '../errors.js';
import type { Shape } from '../layout.js';
import { sameShape, shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

/**
 * Layer normalization with its statistics: `[*, normalizedShape] → [output, mean, 1 / standard deviation]`.
 *
 * @param eps - added to the variance.
 * @throws ShapeError when the last dimensions are not `normalizedShape`.
 * @example nativeLayerNorm(tensor([[1.5, 2.5]]), [2], null, null, 1e-5)[1] // [[2]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
 */
export function nativeLayerNorm(
  input: Tensor,
  normalizedShape: Shape,
  weight: Tensor | null,
  bias: Tensor | null,
  eps: number,
): [output: Tensor, mean: Tensor, rstd: Tensor] {
  const first = input.ndim - normalizedShape.length;
  if (normalizedShape.length === 0 || first < 0 || !sameShape(input.shape.slice(first), normalizedShape)) {
    throw new ShapeError(
      'nativeLayerNorm',
      `expected an input [*, ${normalizedShape.join(', ')}], got ${shapeText(input.shape)}`,
      {
        shapes: [input.shape, normalizedShape],
      },
    );
  }
  const dims = normalizedShape.map((_, d) => first + d);
  const mean = input.mean(dims, { keepdim: true });
  const centred = input.sub(mean);
  const rstd = centred.square().mean(dims, { keepdim: true }).add(eps).rsqrt();
  const scaled = centred.mul(rstd);
  const weighted = weight ? scaled.mul(weight) : scaled;
  return [bias ? weighted.add(bias) : weighted, mean.detach(), rstd.detach()];
}

/** Running statistics moved towards those of the batch. */
function moveTowards(running: Tensor | null, current: Tensor, momentum: number): void {
  if (running) running.copy_(running.mul(1 - momentum).add(current.detach().mul(momentum)));
}

/**
 * Batch normalization with its statistics: `[N, C, *] → [output, mean [C], 1 / standard deviation [C]]`. In training the batch is
 * normalized by its own statistics and moves the running ones; otherwise these are used and the statistics returned are empty.
 *
 * @throws ShapeError when the input has no channels or the statistics are missing outside of training.
 * @example nativeBatchNorm(tensor([[1.5], [2.5]]), null, null, null, null, true, 0.1, 1e-5)[1] // [2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html
 */
export function nativeBatchNorm(
  input: Tensor,
  weight: Tensor | null,
  bias: Tensor | null,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  training: boolean,
  momentum: number,
  eps: number,
): [output: Tensor, mean: Tensor, invstd: Tensor] {
  if (input.ndim < 2) {
    throw new ShapeError('nativeBatchNorm', `expected an input [N, C, *], got ${shapeText(input.shape)}`, {
      shapes: [input.shape],
    });
  }
  if (!training && (!runningMean || !runningVar))
    throw new ShapeError('nativeBatchNorm', 'needs runningMean and runningVar outside of training', {
      shapes: [input.shape],
    });
  const channels = (x: Tensor): Tensor => x.view(input.shape.map((n, d) => (d === 1 ? n : 1)));
  const affine = (x: Tensor): Tensor => {
    const weighted = weight ? x.mul(channels(weight)) : x;
    return bias ? weighted.add(channels(bias)) : weighted;
  };
  if (!training) {
    const scaled = input.sub(channels(runningMean!)).div(channels(runningVar!.add(eps).sqrt()));
    return [affine(scaled), input.narrow(0, 0, 0).reshape(-1), input.narrow(0, 0, 0).reshape(-1)];
  }
  const dims = input.shape.flatMap((_, d) => (d === 1 ? [] : [d]));
  const mean = input.mean(dims);
  const centred = input.sub(channels(mean));
  const variance = centred.square().mean(dims);
  const invstd = variance.add(eps).rsqrt();
  const count = input.numel() / input.size(1);
  moveTowards(runningMean, mean, momentum);
  moveTowards(runningVar, variance.mul(count / (count - 1)), momentum);
  return [affine(centred.mul(channels(invstd))), mean.detach(), invstd.detach()];
}
