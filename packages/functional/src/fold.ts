/**
 * @file Windows of pictures as columns of a matrix, and back.
 */
import { dispatch, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { pair, type Sizes, withDefaults } from './options.js';

export interface WindowOptions {
  /** Distance of neighbouring elements in a window. Default: 1. */
  readonly dilation?: Sizes;
  /** Zeros on each side. Default: 0. */
  readonly padding?: Sizes;
  /** Elements between neighbouring windows. Default: 1. */
  readonly stride?: Sizes;
}

const defaults: Required<WindowOptions> = { dilation: 1, padding: 0, stride: 1 };

/** @throws ValueError unless both numbers are integers that are not below `least`. */
function checkedPair(op: string, name: string, value: Sizes, least: number): ops.Pair {
  const both = pair(op, name, value);
  if (both.every((n) => Number.isInteger(n) && n >= least)) return both;
  throw new ValueError(op, `${name} must be integers ≥ ${least}, got [${both.join(', ')}]`, { [name]: value });
}

function windowOf(op: string, kernelSize: Sizes, options: WindowOptions): ops.Window {
  const { dilation, padding, stride } = withDefaults(op, options, defaults);
  return {
    kernelSize: checkedPair(op, 'kernelSize', kernelSize, 1),
    dilation: checkedPair(op, 'dilation', dilation, 1),
    padding: checkedPair(op, 'padding', padding, 0),
    stride: checkedPair(op, 'stride', stride, 1),
  };
}

/**
 * Every window of a picture as a column: `[N, C, H, W] → [N, C·kh·kw, windows]`; N may be missing.
 *
 * @throws ShapeError when the windows do not fit, ValueError for an option that does not exist or fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.unfold.html
 */
export function unfold(input: Tensor, kernelSize: Sizes, options: WindowOptions = {}): Tensor {
  const window = windowOf('unfold', kernelSize, options);
  return dispatch(ops.im2col, [input], window)[0];
}

/**
 * Columns put back as windows of a picture, summed where several windows cover an element:
 * `[N, C·kh·kw, windows] → [N, C, ...outputSize]`; N may be missing.
 *
 * @throws ShapeError when the windows do not fit, ValueError for an option that does not exist or fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.fold.html
 */
export function fold(input: Tensor, outputSize: Sizes, kernelSize: Sizes, options: WindowOptions = {}): Tensor {
  const attrs = { ...windowOf('fold', kernelSize, options), outputSize: pair('fold', 'outputSize', outputSize) };
  return dispatch(ops.col2im, [input], attrs)[0];
}
