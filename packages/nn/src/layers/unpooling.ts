/**
 * @file Values put back where a pool found them.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';

export type MaxUnpoolOptions = Omit<F.MaxUnpoolOptions, 'outputSize'>;

/** What unpools of any number of spatial dimensions share. */
abstract class MaxUnpoolNd extends Module<[input: Tensor, indices: Tensor, outputSize?: readonly number[] | null]> {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];

  constructor(op: string, spatial: number, kernelSize: F.Sizes, options: MaxUnpoolOptions) {
    super();
    const all = F.withDefaults<MaxUnpoolOptions>(op, options, { stride: null, padding: 0 });
    const each = (name: string, value: F.Sizes): readonly number[] => F.perDimension(op, name, value, spatial);
    this.kernelSize = each('kernelSize', kernelSize);
    this.stride = each('stride', all.stride ?? kernelSize);
    this.padding = each('padding', all.padding);
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${valueText(kernelSize)}, stride=${valueText(stride)}, padding=${valueText(padding)}`;
  }
}

/**
 * Values put back where `MaxPool1d` with `returnIndices` found them, with zeros between:
 * `[N, C, L], [N, C, L] (int32) → [N, C, L′]`; N may be missing. A third input is the size of the output, where the stride leaves several.
 *
 * @throws ValueError for an option that does not exist or fit, and, called, for a size that the output can not have.
 * @example new MaxUnpool1d(2)(tensor([[2.5, 4]]), tensor([[1, 3]])) // [[0, 2.5, 0, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool1d.html
 */
export class MaxUnpool1d extends MaxUnpoolNd {
  static readonly name: string = 'MaxUnpool1d';

  constructor(kernelSize: F.Sizes, options: MaxUnpoolOptions = {}) {
    super('MaxUnpool1d', 1, kernelSize, options);
  }

  override forward(input: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    const { kernelSize, stride, padding } = this;
    return F.maxUnpool1d(input, indices, kernelSize, { stride, padding, outputSize });
  }
}

/**
 * Values put back where `MaxPool2d` with `returnIndices` found them, with zeros between:
 * `[N, C, H, W], [N, C, H, W] (int32) → [N, C, H′, W′]`; N may be missing. A third input is the size of the output, where the stride leaves several.
 *
 * @throws ValueError for an option that does not exist or fit, and, called, for a size that the output can not have.
 * @example new MaxUnpool2d(2)(randn(1, 1, 2, 2), zeros([1, 1, 2, 2], { dtype: "int32" })).shape // [1, 1, 4, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html
 */
export class MaxUnpool2d extends MaxUnpoolNd {
  static readonly name: string = 'MaxUnpool2d';

  constructor(kernelSize: F.Sizes, options: MaxUnpoolOptions = {}) {
    super('MaxUnpool2d', 2, kernelSize, options);
  }

  override forward(input: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    const { kernelSize, stride, padding } = this;
    return F.maxUnpool2d(input, indices, kernelSize, { stride, padding, outputSize });
  }
}

/**
 * Values put back where `MaxPool3d` with `returnIndices` found them, with zeros between:
 * `[N, C, D, H, W], [N, C, D, H, W] (int32) → [N, C, D′, H′, W′]`; N may be missing. A third input is the size of the output, where the stride leaves several.
 *
 * @throws ValueError for an option that does not exist or fit, and, called, for a size that the output can not have.
 * @example new MaxUnpool3d(2)(randn(1, 1, 1, 2, 2), zeros([1, 1, 1, 2, 2], { dtype: "int32" })).shape // [1, 1, 2, 4, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool3d.html
 */
export class MaxUnpool3d extends MaxUnpoolNd {
  static readonly name: string = 'MaxUnpool3d';

  constructor(kernelSize: F.Sizes, options: MaxUnpoolOptions = {}) {
    super('MaxUnpool3d', 3, kernelSize, options);
  }

  override forward(input: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    const { kernelSize, stride, padding } = this;
    return F.maxUnpool3d(input, indices, kernelSize, { stride, padding, outputSize });
  }
}
