/**
 * @file Means of windows.
 */
import { dispatch, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { pair, type Sizes, strideOr, triple, withDefaults } from './options.js';
import { asRow, inRow } from './rows.js';

export interface AvgPool1dOptions {
  /** Elements between neighbouring windows. Default: the kernel's size. */
  readonly stride?: Sizes | null;
  /** Zeros on each side; at most half of the kernel. Default: 0. */
  readonly padding?: Sizes;
  /** Count windows that reach beyond the padding. Default: false. */
  readonly ceilMode?: boolean;
  /** Divide by the window's size with its padding. Default: true. */
  readonly countIncludePad?: boolean;
}

export interface AvgPool2dOptions extends AvgPool1dOptions {
  /** Divide by this number instead of the window's size. Default: none. */
  readonly divisorOverride?: number | null;
}

/** Integers by way of float64, which holds every int32; their means lose the fraction. */
function meanOf(input: Tensor, pool: (x: Tensor) => Tensor): Tensor {
  return input.dtype === 'int32' ? pool(input.to('float64')).to('int32') : pool(input);
}

const defaults: Required<AvgPool1dOptions> = { stride: null, padding: 0, ceilMode: false, countIncludePad: true };

/**
 * The mean of each window: `[N, C, H, W] → [N, C, H', W']`; N may be missing.
 *
 * `H' = ⌊(H + 2·padding − k) / stride⌋ + 1`
 * @throws ShapeError when the window does not fit, ValueError for an option that does not exist or fit.
 * @example avgPool2d(tensor([[[1, 2.5], [3, 5.5]]]), 2) // [[[3]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool2d.html
 */
export function avgPool2d(input: Tensor, kernelSize: Sizes, options: AvgPool2dOptions = {}): Tensor {
  const op = 'avgPool2d';
  const all = withDefaults(op, options, { ...defaults, divisorOverride: null });
  const attrs: ops.AvgPool2dAttrs = {
    kernelSize: pair(op, 'kernelSize', kernelSize),
    stride: pair(op, 'stride', strideOr(kernelSize, all.stride)),
    padding: pair(op, 'padding', all.padding),
    ceilMode: all.ceilMode,
    countIncludePad: all.countIncludePad,
    divisorOverride: all.divisorOverride ?? undefined,
  };
  return meanOf(input, (x) => dispatch(ops.avgPool2d, [x], attrs)[0]);
}

/**
 * The mean of each window: `[N, C, L] → [N, C, L']`; N may be missing.
 *
 * @throws ShapeError when the window does not fit, ValueError for an option that does not exist or fit.
 * @example avgPool1d(tensor([[[1, 2, 3, 4.5]]]), 2) // [[[1.5, 3.75]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool1d.html
 */
export function avgPool1d(input: Tensor, kernelSize: Sizes, options: AvgPool1dOptions = {}): Tensor {
  const op = 'avgPool1d';
  const { stride, padding, ceilMode, countIncludePad } = withDefaults(op, options, defaults);
  const attrs: ops.AvgPool2dAttrs = {
    kernelSize: inRow(op, 'kernelSize', kernelSize, 1),
    stride: inRow(op, 'stride', strideOr(kernelSize, stride), 1),
    padding: inRow(op, 'padding', padding, 0),
    ceilMode,
    countIncludePad,
    divisorOverride: undefined,
  };
  return meanOf(input, (x) => dispatch(ops.avgPool2d, [asRow(op, x)], attrs)[0].squeeze(-2));
}

/**
 * The mean of each window: `[N, C, D, H, W] → [N, C, D', H', W']`; N may be missing.
 *
 * @throws ShapeError when the window does not fit, ValueError for an option that does not exist or fit.
 * @example avgPool3d(arange(8).view(1, 1, 2, 2, 2).to('float32'), 2) // [[[[[3.5]]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool3d.html
 */
export function avgPool3d(input: Tensor, kernelSize: Sizes, options: AvgPool2dOptions = {}): Tensor {
  const op = 'avgPool3d';
  const all = withDefaults(op, options, { ...defaults, divisorOverride: null });
  const attrs: ops.AvgPool3dAttrs = {
    kernelSize: triple(op, 'kernelSize', kernelSize),
    stride: triple(op, 'stride', strideOr(kernelSize, all.stride)),
    padding: triple(op, 'padding', all.padding),
    ceilMode: all.ceilMode,
    countIncludePad: all.countIncludePad,
    divisorOverride: all.divisorOverride ?? undefined,
  };
  return meanOf(input, (x) => dispatch(ops.avgPool3d, [x], attrs)[0]);
}
