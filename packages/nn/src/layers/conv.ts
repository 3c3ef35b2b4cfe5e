/**
 * @file Convolutions (cross-correlations, as everywhere in deep learning).
 */
import * as F from '@x/functional';
import { type Tensor, ValueError } from '@x/tensor/core';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { checkGroups, convText, resetFilters } from './conv-shared.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from './factory.js';

/** Where the values of the padding come from. */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular';

/** Zeros on each side; 'valid' is 0, 'same' keeps the input's size. */
export type Padding = F.Sizes | 'valid' | 'same';

export interface ConvOptions extends FactoryOptions {
  /** Elements between neighbouring windows. Default: 1. */
  readonly stride?: F.Sizes;
  /** Elements added on each side; 'valid' is 0, 'same' keeps the input's size (stride 1 only). Default: 0. */
  readonly padding?: Padding;
  /** Distance of neighbouring elements in a window. Default: 1. */
  readonly dilation?: F.Sizes;
  /** Channels are split into this many groups, each with its own filters. Default: 1. */
  readonly groups?: number;
  /** Whether there is a bias. Default: true. */
  readonly bias?: boolean;
  /** Where the values of the padding come from. Default: 'zeros'. */
  readonly paddingMode?: PaddingMode;
}

function checkSame(op: string, padding: ConvNd['padding'], stride: readonly number[]): void {
  if (typeof padding !== 'string') return;
  F.checkChoice(op, 'padding', padding, ['valid', 'same']);
  if (padding === 'valid' || stride.every((s) => s === 1)) return;
  throw new ValueError(
    op,
    `padding='same' is not supported for strided convolutions, got stride [${stride.join(', ')}]`,
    {
      stride,
    },
  );
}

/** Elements added in front of and behind each spatial dimension, the last one first. */
function borders(padding: ConvNd['padding'], kernelSize: readonly number[], dilation: readonly number[]): number[] {
  return kernelSize
    .map((k, d) => {
      if (typeof padding !== 'string') return [padding[d]!, padding[d]!];
      const total = padding === 'same' ? dilation[d]! * (k - 1) : 0;
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    })
    .toReversed()
    .flat();
}

/** What convolutions of any number of spatial dimensions share. */
abstract class ConvNd extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | 'valid' | 'same';
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly paddingMode: PaddingMode;
  weight: Parameter;
  bias: Parameter | null;

  constructor(op: string, spatial: number, channels: readonly [number, number], kernel: F.Sizes, options: ConvOptions) {
    super();
    const { bias, dtype, device, ...all } = F.withDefaults(op, options, {
      stride: 1,
      padding: 0,
      dilation: 1,
      groups: 1,
      bias: true,
      paddingMode: 'zeros',
      ...factoryDefaults(),
    });
    const each = (name: string, value: F.Sizes): readonly number[] => F.perDimension(op, name, value, spatial);
    [this.inChannels, this.outChannels] = channels;
    this.kernelSize = each('kernelSize', kernel);
    this.stride = each('stride', all.stride);
    this.padding = typeof all.padding === 'string' ? all.padding : each('padding', all.padding);
    this.dilation = each('dilation', all.dilation);
    this.groups = all.groups;
    this.paddingMode = all.paddingMode;
    checkGroups(op, 'inChannels', this.inChannels, this.groups);
    checkGroups(op, 'outChannels', this.outChannels, this.groups);
    checkSame(op, this.padding, this.stride);
    F.checkChoice(op, 'paddingMode', this.paddingMode, ['zeros', 'reflect', 'replicate', 'circular']);
    const shape = [this.outChannels, this.inChannels / this.groups, ...this.kernelSize];
    this.weight = emptyParameter(shape, { dtype, device });
    this.bias = bias ? emptyParameter([this.outChannels], { dtype, device }) : null;
    this.resetParameters();
  }

  /** Draws new initial values. */
  resetParameters(): void {
    resetFilters(this.weight, this.bias);
  }

  /** The input and options of the convolution itself: other values than zeros are padded before. */
  protected prepared(input: Tensor): [input: Tensor, options: F.ConvOptions] {
    const { bias, stride, dilation, groups, padding, paddingMode } = this;
    if (paddingMode === 'zeros') return [input, { bias, stride, padding, dilation, groups }];
    const around = borders(padding, this.kernelSize, dilation);
    return [F.pad(input, around, { mode: paddingMode }), { bias, stride, dilation, groups }];
  }

  override extraRepr(): string {
    return convText(this);
  }
}

/**
 * Convolution over one dimension: `[N, inChannels, L] → [N, outChannels, L']`; N may be missing.
 *
 * `weight [outChannels, inChannels / groups, k]` and `bias [outChannels]` start uniform in ±1/√(inChannels / groups · k).
 * @throws ValueError for an option that does not exist or fit.
 * @example new Conv1d(16, 33, 3, { stride: 2 })(randn(20, 16, 50)).shape // [20, 33, 24]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html
 */
export class Conv1d extends ConvNd {
  static readonly name: string = 'Conv1d';

  constructor(inChannels: number, outChannels: number, kernelSize: F.Sizes, options: ConvOptions = {}) {
    super('Conv1d', 1, [inChannels, outChannels], kernelSize, options);
  }

  override forward(input: Tensor): Tensor {
    const [x, options] = this.prepared(input);
    return F.conv1d(x, this.weight, options);
  }
}

/**
 * Convolution over two dimensions: `[N, inChannels, H, W] → [N, outChannels, H', W']`; N may be missing.
 *
 * `H' = ⌊(H + 2·padding − dilation·(k − 1) − 1) / stride⌋ + 1`. `weight [outChannels, inChannels / groups, kh, kw]` and
 * `bias [outChannels]` start uniform in ±1/√(inChannels / groups · kh · kw).
 * @throws ValueError for an option that does not exist or fit.
 * @example new Conv2d(1, 6, 5)(randn(1, 1, 32, 32)).shape // [1, 6, 28, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export class Conv2d extends ConvNd {
  static readonly name: string = 'Conv2d';

  constructor(inChannels: number, outChannels: number, kernelSize: F.Sizes, options: ConvOptions = {}) {
    super('Conv2d', 2, [inChannels, outChannels], kernelSize, options);
  }

  override forward(input: Tensor): Tensor {
    const [x, options] = this.prepared(input);
    return F.conv2d(x, this.weight, options);
  }
}

/**
 * Convolution over three dimensions: `[N, inChannels, D, H, W] → [N, outChannels, D′, H′, W′]`; N may be missing.
 *
 * `weight [outChannels, inChannels / groups, kd, kh, kw]` and `bias [outChannels]` start uniform in
 * ±1/√(inChannels / groups · kd · kh · kw).
 * @throws ValueError for an option that does not exist or fit.
 * @example new Conv3d(2, 3, 3, { stride: 2 })(randn(2, 2, 5, 7, 7)).shape // [2, 3, 2, 3, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv3d.html
 */
export class Conv3d extends ConvNd {
  static readonly name: string = 'Conv3d';

  constructor(inChannels: number, outChannels: number, kernelSize: F.Sizes, options: ConvOptions = {}) {
    super('Conv3d', 3, [inChannels, outChannels], kernelSize, options);
  }

  override forward(input: Tensor): Tensor {
    const [x, options] = this.prepared(input);
    return F.conv3d(x, this.weight, options);
  }
}
