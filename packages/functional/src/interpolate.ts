/**
 * @file Signals, pictures and volumes in another size.
 */
import { dispatch, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { adaptiveAvgPool3d } from './adaptive-pool-3d.js';
import { adaptiveAvgPool1d, adaptiveAvgPool2d } from './adaptive-pool.js';
import { checkChoice, perDimension, type Sizes, withDefaults } from './options.js';

/** How elements between others are found. */
export type InterpolateMode = 'nearest' | 'nearest-exact' | 'linear' | 'bilinear' | 'bicubic' | 'trilinear' | 'area';

export interface InterpolateOptions {
  /** Sizes of the result; either these or factors. Default: none. */
  readonly size?: Sizes | null;
  /** Sizes of the result divided by the input's. Default: none. */
  readonly scaleFactor?: Sizes | null;
  /** How elements between others are found. Default: 'nearest'. */
  readonly mode?: InterpolateMode;
  /** Let the centres of corner elements coincide, not their corners (linear and cubic modes only). Default: false. */
  readonly alignCorners?: boolean | null;
  /** Use the ratio of the rounded sizes instead of the factor. Default: false. */
  readonly recomputeScaleFactor?: boolean | null;
  /** Smooth before making smaller ('bilinear' and 'bicubic' only). Default: false. */
  readonly antialias?: boolean;
}

const op = 'interpolate';
const defaults: Required<InterpolateOptions> = {
  size: null,
  scaleFactor: null,
  mode: 'nearest',
  alignCorners: null,
  recomputeScaleFactor: null,
  antialias: false,
};

/** How each mode samples lines, and for how many spatial dimensions it is. */
const samplings: Readonly<
  Record<Exclude<InterpolateMode, 'area'>, { readonly sampling: ops.Sampling; readonly dims: readonly number[] }>
> = {
  nearest: { sampling: 'nearest', dims: [1, 2, 3] },
  'nearest-exact': { sampling: 'nearest-exact', dims: [1, 2, 3] },
  linear: { sampling: 'linear', dims: [1] },
  bilinear: { sampling: 'linear', dims: [2] },
  bicubic: { sampling: 'cubic', dims: [2] },
  trilinear: { sampling: 'linear', dims: [3] },
};
const modes = [...Object.keys(samplings), 'area'];
const antialiased: Readonly<Partial<Record<InterpolateMode, ops.Sampling>>> = {
  bilinear: 'linear-aa',
  bicubic: 'cubic-aa',
};

interface Target {
  readonly outputSize: readonly number[];
  readonly factors: readonly number[] | undefined;
}

/** Sizes of the result, of which sizes or factors say what they are. */
function targetOf(input: Tensor, all: Required<InterpolateOptions>): Target {
  const spatial = input.ndim - 2;
  if (all.size !== null && all.scaleFactor !== null)
    throw new ValueError(op, 'takes either a size or a scaleFactor, got both');
  if (all.size !== null) {
    if (all.recomputeScaleFactor) throw new ValueError(op, 'recomputeScaleFactor means nothing with a size');
    return { outputSize: perDimension(op, 'size', all.size, spatial), factors: undefined };
  }
  if (all.scaleFactor === null) throw new ValueError(op, 'needs a size or a scaleFactor');
  const factors = perDimension(op, 'scaleFactor', all.scaleFactor, spatial);
  const outputSize = factors.map((factor, d) => Math.floor(input.size(d + 2) * factor));
  return { outputSize, factors: all.recomputeScaleFactor ? undefined : factors };
}

/** Means of equal parts. */
function byArea(input: Tensor, [first = 0, second = 0, third = 0]: readonly number[]): Tensor {
  if (input.ndim === 3) return adaptiveAvgPool1d(input, first);
  if (input.ndim === 4) return adaptiveAvgPool2d(input, [first, second]);
  return adaptiveAvgPool3d(input, [first, second, third]);
}

/**
 * The same signal, picture or volume in another size: `[N, C, *] → [N, C, *']` with one to three spatial dimensions.
 *
 * 'nearest' takes over values, 'nearest-exact' does so by the distance of centres; 'linear', 'bilinear' and 'trilinear' go
 * straight from value to value, 'bicubic' smoothly; 'area' takes means.
 * @throws ShapeError for other dimensions than the mode's, ValueError unless there is a size or a scaleFactor, or for an option
 * that does not exist or fit.
 * @example interpolate(tensor([[[1, 2.5]]]), { scaleFactor: 2 }) // [[[1, 1, 2.5, 2.5]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html
 */
export function interpolate(input: Tensor, options: InterpolateOptions = {}): Tensor {
  const all = withDefaults(op, options, defaults);
  const { mode, alignCorners, antialias } = all;
  checkChoice(op, 'mode', mode, modes);
  const smooth = !['nearest', 'nearest-exact', 'area'].includes(mode);
  if (!smooth && alignCorners !== null) {
    throw new ValueError(op, `mode '${mode}' takes no alignCorners, only linear and cubic modes do`, { mode });
  }
  if (antialias && !(mode in antialiased)) {
    throw new ValueError(op, `only the modes 'bilinear' and 'bicubic' take antialias, got '${mode}'`, { mode });
  }
  const spatial = input.ndim - 2;
  const dims = mode === 'area' ? [1, 2, 3] : samplings[mode].dims;
  if (!dims.includes(spatial)) {
    throw new ShapeError(
      op,
      `mode '${mode}' is for ${dims.join(', ')} spatial dimensions, got the input ${shapeText(input.shape)}`,
      { shapes: [input.shape] },
    );
  }
  const target = targetOf(input, all);
  if (mode === 'area') return byArea(input, target.outputSize);
  const sampling = (antialias && antialiased[mode]) || samplings[mode].sampling;
  return dispatch(ops.upsample, [input], { ...target, sampling, alignCorners: alignCorners ?? false })[0];
}

/** Options of `upsample`: those of `interpolate` that are not about rounding or smoothing. */
export type UpsampleOptions = Pick<InterpolateOptions, 'size' | 'scaleFactor' | 'mode' | 'alignCorners'>;

/**
 * `interpolate` under the name that it had before.
 *
 * @throws what `interpolate` throws.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.upsample.html
 */
export function upsample(input: Tensor, options: UpsampleOptions = {}): Tensor {
  return interpolate(input, options);
}

/** Options of `upsampleNearest` and `upsampleBilinear`. */
export type UpsampleSizeOptions = Pick<InterpolateOptions, 'size' | 'scaleFactor'>;

/**
 * `interpolate` in mode 'nearest'.
 *
 * @throws what `interpolate` throws.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.upsample_nearest.html
 */
export function upsampleNearest(input: Tensor, options: UpsampleSizeOptions = {}): Tensor {
  return interpolate(input, { ...options, mode: 'nearest' });
}

/**
 * `interpolate` in mode 'bilinear' with `alignCorners: true`.
 *
 * @throws what `interpolate` throws.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.upsample_bilinear.html
 */
export function upsampleBilinear(input: Tensor, options: UpsampleSizeOptions = {}): Tensor {
  return interpolate(input, { ...options, mode: 'bilinear', alignCorners: true });
}
