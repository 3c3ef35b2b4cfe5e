/**
 * @file Normalisation over batches, layers and groups of channels.
 */
import { dispatch, type Shape, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { withDefaults } from './options.js';

export interface AffineOptions {
  /** Factors of the normalised values. Default: none. */
  readonly weight?: Tensor | null;
  /** Added after that. Default: none. */
  readonly bias?: Tensor | null;
  /** Added to the variance. Default: 1e-5. */
  readonly eps?: number;
}

export interface BatchNormOptions extends AffineOptions {
  /** Normalise with the batch's own statistics, and let the running ones follow them. Default: false. */
  readonly training?: boolean;
  /** Share of the batch's statistics in the new running ones. Default: 0.1. */
  readonly momentum?: number;
}

const affineDefaults: Required<AffineOptions> = { weight: null, bias: null, eps: 1e-5 };

/** The tensors among the optional inputs, and which of them there are. */
function affine({ weight, bias, eps }: Required<AffineOptions>): {
  readonly parameters: readonly Tensor[];
  readonly attrs: ops.AffineAttrs;
} {
  const parameters = [weight, bias].filter((t) => t !== null);
  return { parameters, attrs: { hasWeight: weight !== null, hasBias: bias !== null, eps } };
}

/** `running = (1 − momentum) · running + momentum · batch` */
function follow(running: Tensor | null, batch: Tensor, momentum: number): void {
  running?.mul_(1 - momentum).add_(batch, { alpha: momentum });
}

/** Nothing to normalise: a result with the same history as others, whatever the number of dimensions. */
function scaledEmpty(input: Tensor, { weight, bias }: Required<AffineOptions>): Tensor {
  const scaled = weight ? input.mul(weight.select(0, 0)) : input.clone();
  return bias ? scaled.add(bias.select(0, 0)) : scaled;
}

/**
 * Each channel brought to mean 0 and variance 1, then scaled and shifted: `[N, C, *] → [N, C, *]`.
 *
 * In training the batch's statistics are used, and `runningMean` and `runningVar` are changed in place (the variance without
 * bias); otherwise the running statistics are used.
 * @throws ValueError when a statistic is missing in evaluation, when training sees one value per channel, or for an unknown
 * option; ShapeError when parameters or statistics do not hold one number for each channel.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html
 * @see https://arxiv.org/abs/1502.03167
 */
export function batchNorm(
  input: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  options: BatchNormOptions = {},
): Tensor {
  const all = withDefaults('batchNorm', options, { ...affineDefaults, training: false, momentum: 0.1 });
  if (input.numel() === 0) return scaledEmpty(input, all);
  const { parameters, attrs } = affine(all);
  if (!all.training) {
    if (runningMean && runningVar) {
      return dispatch(ops.batchNormInference, [input, runningMean, runningVar, ...parameters], attrs)[0];
    }
    throw new ValueError('batchNorm', 'expected runningMean and runningVar when training is false');
  }
  const [out, mean, variance] = dispatch(ops.nativeBatchNorm, [input, ...parameters], attrs);
  const n = input.numel() / Math.max(input.size(1), 1);
  follow(runningMean, mean.detach(), all.momentum);
  follow(runningVar, variance.detach().mul(n / (n - 1)), all.momentum);
  return out;
}

/**
 * Values brought to mean 0 and variance 1 over the last dimensions, then scaled and shifted: `[*] → [*]`.
 *
 * @param normalizedShape - sizes of those dimensions, and of weight and bias.
 * @throws ShapeError when the input does not end with normalizedShape or the parameters have another shape, ValueError for
 * an unknown option.
 * @example layerNorm(tensor([[1, 3.]]), [2], { eps: 0 }) // [[-1, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.layer_norm.html
 * @see https://arxiv.org/abs/1607.06450
 */
export function layerNorm(input: Tensor, normalizedShape: Shape, options: AffineOptions = {}): Tensor {
  const { parameters, attrs } = affine(withDefaults('layerNorm', options, affineDefaults));
  return dispatch(ops.nativeLayerNorm, [input, ...parameters], { ...attrs, normalizedShape })[0];
}

/**
 * Groups of channels brought to mean 0 and variance 1 for each sample, then scaled and shifted: `[N, C, *] → [N, C, *]`.
 *
 * @throws ShapeError when the channels cannot be divided into numGroups or the parameters do not hold one number for each
 * channel, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.group_norm.html
 * @see https://arxiv.org/abs/1803.08494
 */
export function groupNorm(input: Tensor, numGroups: number, options: AffineOptions = {}): Tensor {
  const { parameters, attrs } = affine(withDefaults('groupNorm', options, affineDefaults));
  return dispatch(ops.nativeGroupNorm, [input, ...parameters], { ...attrs, groups: numGroups })[0];
}
