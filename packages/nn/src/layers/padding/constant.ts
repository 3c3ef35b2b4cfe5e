/**
 * @file Padding with one value.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { floatText, valueText } from '../../module/text.js';
import { PadNd, type PaddingSizes } from './base.js';

abstract class ConstantPadNd extends PadNd {
  readonly value: number;

  constructor(padding: PaddingSizes, value: number) {
    super(padding);
    this.value = value;
  }

  protected override mode(): F.PadMode {
    return 'constant';
  }

  override forward(input: Tensor): Tensor {
    return F.pad(input, this.padding, { value: this.value });
  }

  override extraRepr(): string {
    return `padding=${valueText(this.padding)}, value=${floatText(this.value)}`;
  }
}

/**
 * The input with a value around its last dimension: `[*, L] → [*, L′]`.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input has fewer dimensions.
 * @example new ConstantPad1d([1, 0], 7)(tensor([[1, 2]])) // [[7, 1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad1d.html
 */
export class ConstantPad1d extends ConstantPadNd {
  static readonly name: string = 'ConstantPad1d';

  protected override dims(): number {
    return 1;
  }
}

/**
 * The input with a value around its last 2 dimensions: `[*, H, W] → [*, H′, W′]`.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input has fewer dimensions.
 * @example new ConstantPad2d([1, 0, 0, 0], 7)(tensor([[1, 2]])) // [[7, 1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html
 */
export class ConstantPad2d extends ConstantPadNd {
  static readonly name: string = 'ConstantPad2d';

  protected override dims(): number {
    return 2;
  }
}

/**
 * The input with a value around its last 3 dimensions: `[*, D, H, W] → [*, D′, H′, W′]`.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input has fewer dimensions.
 * @example new ConstantPad3d([1, 0, 0, 0, 0, 0], 7)(tensor([[[1, 2]]])) // [[[7, 1, 2]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad3d.html
 */
export class ConstantPad3d extends ConstantPadNd {
  static readonly name: string = 'ConstantPad3d';

  protected override dims(): number {
    return 3;
  }
}

abstract class ZeroPadNd extends PadNd {
  protected override mode(): F.PadMode {
    return 'constant';
  }
}

/**
 * The input with zeros around its last dimension: `[*, L] → [*, L′]`.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input has fewer dimensions.
 * @example new ZeroPad1d([1, 0])(tensor([[1, 2]])) // [[0, 1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad1d.html
 */
export class ZeroPad1d extends ZeroPadNd {
  static readonly name: string = 'ZeroPad1d';

  protected override dims(): number {
    return 1;
  }
}

/**
 * The input with zeros around its last 2 dimensions: `[*, H, W] → [*, H′, W′]`.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input has fewer dimensions.
 * @example new ZeroPad2d([1, 0, 0, 0])(tensor([[1, 2]])) // [[0, 1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html
 */
export class ZeroPad2d extends ZeroPadNd {
  static readonly name: string = 'ZeroPad2d';

  protected override dims(): number {
    return 2;
  }
}

/**
 * The input with zeros around its last 3 dimensions: `[*, D, H, W] → [*, D′, H′, W′]`.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input has fewer dimensions.
 * @example new ZeroPad3d([1, 0, 0, 0, 0, 0])(tensor([[[1, 2]]])) // [[[0, 1, 2]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad3d.html
 */
export class ZeroPad3d extends ZeroPadNd {
  static readonly name: string = 'ZeroPad3d';

  protected override dims(): number {
    return 3;
  }
}
