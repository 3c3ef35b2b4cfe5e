/**
 * @file Largest values of windows.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';

export interface MaxPoolOptions<Indices extends boolean = boolean> {
  /** Elements between neighbouring windows. Default: the kernel's size. */
  readonly stride?: F.Sizes | null;
  /** Positions on each side that no value comes from; at most half of the kernel. Default: 0. */
  readonly padding?: F.Sizes;
  /** Distance of neighbouring elements in a window. Default: 1. */
  readonly dilation?: F.Sizes;
  /** Also give the positions of the values, for `MaxUnpool`. Default: false. */
  readonly returnIndices?: Indices;
  /** Count windows that reach beyond the padding. Default: false. */
  readonly ceilMode?: boolean;
}

/** Values, or values and their positions. */
export type PoolOutput<Indices extends boolean> = Indices extends true ? F.ValuesAndIndices : Tensor;

type MaxPool = (input: Tensor, kernelSize: F.Sizes, options: F.MaxPoolOptions) => Tensor | F.ValuesAndIndices;

/** The function of a pool, whichever of its two results is asked for. */
const pools: Readonly<Record<1 | 2 | 3, MaxPool>> = {
  1: (input, kernelSize, { returnIndices, ...options }) =>
    returnIndices
      ? F.maxPool1d(input, kernelSize, { ...options, returnIndices: true })
      : F.maxPool1d(input, kernelSize, options),
  2: (input, kernelSize, { returnIndices, ...options }) =>
    returnIndices
      ? F.maxPool2d(input, kernelSize, { ...options, returnIndices: true })
      : F.maxPool2d(input, kernelSize, options),
  3: (input, kernelSize, { returnIndices, ...options }) =>
    returnIndices
      ? F.maxPool3d(input, kernelSize, { ...options, returnIndices: true })
      : F.maxPool3d(input, kernelSize, options),
};

/** What pools of any number of spatial dimensions share. */
abstract class MaxPoolNd<Indices extends boolean> extends Module<[input: Tensor], PoolOutput<Indices>> {
  readonly kernelSize: F.Sizes;
  readonly stride: F.Sizes;
  readonly padding: F.Sizes;
  readonly dilation: F.Sizes;
  readonly returnIndices: boolean;
  readonly ceilMode: boolean;

  constructor(op: string, kernelSize: F.Sizes, options: MaxPoolOptions<Indices>) {
    super();
    const defaults = { stride: null, padding: 0, dilation: 1, returnIndices: false, ceilMode: false };
    const all = F.withDefaults<MaxPoolOptions>(op, options, defaults);
    this.kernelSize = kernelSize;
    this.stride = all.stride ?? kernelSize;
    this.padding = all.padding;
    this.dilation = all.dilation;
    this.returnIndices = all.returnIndices;
    this.ceilMode = all.ceilMode;
  }

  protected abstract dims(): 1 | 2 | 3;

  override forward(input: Tensor): PoolOutput<Indices> {
    const { kernelSize, stride, padding, dilation, returnIndices, ceilMode } = this;
    const options = { stride, padding, dilation, returnIndices, ceilMode };
    return pools[this.dims()](input, kernelSize, options) as PoolOutput<Indices>;
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
export class MaxPool1d<Indices extends boolean = false> extends MaxPoolNd<Indices> {
  static readonly name: string = 'MaxPool1d';

  constructor(kernelSize: F.Sizes, options: MaxPoolOptions<Indices> = {}) {
    super('MaxPool1d', kernelSize, options);
  }

  protected override dims(): 1 {
    return 1;
  }
}

/**
 * The largest value of each window: `[N, C, H, W] → [N, C, H', W']`; N may be missing. `maxPool2d` also gives their positions.
 *
 * @throws ValueError for an unknown option.
 * @example new MaxPool2d(2)(randn(1, 6, 28, 28)).shape // [1, 6, 14, 14]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
export class MaxPool2d<Indices extends boolean = false> extends MaxPoolNd<Indices> {
  static readonly name: string = 'MaxPool2d';

  constructor(kernelSize: F.Sizes, options: MaxPoolOptions<Indices> = {}) {
    super('MaxPool2d', kernelSize, options);
  }

  protected override dims(): 2 {
    return 2;
  }
}

/**
 * Largest values of windows: `[N, C, D, H, W] → [N, C, D′, H′, W′]`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new MaxPool3d(2)(randn(2, 3, 4, 4, 4)).shape // [2, 3, 2, 2, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html
 */
export class MaxPool3d<Indices extends boolean = false> extends MaxPoolNd<Indices> {
  static readonly name: string = 'MaxPool3d';

  constructor(kernelSize: F.Sizes, options: MaxPoolOptions<Indices> = {}) {
    super('MaxPool3d', kernelSize, options);
  }

  protected override dims(): 3 {
    return 3;
  }
}
