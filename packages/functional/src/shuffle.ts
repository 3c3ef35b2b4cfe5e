/**
 * @file Channels and pixels in each other's place.
 */
import { dispatch, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';

/**
 * Channels laid out as pixels of a larger picture: `[*, C·r², H, W] → [*, C, H·r, W·r]`.
 *
 * @throws ShapeError when the channels cannot be divided by r², ValueError when r is no positive integer.
 * @example pixelShuffle(ones(1, 8, 2, 3), 2).shape // [1, 2, 4, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_shuffle.html
 * @see https://arxiv.org/abs/1609.05158
 */
export function pixelShuffle(input: Tensor, upscaleFactor: number): Tensor {
  return dispatch(ops.pixelShuffle, [input], { factor: upscaleFactor })[0];
}

/**
 * Squares of pixels laid out as channels: `[*, C, H·r, W·r] → [*, C·r², H, W]`; the inverse of `pixelShuffle`.
 *
 * @throws ShapeError when height or width cannot be divided by r, ValueError when r is no positive integer.
 * @example pixelUnshuffle(ones(1, 2, 4, 6), 2).shape // [1, 8, 2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_unshuffle.html
 */
export function pixelUnshuffle(input: Tensor, downscaleFactor: number): Tensor {
  return dispatch(ops.pixelUnshuffle, [input], { factor: downscaleFactor })[0];
}

/**
 * Channels of groups interleaved, the first of each group first: `[N, C, *] → [N, C, *]`.
 *
 * @throws ShapeError when the channels cannot be divided by groups or there are fewer than three dimensions, ValueError when
 * groups is no positive integer.
 * @example channelShuffle(arange(4).view(1, 4, 1), 2) // [[[0], [2], [1], [3]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.channel_shuffle.html
 * @see https://arxiv.org/abs/1707.01083
 */
export function channelShuffle(input: Tensor, groups: number): Tensor {
  const op = 'channelShuffle';
  if (!Number.isInteger(groups) || groups < 1) {
    throw new ValueError(op, `groups must be a positive integer, got ${groups}`, { groups });
  }
  const [batch = 0, channels = 0, ...rest] = input.shape;
  if (rest.length === 0 || channels % groups !== 0) {
    throw new ShapeError(
      op,
      `expected an input [N, C, *] with channels divisible by ${groups}, got ${shapeText(input.shape)}`,
      { shapes: [input.shape], dim: 1 },
    );
  }
  const parts = input.reshape([batch, groups, channels / groups, ...rest]);
  return parts.transpose(1, 2).reshape(input.shape);
}
