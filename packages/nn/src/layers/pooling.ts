/**
 * @file Largest values and means of windows.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';

export interface MaxPoolOptions {
  /** Elements between neighbouring windows. Default: the kernel's size. */
  readonly stride?: F.Sizes | null;
  /** Positions on each side that no value comes from; at most half of the kernel. Default: 0. */
  readonly padding?: F.Sizes;
  /** Distance of neighbouring elements in a window. Default: 1. */
  readonly dilation?: F.Sizes;
  /** Count windows that reach beyond the padding. Default: false. */
  readonly ceilMode?: boolean;
}

/** What pools of any number of spatial dimensions share. */
abstract class MaxPoolNd extends Module {
  readonly kernelSize: F.Sizes;
  readonly stride: F.Sizes;
  readonly padding: F.Sizes;
  readonly dilation: F.Sizes;
  readonly ceilMode: boolean;

  constructor(op: string, kernelSize: F.Sizes, options: MaxPoolOptions) {
    super();
    const defaults = { stride: null, padding: 0, dilation: 1, ceilMode: false };
    const { stride, padding, dilation, ceilMode } = F.withDefaults(op, options, defaults);
    this.kernelSize = kernelSize;
    this.stride = stride ?? kernelSize;
    this.padding = padding;
    this.dilation = dilation;
    this.ceilMode = ceilMode;
  }

  override extraRepr(): string {
    return [
      `kernel_size=${valueText(this.kernelSize)}`,
      `stride=${valueText(this.stride)}`,
      `padding=${valueText(this.padding)}`,
      `dilation=${valueText(this.dilation)}`,
      `ceil_mode=${valueText(this.ceilMode)}`,
    ].join(', ');
  }
}

/**
 * The largest value of each window: `[N, C, L] → [N, C, L']`; N may be missing. `maxPool1d` also gives their positions.
 *
 * @throws ValueError for an unknown option.
 * @example new MaxPool1d(2)(tensor([[1, 3.5, 2, 0]])) // [[3.5, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html
 */
export class MaxPool1d extends MaxPoolNd {
  static readonly name: string = 'MaxPool1d';

  constructor(kernelSize: F.Sizes, options: MaxPoolOptions = {}) {
    super('MaxPool1d', kernelSize, options);
  }

  override forward(input: Tensor): Tensor {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return F.maxPool1d(input, kernelSize, { stride, padding, dilation, ceilMode });
  }
}

/**
 * The largest value of each window: `[N, C, H, W] → [N, C, H', W']`; N may be missing. `maxPool2d` also gives their positions.
 *
 * @throws ValueError for an unknown option.
 * @example new MaxPool2d(2)(randn(1, 6, 28, 28)).shape // [1, 6, 14, 14]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
export class MaxPool2d extends MaxPoolNd {
  static readonly name: string = 'MaxPool2d';

  constructor(kernelSize: F.Sizes, options: MaxPoolOptions = {}) {
    super('MaxPool2d', kernelSize, options);
  }

  override forward(input: Tensor): Tensor {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return F.maxPool2d(input, kernelSize, { stride, padding, dilation, ceilMode });
  }
}

/**
 * The mean of each window: `[N, C, L] → [N, C, L']`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new AvgPool1d(2)(tensor([[1, 3.5, 2, 0]])) // [[2.25, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html
 */
export class AvgPool1d extends Module {
  static readonly name: string = 'AvgPool1d';
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(kernelSize: F.Sizes, options: F.AvgPool1dOptions = {}) {
    super();
    const defaults = { stride: null, padding: 0, ceilMode: false, countIncludePad: true };
    const all = F.withDefaults('AvgPool1d', options, defaults);
    const one = (name: string, value: F.Sizes): readonly number[] => F.perDimension('AvgPool1d', name, value, 1);
    this.kernelSize = one('kernelSize', kernelSize);
    this.stride = one('stride', all.stride ?? kernelSize);
    this.padding = one('padding', all.padding);
    this.ceilMode = all.ceilMode;
    this.countIncludePad = all.countIncludePad;
  }

  override forward(input: Tensor): Tensor {
    const { kernelSize, stride, padding, ceilMode, countIncludePad } = this;
    return F.avgPool1d(input, kernelSize, { stride, padding, ceilMode, countIncludePad });
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${valueText(kernelSize)}, stride=${valueText(stride)}, padding=${valueText(padding)}`;
  }
}

/**
 * The mean of each window: `[N, C, H, W] → [N, C, H', W']`; N may be missing.
 *
 * @throws ValueError for an unknown option.
 * @example new AvgPool2d(2)(tensor([[[1, 3.5], [2, 0]]])) // [[[1.625]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
export class AvgPool2d extends Module {
  static readonly name: string = 'AvgPool2d';
  readonly kernelSize: F.Sizes;
  readonly stride: F.Sizes;
  readonly padding: F.Sizes;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(kernelSize: F.Sizes, options: F.AvgPool2dOptions = {}) {
    super();
    const defaults = { stride: null, padding: 0, ceilMode: false, countIncludePad: true, divisorOverride: null };
    const all = F.withDefaults('AvgPool2d', options, defaults);
    this.kernelSize = kernelSize;
    this.stride = all.stride ?? kernelSize;
    this.padding = all.padding;
    this.ceilMode = all.ceilMode;
    this.countIncludePad = all.countIncludePad;
    this.divisorOverride = all.divisorOverride;
  }

  override forward(input: Tensor): Tensor {
    const { kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride } = this;
    return F.avgPool2d(input, kernelSize, { stride, padding, ceilMode, countIncludePad, divisorOverride });
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${valueText(kernelSize)}, stride=${valueText(stride)}, padding=${valueText(padding)}`;
  }
}
