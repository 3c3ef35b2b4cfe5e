/**
 * @file Padding with the values at the edge.
 */
import type { PadMode } from '@x/functional';
import { PadNd } from './base.js';

abstract class ReplicationPadNd extends PadNd {
  protected override mode(): PadMode {
    return 'replicate';
  }
}

/**
 * The input with its edges repeated: `[N, C, L] → [N, C, L′]`; N may be missing.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input does not fit.
 * @example new ReplicationPad1d(1)(tensor([[1, 2, 3]])) // [[1, 1, 2, 3, 3]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad1d.html
 */
export class ReplicationPad1d extends ReplicationPadNd {
  static readonly name: string = 'ReplicationPad1d';

  protected override dims(): number {
    return 1;
  }
}

/**
 * The input with its edges repeated: `[N, C, H, W] → [N, C, H′, W′]`; N may be missing.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input does not fit.
 * @example new ReplicationPad2d([1, 1, 0, 0])(tensor([[[1, 2, 3]]])) // [[[1, 1, 2, 3, 3]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad2d.html
 */
export class ReplicationPad2d extends ReplicationPadNd {
  static readonly name: string = 'ReplicationPad2d';

  protected override dims(): number {
    return 2;
  }
}

/**
 * The input with its edges repeated: `[N, C, D, H, W] → [N, C, D′, H′, W′]`; N may be missing.
 *
 * @throws ValueError for another number of sizes; called, ShapeError when the input does not fit.
 * @example new ReplicationPad3d([1, 1, 0, 0, 0, 0])(tensor([[[[1, 2, 3]]]])) // [[[[1, 1, 2, 3, 3]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad3d.html
 */
export class ReplicationPad3d extends ReplicationPadNd {
  static readonly name: string = 'ReplicationPad3d';

  protected override dims(): number {
    return 3;
  }
}
