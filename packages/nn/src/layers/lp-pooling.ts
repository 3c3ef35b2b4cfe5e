/**
 * @file Norms of windows.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';

/** What norms of any number of spatial dimensions share. */
abstract class LPPoolNd<Size extends F.Sizes> extends Module {
  readonly normType: number;
  readonly kernelSize: Size;
  readonly stride: F.Sizes | null;
  readonly ceilMode: boolean;

  constructor(op: string, normType: number, kernelSize: Size, options: F.LpPoolOptions) {
    super();
    const { stride, ceilMode } = F.withDefaults(op, options, { stride: null, ceilMode: false });
    this.normType = normType;
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.ceilMode = ceilMode;
  }

  override extraRepr(): string {
    return [
      `norm_type=${valueText(this.normType)}`,
      `kernel_size=${valueText(this.kernelSize)}`,
      `stride=${valueText(this.stride)}`,
      `ceil_mode=${valueText(this.ceilMode)}`,
    ].join(', ');
  }
}

/**
 * Norms of windows, `(Σ x^p)^(1/p)`: `[N, C, L] → [N, C, L′]`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new LPPool1d(2, 2)(tensor([[3, 4, 6, 8.0]]).float()) // [[5, 10]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LPPool1d.html
 */
export class LPPool1d extends LPPoolNd<number> {
  static readonly name: string = 'LPPool1d';

  constructor(normType: number, kernelSize: number, options: F.LpPoolOptions = {}) {
    super('LPPool1d', normType, kernelSize, options);
  }

  override forward(input: Tensor): Tensor {
    const { normType, kernelSize, stride, ceilMode } = this;
    return F.lpPool1d(input, normType, kernelSize, { stride, ceilMode });
  }
}

/**
 * Norms of windows, `(Σ x^p)^(1/p)`: `[N, C, H, W] → [N, C, H′, W′]`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new LPPool2d(1, 2)(ones(1, 2, 4)) // [[[4, 4]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html
 */
export class LPPool2d extends LPPoolNd<F.Sizes> {
  static readonly name: string = 'LPPool2d';

  constructor(normType: number, kernelSize: F.Sizes, options: F.LpPoolOptions = {}) {
    super('LPPool2d', normType, kernelSize, options);
  }

  override forward(input: Tensor): Tensor {
    const { normType, kernelSize, stride, ceilMode } = this;
    return F.lpPool2d(input, normType, kernelSize, { stride, ceilMode });
  }
}
