/**
 * @file Dropout for networks with SELU: what is dropped becomes the value that SELU tends to for x → −∞.
 */
import type { Shape, Tensor } from '@x/tensor/core';
import { channelShape, checkProbability, dropoutDefaults, type DropoutOptions } from './dropout.js';
import { withDefaults } from './options.js';

/** Where SELU tends to for x → −∞, negated. */
const seluLimit = 1.7580993408473766;

function drop(op: string, input: Tensor, options: DropoutOptions, shapeOf: (x: Tensor) => Shape): Tensor {
  const { p, training, inplace } = withDefaults(op, options, { ...dropoutDefaults, training: false });
  checkProbability(op, p);
  if (!training || p === 0 || input.numel() === 0) return input;
  if (p === 1) return inplace ? input.mul_(input.newZeros([])) : input.mul(input.newZeros([]));
  const scale = 1 / Math.sqrt((seluLimit ** 2 * p + 1) * (1 - p));
  const mask = input.newZeros(shapeOf(input)).bernoulli_({ p: 1 - p });
  const shift = mask
    .sub(1)
    .mul_(seluLimit * scale)
    .add_(seluLimit * scale * p);
  mask.mul_(scale);
  return inplace ? input.mul_(mask).add_(shift) : input.mul(mask).add(shift);
}

/**
 * Dropout for networks with SELU: keeps mean 0 and variance 1: `[*] → [*]`. Unlike `dropout` it does nothing unless `training` is
 * given.
 *
 * @throws ValueError when p is not in [0, 1] or for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.alpha_dropout.html
 * @see https://arxiv.org/abs/1706.02515
 */
export function alphaDropout(input: Tensor, options: DropoutOptions = {}): Tensor {
  return drop('alphaDropout', input, options, (x) => x.shape);
}

/**
 * Alpha dropout of whole channels: `[N, C, *] → [N, C, *]`. Unlike `dropout` it does nothing unless `training` is given.
 *
 * @throws ValueError when p is not in [0, 1] or for an unknown option, ShapeError for fewer than two dimensions.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.feature_alpha_dropout.html
 * @see https://arxiv.org/abs/1706.02515
 */
export function featureAlphaDropout(input: Tensor, options: DropoutOptions = {}): Tensor {
  return drop('featureAlphaDropout', input, options, (x) => channelShape('featureAlphaDropout', x));
}
