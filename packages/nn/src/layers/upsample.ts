/**
 * @file Lines, pictures and volumes of other sizes.
 */
import * as F from '@x/functional';
import { type Tensor, ValueError } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { floatText, valueText } from '../module/text.js';

/** Sizes or factors of the output. */
export type UpsampleSizes = Pick<F.InterpolateOptions, 'size' | 'scaleFactor'>;

export type UpsampleOptions = Omit<F.InterpolateOptions, 'antialias'>;

/** A factor, or one for each dimension, as PyTorch writes them: always floats. */
function factorText(factor: F.Sizes): string {
  if (typeof factor === 'number') return floatText(factor);
  return `(${factor.map(floatText).join(', ')}${factor.length === 1 ? ',' : ''})`;
}

/**
 * Other sizes, by neighbours or by interpolation: `[N, C, *] → [N, C, *′]`.
 *
 * @throws ValueError unless either sizes or factors are given, and for an option that does not exist or fit.
 * @example new Upsample({ scaleFactor: 2 })(tensor([[[1, 2.5]]])) // [[[1, 1, 2.5, 2.5]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html
 */
export class Upsample extends Module {
  static readonly name: string = 'Upsample';
  readonly size: F.Sizes | null;
  readonly scaleFactor: F.Sizes | null;
  readonly mode: F.InterpolateMode;
  readonly alignCorners: boolean | null;
  readonly recomputeScaleFactor: boolean | null;

  constructor(options: UpsampleOptions = {}) {
    super();
    const defaults: Required<UpsampleOptions> = {
      size: null,
      scaleFactor: null,
      mode: 'nearest',
      alignCorners: null,
      recomputeScaleFactor: null,
    };
    const op = new.target.name;
    const all = F.withDefaults(op, options, defaults);
    F.checkChoice(op, 'mode', all.mode, [
      'nearest',
      'nearest-exact',
      'linear',
      'bilinear',
      'bicubic',
      'trilinear',
      'area',
    ]);
    if ((all.size === null) === (all.scaleFactor === null)) {
      throw new ValueError(op, 'needs either a size or a scaleFactor', {
        size: all.size,
        scaleFactor: all.scaleFactor,
      });
    }
    this.size = all.size;
    this.scaleFactor = all.scaleFactor;
    this.mode = all.mode;
    this.alignCorners = all.alignCorners;
    this.recomputeScaleFactor = all.recomputeScaleFactor;
  }

  override forward(input: Tensor): Tensor {
    const { size, scaleFactor, mode, alignCorners, recomputeScaleFactor } = this;
    return F.interpolate(input, { size, scaleFactor, mode, alignCorners, recomputeScaleFactor });
  }

  override extraRepr(): string {
    const { size, scaleFactor, mode } = this;
    return `${scaleFactor === null ? `size=${valueText(size)}` : `scale_factor=${factorText(scaleFactor)}`}, mode=${mode}`;
  }
}

/**
 * Larger pictures whose elements are the nearest of the input's: `[N, C, H, W] → [N, C, H′, W′]`.
 *
 * @throws ValueError unless either sizes or factors are given.
 * @example new UpsamplingNearest2d({ scaleFactor: 2 })(tensor([[[[1.5]]]])) // [[[[1.5, 1.5], [1.5, 1.5]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingNearest2d.html
 */
export class UpsamplingNearest2d extends Upsample {
  static override readonly name: string = 'UpsamplingNearest2d';

  constructor({ size, scaleFactor, ...unknown }: UpsampleSizes = {}) {
    F.withDefaults<UpsampleSizes>('UpsamplingNearest2d', unknown, { size: null, scaleFactor: null });
    super({ size: size ?? null, scaleFactor: scaleFactor ?? null });
  }
}

/**
 * Larger pictures by bilinear interpolation, with the centres of corner elements in place: `[N, C, H, W] → [N, C, H′, W′]`.
 *
 * @throws ValueError unless either sizes or factors are given.
 * @example new UpsamplingBilinear2d({ size: [1, 3] })(tensor([[[[1, 2.5]]]])) // [[[[1, 1.75, 2.5]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingBilinear2d.html
 */
export class UpsamplingBilinear2d extends Upsample {
  static override readonly name: string = 'UpsamplingBilinear2d';

  constructor({ size, scaleFactor, ...unknown }: UpsampleSizes = {}) {
    F.withDefaults<UpsampleSizes>('UpsamplingBilinear2d', unknown, { size: null, scaleFactor: null });
    super({ size: size ?? null, scaleFactor: scaleFactor ?? null, mode: 'bilinear', alignCorners: true });
  }
}
