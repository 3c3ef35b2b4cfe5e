/**
 * @file Largest values of as many windows as asked for.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { AdaptivePoolNd } from './adaptive-pool-base.js';
import type { PoolOutput } from './max-pooling.js';

export interface AdaptiveMaxPoolOptions<Indices extends boolean = boolean> {
  /** Also give the positions of the values. Default: false. */
  readonly returnIndices?: Indices;
}

/** What pools of any number of spatial dimensions share. */
abstract class AdaptiveMaxPoolNd<
  Size extends F.OutputSize | F.OutputSize3d,
  Indices extends boolean,
> extends AdaptivePoolNd<Size, PoolOutput<Indices>> {
  readonly returnIndices: boolean;

  constructor(op: string, outputSize: Size, options: AdaptiveMaxPoolOptions<Indices>) {
    super(outputSize);
    const defaults = { returnIndices: false };
    this.returnIndices = F.withDefaults<AdaptiveMaxPoolOptions>(op, options, defaults).returnIndices;
  }

  protected abstract pool(input: Tensor): F.ValuesAndIndices;

  override forward(input: Tensor): PoolOutput<Indices> {
    const [values, indices] = this.pool(input);
    return (this.returnIndices ? [values, indices] : values) as PoolOutput<Indices>;
  }
}

/**
 * Largest values of as many windows as asked for: `[N, C, L] → [N, C, outputSize]`; N may be missing.
 *
 * @throws ValueError for an unknown option.
 * @example new AdaptiveMaxPool1d(2)(tensor([[1, 3.5, 2, 0]])) // [[3.5, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html
 */
export class AdaptiveMaxPool1d<Indices extends boolean = false> extends AdaptiveMaxPoolNd<number, Indices> {
  static readonly name: string = 'AdaptiveMaxPool1d';

  constructor(outputSize: number, options: AdaptiveMaxPoolOptions<Indices> = {}) {
    super('AdaptiveMaxPool1d', outputSize, options);
  }

  protected override pool(input: Tensor): F.ValuesAndIndices {
    return F.adaptiveMaxPool1d(input, this.outputSize, { returnIndices: true });
  }
}

/**
 * Largest values of as many windows as asked for: `[N, C, H, W] → [N, C, rows, columns]`; N may be missing. null keeps a size.
 *
 * @throws ValueError for an unknown option.
 * @example new AdaptiveMaxPool2d(1)(tensor([[[1, 3.5], [2, 0]]])) // [[[3.5]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html
 */
export class AdaptiveMaxPool2d<Indices extends boolean = false> extends AdaptiveMaxPoolNd<F.OutputSize, Indices> {
  static readonly name: string = 'AdaptiveMaxPool2d';

  constructor(outputSize: F.OutputSize, options: AdaptiveMaxPoolOptions<Indices> = {}) {
    super('AdaptiveMaxPool2d', outputSize, options);
  }

  protected override pool(input: Tensor): F.ValuesAndIndices {
    return F.adaptiveMaxPool2d(input, this.outputSize, { returnIndices: true });
  }
}

/**
 * Largest values of as many windows as asked for: `[N, C, D, H, W] → [N, C, depth, rows, columns]`; N may be missing. null keeps
 * a size.
 *
 * @throws ValueError for an unknown option.
 * @example new AdaptiveMaxPool3d(1)(randn(8, 64, 3, 7, 7)).shape // [8, 64, 1, 1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool3d.html
 */
export class AdaptiveMaxPool3d<Indices extends boolean = false> extends AdaptiveMaxPoolNd<F.OutputSize3d, Indices> {
  static readonly name: string = 'AdaptiveMaxPool3d';

  constructor(outputSize: F.OutputSize3d, options: AdaptiveMaxPoolOptions<Indices> = {}) {
    super('AdaptiveMaxPool3d', outputSize, options);
  }

  protected override pool(input: Tensor): F.ValuesAndIndices {
    return F.adaptiveMaxPool3d(input, this.outputSize, { returnIndices: true });
  }
}
