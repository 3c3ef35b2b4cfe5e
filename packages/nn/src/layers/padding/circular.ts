/**
 * @file Padding with the values of the other end.
 */
import type { PadMode } from '@x/functional';
import { PadNd } from './base.js';

abstract class CircularPadNd extends PadNd {
  protected override mode(): PadMode {
    return 'circular';
  }
}

/**
 * The input with the values of its other end around it: `[N, C, L] → [N, C, L′]`; N may be missing.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input does not fit.
 * @example new CircularPad1d(1)(tensor([[1, 2, 3]])) // [[3, 1, 2, 3, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CircularPad1d.html
 */
export class CircularPad1d extends CircularPadNd {
  static readonly name: string = 'CircularPad1d';

  protected override dims(): number {
    return 1;
  }
}

/**
 * The input with the values of its other end around it: `[N, C, H, W] → [N, C, H′, W′]`; N may be missing.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input does not fit.
 * @example new CircularPad2d([1, 1, 0, 0])(tensor([[[1, 2, 3]]])) // [[[3, 1, 2, 3, 1]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CircularPad2d.html
 */
export class CircularPad2d extends CircularPadNd {
  static readonly name: string = 'CircularPad2d';

  protected override dims(): number {
    return 2;
  }
}

/**
 * The input with the values of its other end around it: `[N, C, D, H, W] → [N, C, D′, H′, W′]`; N may be missing.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input does not fit.
 * @example new CircularPad3d([1, 1, 0, 0, 0, 0])(tensor([[[[1, 2, 3]]]])) // [[[[3, 1, 2, 3, 1]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CircularPad3d.html
 */
export class CircularPad3d extends CircularPadNd {
  static readonly name: string = 'CircularPad3d';

  protected override dims(): number {
    return 3;
  }
}
