/**
 * @file Largest values of windows that lie at random places.
 */
import * as F from '@x/functional';
import { type Tensor, ValueError } from '@x/tensor/core';
import { Module } from '../module/module.js';
import type { PoolOutput } from './max-pooling.js';

export interface FractionalMaxPoolOptions<Indices extends boolean = boolean> {
  /** Sizes of the output; either these or ratios. Default: null. */
  readonly outputSize?: F.Sizes | null;
  /** Sizes of the output as parts of the input's, in (0, 1). Default: null. */
  readonly outputRatio?: F.Sizes | null;
  /** Also give the positions of the values. Default: false. */
  readonly returnIndices?: Indices;
}

/** @throws ValueError unless either sizes or ratios are given, and the ratios are in (0, 1). */
function checkOutput(op: string, size: readonly number[] | null, ratio: readonly number[] | null): void {
  if ((size === null) === (ratio === null)) {
    throw new ValueError(op, 'needs either an outputSize or an outputRatio', { outputSize: size, outputRatio: ratio });
  }
  if (!ratio || ratio.every((part) => part > 0 && part < 1)) return;
  throw new ValueError(op, `outputRatio must be between 0 and 1, got [${ratio.join(', ')}]`, { outputRatio: ratio });
}

/** What pools of any number of spatial dimensions share. */
abstract class FractionalMaxPoolNd<Indices extends boolean> extends Module<[input: Tensor], PoolOutput<Indices>> {
  readonly kernelSize: readonly number[];
  readonly outputSize: readonly number[] | null;
  readonly outputRatio: readonly number[] | null;
  readonly returnIndices: boolean;

  constructor(op: string, spatial: number, kernelSize: F.Sizes, options: FractionalMaxPoolOptions<Indices>) {
    super();
    const defaults = { outputSize: null, outputRatio: null, returnIndices: false };
    const all = F.withDefaults<FractionalMaxPoolOptions>(op, options, defaults);
    const each = (name: string, value: F.Sizes): readonly number[] => F.perDimension(op, name, value, spatial);
    this.kernelSize = each('kernelSize', kernelSize);
    this.outputSize = all.outputSize === null ? null : each('outputSize', all.outputSize);
    this.outputRatio = all.outputRatio === null ? null : each('outputRatio', all.outputRatio);
    this.returnIndices = all.returnIndices;
    checkOutput(op, this.outputSize, this.outputRatio);
  }

  protected abstract pool(input: Tensor, options: F.FractionalPoolOptions): F.ValuesAndIndices;

  override forward(input: Tensor): PoolOutput<Indices> {
    const { outputSize, outputRatio } = this;
    const [values, indices] = this.pool(input, { outputSize, outputRatio });
    return (this.returnIndices ? [values, indices] : values) as PoolOutput<Indices>;
  }
}

/**
 * Largest values of windows that lie at random places, so that the sizes need not shrink by whole factors:
 * `[N, C, H, W] → [N, C, H′, W′]`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new FractionalMaxPool2d(3, { outputRatio: 0.5 })(randn(1, 2, 8, 9)).shape // [1, 2, 4, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.FractionalMaxPool2d.html
 * @see https://arxiv.org/abs/1412.6071
 */
export class FractionalMaxPool2d<Indices extends boolean = false> extends FractionalMaxPoolNd<Indices> {
  static readonly name: string = 'FractionalMaxPool2d';

  constructor(kernelSize: F.Sizes, options: FractionalMaxPoolOptions<Indices> = {}) {
    super('FractionalMaxPool2d', 2, kernelSize, options);
  }

  protected override pool(input: Tensor, options: F.FractionalPoolOptions): F.ValuesAndIndices {
    return F.fractionalMaxPool2d(input, this.kernelSize, { ...options, returnIndices: true });
  }
}

/**
 * Largest values of windows that lie at random places: `[N, C, D, H, W] → [N, C, D′, H′, W′]`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new FractionalMaxPool3d(2, { outputSize: 3 })(randn(1, 2, 6, 6, 6)).shape // [1, 2, 3, 3, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.FractionalMaxPool3d.html
 * @see https://arxiv.org/abs/1412.6071
 */
export class FractionalMaxPool3d<Indices extends boolean = false> extends FractionalMaxPoolNd<Indices> {
  static readonly name: string = 'FractionalMaxPool3d';

  constructor(kernelSize: F.Sizes, options: FractionalMaxPoolOptions<Indices> = {}) {
    super('FractionalMaxPool3d', 3, kernelSize, options);
  }

  protected override pool(input: Tensor, options: F.FractionalPoolOptions): F.ValuesAndIndices {
    return F.fractionalMaxPool3d(input, this.kernelSize, { ...options, returnIndices: true });
  }
}
