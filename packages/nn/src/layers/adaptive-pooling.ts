/**
 * @file Pools with an output of a given size.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';

/** What pools of any number of spatial dimensions share. */
abstract class AdaptivePoolNd<Size extends F.OutputSize> extends Module {
  readonly outputSize: Size;

  constructor(outputSize: Size) {
    super();
    this.outputSize = outputSize;
  }

  override extraRepr(): string {
    return `output_size=${valueText(this.outputSize)}`;
  }
}

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
 * Largest values of as many windows as asked for: `[N, C, L] → [N, C, outputSize]`; N may be missing.
 *
 * @example new AdaptiveMaxPool1d(2)(tensor([[1, 3.5, 2, 0]])) // [[3.5, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html
 */
export class AdaptiveMaxPool1d extends AdaptivePoolNd<number> {
  static readonly name: string = 'AdaptiveMaxPool1d';

  override forward(input: Tensor): Tensor {
    return F.adaptiveMaxPool1d(input, this.outputSize);
  }
}

/**
 * Largest values of as many windows as asked for: `[N, C, H, W] → [N, C, rows, columns]`; N may be missing. null keeps a size.
 *
 * @example new AdaptiveMaxPool2d(1)(tensor([[[1, 3.5], [2, 0]]])) // [[[3.5]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html
 */
export class AdaptiveMaxPool2d extends AdaptivePoolNd<F.OutputSize> {
  static readonly name: string = 'AdaptiveMaxPool2d';

  override forward(input: Tensor): Tensor {
    return F.adaptiveMaxPool2d(input, this.outputSize);
  }
}
