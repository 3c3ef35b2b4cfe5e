/**
 * @file Normalisation of each channel of each sample.
 */
import { ShapeError, shapeText, type Tensor, ValueError, repeat } from '@x/tensor/core';
import { type AffineOptions, batchNorm } from './normalization.js';
import { withDefaults } from './options.js';

export interface InstanceNormOptions extends AffineOptions {
  /** Means of channels, which follow those of the batch. Default: none. */
  readonly runningMean?: Tensor | null;
  /** Variances of channels, which follow those of the batch. Default: none. */
  readonly runningVar?: Tensor | null;
  /** Normalise with the input's own statistics instead of the running ones. Default: true. */
  readonly useInputStats?: boolean;
  /** Share of the input's statistics in the new running ones. Default: 0.1. */
  readonly momentum?: number;
}

/**
 * Each channel of each sample brought to mean 0 and variance 1, then scaled and shifted: `[N, C, *] → [N, C, *]`.
 *
 * Running statistics, if given, are changed in place to follow the mean over the samples.
 * @throws ValueError when there is one value for each mean, when running statistics are to be used and missing, or for an
 * unknown option; ShapeError when parameters or statistics do not hold one number for each channel.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.instance_norm.html
 * @see https://arxiv.org/abs/1607.08022
 */
export function instanceNorm(input: Tensor, options: InstanceNormOptions = {}): Tensor {
  const op = 'instanceNorm';
  const all = withDefaults(op, options, {
    runningMean: null,
    runningVar: null,
    weight: null,
    bias: null,
    useInputStats: true,
    momentum: 0.1,
    eps: 1e-5,
  });
  const { runningMean, runningVar, useInputStats } = all;
  const [batch = 0, channels = 0, ...rest] = input.shape;
  if (useInputStats && rest.reduce((a, b) => a * b, 1) === 1) {
    throw new ValueError(
      op,
      `expected more than 1 spatial element when training, got input size ${shapeText(input.shape)}`,
      {
        shape: input.shape,
      },
    );
  }
  if (!useInputStats && !(runningMean && runningVar)) {
    throw new ValueError(op, 'expected runningMean and runningVar when useInputStats is false');
  }
  for (const parameter of [runningMean, runningVar, all.weight, all.bias]) {
    if (!parameter || (parameter.ndim === 1 && parameter.size(0) === channels)) continue;
    throw new ShapeError(
      op,
      `weight, bias and statistics hold one number for each of ${channels} channels, got ${shapeText(parameter.shape)}`,
      { shapes: [input.shape, parameter.shape] },
    );
  }
  const each = (x: Tensor | null): Tensor | null => x && repeat(x, batch);
  const [mean, variance] = [each(runningMean), each(runningVar)];
  const out = batchNorm(input.contiguous().view(1, batch * channels, ...rest), mean, variance, {
    weight: each(all.weight),
    bias: each(all.bias),
    training: useInputStats,
    momentum: all.momentum,
    eps: all.eps,
  });
  if (mean) runningMean?.copy_(mean.view(batch, channels).mean(0));
  if (variance) runningVar?.copy_(variance.view(batch, channels).mean(0));
  return out.view(input.shape);
}
