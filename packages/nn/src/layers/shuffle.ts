/**
 * @file Layers that exchange channels and places.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';

/**
 * Channels spread over places: `[*, C · r², H, W] → [*, C, H · r, W · r]`.
 *
 * @example new PixelShuffle(3)(randn(1, 9, 4, 4)).shape // [1, 1, 12, 12]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html
 * @see https://arxiv.org/abs/1609.05158
 */
export class PixelShuffle extends Module {
  static readonly name: string = 'PixelShuffle';
  readonly upscaleFactor: number;

  constructor(upscaleFactor: number) {
    super();
    this.upscaleFactor = upscaleFactor;
  }

  override forward(input: Tensor): Tensor {
    return F.pixelShuffle(input, this.upscaleFactor);
  }

  override extraRepr(): string {
    return `upscale_factor=${this.upscaleFactor}`;
  }
}

/**
 * Places gathered in channels: `[*, C, H · r, W · r] → [*, C · r², H, W]`.
 *
 * @example new PixelUnshuffle(3)(randn(1, 1, 12, 12)).shape // [1, 9, 4, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html
 */
export class PixelUnshuffle extends Module {
  static readonly name: string = 'PixelUnshuffle';
  readonly downscaleFactor: number;

  constructor(downscaleFactor: number) {
    super();
    this.downscaleFactor = downscaleFactor;
  }

  override forward(input: Tensor): Tensor {
    return F.pixelUnshuffle(input, this.downscaleFactor);
  }

  override extraRepr(): string {
    return `downscale_factor=${this.downscaleFactor}`;
  }
}

/**
 * Channels of groups interleaved: `[N, C, *] → [N, C, *]`.
 *
 * @throws ValueError, called, when there are no groups; ShapeError when they do not divide the channels.
 * @example new ChannelShuffle(2)(tensor([[[1], [2], [3], [4]]])) // [[[1], [3], [2], [4]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html
 * @see https://arxiv.org/abs/1707.01083
 */
export class ChannelShuffle extends Module {
  static readonly name: string = 'ChannelShuffle';
  readonly groups: number;

  constructor(groups: number) {
    super();
    this.groups = groups;
  }

  override forward(input: Tensor): Tensor {
    return F.channelShuffle(input, this.groups);
  }

  override extraRepr(): string {
    return `groups=${this.groups}`;
  }
}
