/**
 * @file Largest values of windows.
 */
import { dispatch, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { pair, type Sizes, strideOr, triple, withDefaults } from './options.js';
import { asRow, inRow } from './rows.js';

export interface MaxPoolOptions {
  /** Elements between neighbouring windows. Default: the kernel's size. */
  readonly stride?: Sizes | null;
  /** Positions on each side that no value comes from; at most half of the kernel. Default: 0. */
  readonly padding?: Sizes;
  /** Distance of neighbouring elements in a window. Default: 1. */
  readonly dilation?: Sizes;
  /** Count windows that reach beyond the padding. Default: false. */
  readonly ceilMode?: boolean;
  /** Also give the positions of the largest values in the plane (line, volume). Default: false. */
  readonly returnIndices?: boolean;
}

/** The result of a pool with `returnIndices: true`. */
export type ValuesAndIndices = [values: Tensor, indices: Tensor];

const defaults: Required<MaxPoolOptions> = {
  stride: null,
  padding: 0,
  dilation: 1,
  ceilMode: false,
  returnIndices: false,
};

type WithIndices<O> = O & { readonly returnIndices: true };

/**
 * The largest value of each window: `[N, C, H, W] → [N, C, H', W']`; N may be missing.
 *
 * `H' = ⌊(H + 2·padding − dilation·(k − 1) − 1) / stride⌋ + 1`; NaN counts as the largest.
 * @returns the values, or `[values, indices]` with `returnIndices` (int32 positions in the H·W plane).
 * @throws ShapeError when the window does not fit, ValueError for an option that does not exist or fit.
 * @example maxPool2d(arange(16).view(1, 1, 4, 4).to('float32'), 2) // [[[[5, 7], [13, 15]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html
 */
export function maxPool2d(input: Tensor, kernelSize: Sizes, options: WithIndices<MaxPoolOptions>): ValuesAndIndices;
export function maxPool2d(
  input: Tensor,
  kernelSize: Sizes,
  options?: MaxPoolOptions & { readonly returnIndices?: false },
): Tensor;
export function maxPool2d(input: Tensor, kernelSize: Sizes, options: MaxPoolOptions = {}): Tensor | ValuesAndIndices {
  const op = 'maxPool2d';
  const { stride, padding, dilation, ceilMode, returnIndices } = withDefaults(op, options, defaults);
  const [values, indices] = dispatch(ops.maxPool2d, [input], {
    kernelSize: pair(op, 'kernelSize', kernelSize),
    stride: pair(op, 'stride', strideOr(kernelSize, stride)),
    padding: pair(op, 'padding', padding),
    dilation: pair(op, 'dilation', dilation),
    ceilMode,
  });
  return returnIndices ? [values, indices] : values;
}

/**
 * The largest value of each window: `[N, C, L] → [N, C, L']`; N may be missing.
 *
 * @returns the values, or `[values, indices]` with `returnIndices` (int32 positions along L).
 * @throws ShapeError when the window does not fit, ValueError for an option that does not exist or fit.
 * @example maxPool1d(tensor([[[1, 3.5, 2, 0]]]), 2) // [[[3.5, 2]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool1d.html
 */
export function maxPool1d(input: Tensor, kernelSize: Sizes, options: WithIndices<MaxPoolOptions>): ValuesAndIndices;
export function maxPool1d(
  input: Tensor,
  kernelSize: Sizes,
  options?: MaxPoolOptions & { readonly returnIndices?: false },
): Tensor;
export function maxPool1d(input: Tensor, kernelSize: Sizes, options: MaxPoolOptions = {}): Tensor | ValuesAndIndices {
  const op = 'maxPool1d';
  const { stride, padding, dilation, ceilMode, returnIndices } = withDefaults(op, options, defaults);
  const [values, indices] = dispatch(ops.maxPool2d, [asRow(op, input)], {
    kernelSize: inRow(op, 'kernelSize', kernelSize, 1),
    stride: inRow(op, 'stride', strideOr(kernelSize, stride), 1),
    padding: inRow(op, 'padding', padding, 0),
    dilation: inRow(op, 'dilation', dilation, 1),
    ceilMode,
  });
  return returnIndices ? [values.squeeze(-2), indices.squeeze(-2)] : values.squeeze(-2);
}

/**
 * The largest value of each window: `[N, C, D, H, W] → [N, C, D', H', W']`; N may be missing.
 *
 * @returns the values, or `[values, indices]` with `returnIndices` (int32 positions in the D·H·W volume).
 * @throws ShapeError when the window does not fit, ValueError for an option that does not exist or fit.
 * @example maxPool3d(arange(8).view(1, 1, 2, 2, 2).to('float32'), 2) // [[[[[7]]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool3d.html
 */
export function maxPool3d(input: Tensor, kernelSize: Sizes, options: WithIndices<MaxPoolOptions>): ValuesAndIndices;
export function maxPool3d(
  input: Tensor,
  kernelSize: Sizes,
  options?: MaxPoolOptions & { readonly returnIndices?: false },
): Tensor;
export function maxPool3d(input: Tensor, kernelSize: Sizes, options: MaxPoolOptions = {}): Tensor | ValuesAndIndices {
  const op = 'maxPool3d';
  const { stride, padding, dilation, ceilMode, returnIndices } = withDefaults(op, options, defaults);
  const [values, indices] = dispatch(ops.maxPool3d, [input], {
    kernelSize: triple(op, 'kernelSize', kernelSize),
    stride: triple(op, 'stride', strideOr(kernelSize, stride)),
    padding: triple(op, 'padding', padding),
    dilation: triple(op, 'dilation', dilation),
    ceilMode,
  });
  return returnIndices ? [values, indices] : values;
}
