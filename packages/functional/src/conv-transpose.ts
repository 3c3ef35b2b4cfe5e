/**
 * @file Transposed convolutions: what the gradient of a convolution does, used to make pictures larger.
 */
import { dispatch, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { checkRanks, onIntegers, type Spatial } from './conv.js';
import { perDimension, type Sizes, withDefaults } from './options.js';

export interface ConvTransposeOptions {
  /** One number for each filter, added to its result. Default: none. */
  readonly bias?: Tensor | null;
  /** Elements between the windows of neighbouring input elements. Default: 1. */
  readonly stride?: Sizes;
  /** Elements cut off on each side of the result. Default: 0. */
  readonly padding?: Sizes;
  /** Elements added behind; smaller than stride or dilation. Default: 0. */
  readonly outputPadding?: Sizes;
  /** Channels are split into this many groups, each with its own filters. Default: 1. */
  readonly groups?: number;
  /** Distance of neighbouring elements in a window. Default: 1. */
  readonly dilation?: Sizes;
}

const defaults: Required<ConvTransposeOptions> = {
  bias: null,
  stride: 1,
  padding: 0,
  outputPadding: 0,
  groups: 1,
  dilation: 1,
};

function convTranspose(spatial: Spatial, input: Tensor, weight: Tensor, options: ConvTransposeOptions): Tensor {
  const integers = onIntegers(convTranspose, spatial, input, weight, options);
  if (integers) return integers;
  const op = `convTranspose${spatial}d`;
  const { bias, groups, ...rest } = withDefaults(op, options, defaults);
  checkRanks(op, spatial, input, weight);
  const each = (name: keyof typeof rest): readonly number[] => perDimension(op, name, rest[name], spatial);
  const unbatched = input.ndim === spatial + 1;
  const x = unbatched ? input.unsqueeze(0) : input;
  const [out] = dispatch(ops.convolutionTranspose, bias ? [x, weight, bias] : [x, weight], {
    stride: each('stride'),
    padding: each('padding'),
    outputPadding: each('outputPadding'),
    dilation: each('dilation'),
    groups,
  });
  return unbatched ? out.squeeze(0) : out;
}

/**
 * Transposed convolution over one dimension: `[N, C, L], [C, K / groups, k] → [N, K, L']`; N may be missing.
 *
 * `L' = (L − 1)·stride − 2·padding + dilation·(k − 1) + outputPadding + 1`
 * @throws ShapeError when channels or sizes do not fit, ValueError for an option that does not exist or fit, DTypeError when
 * the dtypes differ or are not floating point.
 * @example convTranspose1d(tensor([[[1, 2.]]]), ones(1, 1, 2), { stride: 2 }) // [[[1, 1, 2, 2]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose1d.html
 */
export function convTranspose1d(input: Tensor, weight: Tensor, options: ConvTransposeOptions = {}): Tensor {
  return convTranspose(1, input, weight, options);
}

/**
 * Transposed convolution over two dimensions: `[N, C, H, W], [C, K / groups, kh, kw] → [N, K, H', W']`; N may be missing.
 *
 * `H' = (H − 1)·stride − 2·padding + dilation·(kh − 1) + outputPadding + 1`
 * @throws ShapeError when channels or sizes do not fit, ValueError for an option that does not exist or fit, DTypeError when
 * the dtypes differ or are not floating point.
 * @example convTranspose2d(ones(1, 1, 2, 2), ones(1, 1, 3, 3), { stride: 2 }).shape // [1, 1, 5, 5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose2d.html
 */
export function convTranspose2d(input: Tensor, weight: Tensor, options: ConvTransposeOptions = {}): Tensor {
  return convTranspose(2, input, weight, options);
}

/**
 * Transposed convolution over three dimensions: `[N, C, D, H, W], [C, K / groups, kd, kh, kw] → [N, K, D', H', W']`; N may be
 * missing.
 *
 * `D' = (D − 1)·stride − 2·padding + dilation·(kd − 1) + outputPadding + 1`
 * @throws ShapeError when channels or sizes do not fit, ValueError for an option that does not exist or fit, DTypeError when
 * the dtypes differ or are not floating point.
 * @example convTranspose3d(ones(1, 1, 2, 2, 2), ones(1, 1, 2, 2, 2), { stride: 2 }).shape // [1, 1, 4, 4, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose3d.html
 */
export function convTranspose3d(input: Tensor, weight: Tensor, options: ConvTransposeOptions = {}): Tensor {
  return convTranspose(3, input, weight, options);
}
