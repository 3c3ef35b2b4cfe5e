/**
 * @file Means of as many windows as asked for.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { AdaptivePoolNd } from './adaptive-pool-base.js';

/**
 * Means of as many windows as asked for: `[N, C, L] → [N, C, outputSize]`; N may be missing.
 *
 * @example new AdaptiveAvgPool1d(2)(tensor([[1, 3.5, 2, 0]])) // [[2.25, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html
 */
export class AdaptiveAvgPool1d extends AdaptivePoolNd<number> {
  static readonly name: string = 'AdaptiveAvgPool1d';

  override forward(input: Tensor): Tensor {
    return F.adaptiveAvgPool1d(input, this.outputSize);
  }
}

/**
 * Means of as many windows as asked for: `[N, C, H, W] → [N, C, rows, columns]`; N may be missing. null keeps a size.
 *
 * @example new AdaptiveAvgPool2d(1)(randn(8, 64, 7, 7)).shape // [8, 64, 1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
export class AdaptiveAvgPool2d extends AdaptivePoolNd<F.OutputSize> {
  static readonly name: string = 'AdaptiveAvgPool2d';

  override forward(input: Tensor): Tensor {
    return F.adaptiveAvgPool2d(input, this.outputSize);
  }
}

/**
 * Means of as many windows as asked for: `[N, C, D, H, W] → [N, C, depth, rows, columns]`; N may be missing. null keeps a size.
 *
 * @example new AdaptiveAvgPool3d(1)(randn(8, 64, 3, 7, 7)).shape // [8, 64, 1, 1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool3d.html
 */
export class AdaptiveAvgPool3d extends AdaptivePoolNd<F.OutputSize3d> {
  static readonly name: string = 'AdaptiveAvgPool3d';

  override forward(input: Tensor): Tensor {
    return F.adaptiveAvgPool3d(input, this.outputSize);
  }
}
