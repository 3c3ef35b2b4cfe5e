/**
 * @file Largest values of windows at random distances.
 */
import { dispatch, rand, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import type { ValuesAndIndices } from './max-pool.js';
import { perDimension, type Sizes, withDefaults } from './options.js';

export interface FractionalPoolOptions {
  /** Sizes of the result; either these or ratios. Default: none. */
  readonly outputSize?: Sizes | null;
  /** Sizes of the result as parts of the input's, in (0, 1). Default: none. */
  readonly outputRatio?: Sizes | null;
  /** Also give the positions of the largest values. Default: false. */
  readonly returnIndices?: boolean;
  /** Numbers in [0, 1) that the windows' places follow from: `[N, C, 2]`, for volumes `[N, C, 3]`. Default: drawn. */
  readonly _randomSamples?: Tensor | null;
}

type WithIndices = FractionalPoolOptions & { readonly returnIndices: true };
type WithoutIndices = FractionalPoolOptions & { readonly returnIndices?: false };

const defaults: Required<FractionalPoolOptions> = {
  outputSize: null,
  outputRatio: null,
  returnIndices: false,
  _randomSamples: null,
};

/** Sizes of the result, of which sizes or ratios say what they are. */
function sizes(
  op: string,
  input: Tensor,
  spatial: number,
  options: Required<FractionalPoolOptions>,
): readonly number[] {
  if (options.outputSize !== null) return perDimension(op, 'outputSize', options.outputSize, spatial);
  if (options.outputRatio === null) throw new ValueError(op, 'needs an outputSize or an outputRatio');
  const ratios = perDimension(op, 'outputRatio', options.outputRatio, spatial);
  return ratios.map((ratio, d) => Math.trunc((input.shape.at(d - spatial) ?? 0) * ratio));
}

function fractional(
  spatial: 2 | 3,
  input: Tensor,
  kernelSize: Sizes,
  options: FractionalPoolOptions,
): Tensor | ValuesAndIndices {
  const op = `fractionalMaxPool${spatial}d`;
  const all = withDefaults(op, options, defaults);
  const single = input.ndim === spatial + 1;
  if (!single && input.ndim !== spatial + 2) {
    throw new ShapeError(
      op,
      `expected an input of ${spatial + 1} or ${spatial + 2} dimensions, got ${shapeText(input.shape)}`,
      { shapes: [input.shape] },
    );
  }
  const [batch = 1, channels = 1] = single ? [1, ...input.shape] : input.shape;
  const { dtype, device } = input;
  const samples = all._randomSamples ?? rand([batch, channels, spatial], { dtype, device });
  const [values, indices] = dispatch(ops.fractionalMaxPool, [input, samples], {
    kernelSize: perDimension(op, 'kernelSize', kernelSize, spatial),
    outputSize: sizes(op, input, spatial, all),
  });
  return all.returnIndices ? [values, indices] : values;
}

/**
 * Largest values of windows whose distances vary at random: `[N, C, H, W] → [N, C, H', W']`; N may be missing.
 *
 * @returns the values, or `[values, indices]` with `returnIndices` (int32 positions in the H·W plane).
 * @throws ShapeError when the windows do not fit, ValueError when there is neither size nor ratio or for an option that does
 * not exist or fit.
 * @example fractionalMaxPool2d(rand(1, 1, 9, 9), 2, { outputRatio: 0.7 }).shape // [1, 1, 6, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.fractional_max_pool2d.html
 * @see https://arxiv.org/abs/1412.6071
 */
export function fractionalMaxPool2d(input: Tensor, kernelSize: Sizes, options: WithIndices): ValuesAndIndices;
export function fractionalMaxPool2d(input: Tensor, kernelSize: Sizes, options?: WithoutIndices): Tensor;
export function fractionalMaxPool2d(
  input: Tensor,
  kernelSize: Sizes,
  options: FractionalPoolOptions = {},
): Tensor | ValuesAndIndices {
  return fractional(2, input, kernelSize, options);
}

/**
 * Largest values of windows whose distances vary at random: `[N, C, D, H, W] → [N, C, D', H', W']`; N may be missing.
 *
 * @returns the values, or `[values, indices]` with `returnIndices` (int32 positions in the D·H·W volume).
 * @throws ShapeError when the windows do not fit, ValueError when there is neither size nor ratio or for an option that does
 * not exist or fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.fractional_max_pool3d.html
 * @see https://arxiv.org/abs/1412.6071
 */
export function fractionalMaxPool3d(input: Tensor, kernelSize: Sizes, options: WithIndices): ValuesAndIndices;
export function fractionalMaxPool3d(input: Tensor, kernelSize: Sizes, options?: WithoutIndices): Tensor;
export function fractionalMaxPool3d(
  input: Tensor,
  kernelSize: Sizes,
  options: FractionalPoolOptions = {},
): Tensor | ValuesAndIndices {
  return fractional(3, input, kernelSize, options);
}
