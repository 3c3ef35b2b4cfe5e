/**
 * @file Padding.
 */
import { dispatch, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { checkChoice, withDefaults } from './options.js';

/** Where the values of a padding come from. */
export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular';

export interface PadOptions {
  /** Where the values come from: one constant, or the tensor mirrored, its edges repeated, or its other end. Default: 'constant'. */
  readonly mode?: PadMode;
  /** The constant. Default: 0. */
  readonly value?: number;
}

const borders = {
  reflect: ops.reflectionPad,
  replicate: ops.replicationPad,
  circular: ops.circularPad,
};

/**
 * Elements added around the last dimensions: `[*, n] → [*, left + n + right]`. `padding` is `[left, right, top, bottom, …]`,
 * beginning with the last dimension; negative numbers cut elements off.
 *
 * @throws ValueError when padding has an odd length or an option does not exist, ShapeError when it does not fit the tensor.
 * @example pad(tensor([[1, 2.5]]), [1, 0]) // [[0, 1, 2.5]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
 */
export function pad(input: Tensor, padding: readonly number[], options: PadOptions = {}): Tensor {
  const { mode, value } = withDefaults('pad', options, { mode: 'constant', value: 0 });
  checkChoice('pad', 'mode', mode, ['constant', ...Object.keys(borders)]);
  if (padding.length % 2 !== 0 || !padding.every(Number.isInteger)) {
    throw new ValueError('pad', `padding must be two integers for each dimension, got [${padding.join(', ')}]`, {
      padding,
    });
  }
  const dims = padding.length / 2;
  if (dims > input.ndim) {
    throw new ShapeError(
      'pad',
      `padding for ${dims} dimensions, but the input has the shape ${shapeText(input.shape)}`,
      {
        shapes: [input.shape],
      },
    );
  }
  const pads = Array.from({ length: dims }, (_, i) => {
    const at = 2 * (dims - 1 - i);
    return [padding[at]!, padding[at + 1]!] as const;
  });
  if (mode === 'constant') return dispatch(ops.constantPad, [input], { pads, value })[0];
  if (value !== 0) throw new ValueError('pad', `mode '${mode}' takes no value, got ${value}`, { mode, value });
  if (dims < 1 || dims > 3 || input.ndim < dims + 1 || input.ndim > dims + 2) {
    throw new ShapeError(
      'pad',
      `mode '${mode}' pads the last 1 to 3 dimensions of an input [N, C, *] or [C, *], not ${dims} of ${shapeText(input.shape)}`,
      { shapes: [input.shape] },
    );
  }
  return dispatch(borders[mode], [input], { pads })[0];
}
