/**
 * @file Padding with what a mirror at the edge shows.
 */
import type { PadMode } from '@x/functional';
import { PadNd } from './base.js';

abstract class ReflectionPadNd extends PadNd {
  protected override mode(): PadMode {
    return 'reflect';
  }
}

/**
 * The input mirrored at its edges, which are not repeated: `[N, C, L] → [N, C, L′]`; N may be missing.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input does not fit.
 * @example new ReflectionPad1d(1)(tensor([[1, 2, 3]])) // [[2, 1, 2, 3, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad1d.html
 */
export class ReflectionPad1d extends ReflectionPadNd {
  static readonly name: string = 'ReflectionPad1d';

  protected override dims(): number {
    return 1;
  }
}

/**
 * The input mirrored at its edges, which are not repeated: `[N, C, H, W] → [N, C, H′, W′]`; N may be missing.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input does not fit.
 * @example new ReflectionPad2d([1, 1, 0, 0])(tensor([[[1, 2, 3]]])) // [[[2, 1, 2, 3, 2]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
 */
export class ReflectionPad2d extends ReflectionPadNd {
  static readonly name: string = 'ReflectionPad2d';

  protected override dims(): number {
    return 2;
  }
}

/**
 * The input mirrored at its edges, which are not repeated: `[N, C, D, H, W] → [N, C, D′, H′, W′]`; N may be missing.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input does not fit.
 * @example new ReflectionPad3d([1, 1, 0, 0, 0, 0])(tensor([[[[1, 2, 3]]]])) // [[[[2, 1, 2, 3, 2]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad3d.html
 */
export class ReflectionPad3d extends ReflectionPadNd {
  static readonly name: string = 'ReflectionPad3d';

  protected override dims(): number {
    return 3;
  }
}
