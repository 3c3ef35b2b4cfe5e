/**
 * @file Means of windows.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';

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

/** What pools of planes and volumes share. */
abstract class AvgPoolNd extends Module {
  readonly kernelSize: F.Sizes;
  readonly stride: F.Sizes;
  readonly padding: F.Sizes;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(op: string, kernelSize: F.Sizes, options: F.AvgPool2dOptions) {
    super();
    const defaults = { stride: null, padding: 0, ceilMode: false, countIncludePad: true, divisorOverride: null };
    const all = F.withDefaults(op, options, defaults);
    this.kernelSize = kernelSize;
    this.stride = all.stride ?? kernelSize;
    this.padding = all.padding;
    this.ceilMode = all.ceilMode;
    this.countIncludePad = all.countIncludePad;
    this.divisorOverride = all.divisorOverride;
  }

  protected get options(): Required<F.AvgPool2dOptions> {
    const { stride, padding, ceilMode, countIncludePad, divisorOverride } = this;
    return { stride, padding, ceilMode, countIncludePad, divisorOverride };
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
export class AvgPool2d extends AvgPoolNd {
  static readonly name: string = 'AvgPool2d';

  constructor(kernelSize: F.Sizes, options: F.AvgPool2dOptions = {}) {
    super('AvgPool2d', kernelSize, options);
  }

  override forward(input: Tensor): Tensor {
    return F.avgPool2d(input, this.kernelSize, this.options);
  }
}

/**
 * Means of windows: `[N, C, D, H, W] → [N, C, D′, H′, W′]`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new AvgPool3d(2)(randn(2, 3, 4, 4, 4)).shape // [2, 3, 2, 2, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html
 */
export class AvgPool3d extends AvgPoolNd {
  static readonly name: string = 'AvgPool3d';

  constructor(kernelSize: F.Sizes, options: F.AvgPool2dOptions = {}) {
    super('AvgPool3d', kernelSize, options);
  }

  override forward(input: Tensor): Tensor {
    return F.avgPool3d(input, this.kernelSize, this.options);
  }
}
