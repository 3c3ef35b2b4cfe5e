/**
 * @file Padding with one value.
 */
import { dispatch } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { checkOptions } from '../options.js';
import { constantPad } from '../ops/nn/pad.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

/**
 * One value around the last dimensions; negative numbers cut off.
 *
 * @param pad - elements before and behind the last dimension, then the one before it, and so on.
 * @param options.value - what is put there. Default: 0.
 * @throws ShapeError when `pad` has an odd length or is longer than the dimensions, or a size would be negative.
 * @example constantPadNd(tensor([1, 2]), [1, 0], { value: 7 }) // [7, 1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
 */
export function constantPadNd(self: Tensor, pad: readonly number[], options: { readonly value?: number } = {}): Tensor {
  checkOptions('constantPadNd', options, ['value']);
  if (pad.length % 2 !== 0 || pad.length > 2 * self.ndim) {
    throw new ShapeError(
      'constantPadNd',
      `${pad.length} numbers are no pairs for the dimensions of ${shapeText(self.shape)}`,
      {
        shapes: [self.shape, pad],
      },
    );
  }
  const pairs = Array.from({ length: pad.length / 2 }, (_, i) => [pad[2 * i]!, pad[2 * i + 1]!] as const);
  return dispatch(constantPad, [self], { pads: pairs.toReversed(), value: options.value ?? 0 })[0];
}
