/**
 * @file Windows as columns, and back.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';

/** Base of both directions. */
abstract class Windows extends Module {
  readonly kernelSize: F.Sizes;
  readonly dilation: F.Sizes;
  readonly padding: F.Sizes;
  readonly stride: F.Sizes;

  constructor(op: string, kernelSize: F.Sizes, options: F.WindowOptions) {
    super();
    const { dilation, padding, stride } = F.withDefaults(op, options, { dilation: 1, padding: 0, stride: 1 });
    this.kernelSize = kernelSize;
    this.dilation = dilation;
    this.padding = padding;
    this.stride = stride;
  }

  protected get window(): Required<F.WindowOptions> {
    const { dilation, padding, stride } = this;
    return { dilation, padding, stride };
  }

  override extraRepr(): string {
    const parts = Object.entries(this.window).map(([name, value]) => `${name}=${valueText(value)}`);
    return [`kernel_size=${valueText(this.kernelSize)}`, ...parts].join(', ');
  }
}

/**
 * The windows of a picture as columns: `[N, C, H, W] → [N, C · ∏ kernelSize, windows]`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit; called, ShapeError when the input does not fit.
 * @example new Unfold([2, 3])(randn(2, 5, 3, 4)).shape // [2, 30, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html
 */
export class Unfold extends Windows {
  static readonly name: string = 'Unfold';

  constructor(kernelSize: F.Sizes, options: F.WindowOptions = {}) {
    super('Unfold', kernelSize, options);
  }

  override forward(input: Tensor): Tensor {
    return F.unfold(input, this.kernelSize, this.window);
  }
}

/**
 * A picture of windows that are columns, added up where they overlap: `[N, C · ∏ kernelSize, windows] → [N, C, H, W]`; N may be
 * missing.
 *
 * @throws ValueError for an option that does not exist or fit; called, ShapeError when the input does not fit.
 * @example new Fold([4, 5], [2, 2])(randn(1, 12, 12)).shape // [1, 3, 4, 5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Fold.html
 */
export class Fold extends Windows {
  static readonly name: string = 'Fold';
  readonly outputSize: F.Sizes;

  constructor(outputSize: F.Sizes, kernelSize: F.Sizes, options: F.WindowOptions = {}) {
    super('Fold', kernelSize, options);
    this.outputSize = outputSize;
  }

  override forward(input: Tensor): Tensor {
    return F.fold(input, this.outputSize, this.kernelSize, this.window);
  }

  override extraRepr(): string {
    return `output_size=${valueText(this.outputSize)}, ${super.extraRepr()}`;
  }
}
