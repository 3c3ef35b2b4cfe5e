import { full, ShapeError, slice, type Tensor, ValueError } from '@x/tensor/core';
import { checkOptions } from '../options.js';
import { Transform } from './transform.js';

/** Pixels to add: on all sides, or `[left and right, top and bottom]`, or `[left, top, right, bottom]`. */
export type Padding = number | readonly [number, number] | readonly [number, number, number, number];

/** Options of `Pad`. */
export interface PadOptions {
  /** Value of the added pixels; 0 when omitted. */
  readonly fill?: number;
}

function sides(padding: Padding): readonly [number, number, number, number] {
  if (typeof padding === 'number') return [padding, padding, padding, padding];
  return padding.length === 2 ? [padding[0], padding[1], padding[0], padding[1]] : padding;
}

/**
 * Adds pixels of one value around pictures: `[…, H, W]` → `[…, H + top + bottom, W + left + right]`.
 *
 * @example new Pad(2)(image) // [1, 28, 28] → [1, 32, 32]
 * @throws ValueError when a width is no integer >= 0, ShapeError for fewer than two dimensions.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.Pad.html
 */
export class Pad extends Transform {
  readonly padding: Padding;
  readonly fill: number;

  constructor(padding: Padding, options: PadOptions = {}) {
    super();
    checkOptions('Pad', options, ['fill']);
    if (!sides(padding).every((width) => Number.isInteger(width) && width >= 0))
      throw new ValueError('Pad', `padding must be integers >= 0: ${String(padding)}`, { padding });
    this.padding = padding;
    this.fill = options.fill ?? 0;
  }

  forward(image: Tensor): Tensor {
    const [left, top, right, bottom] = sides(this.padding);
    const [height, width] = image.shape.slice(-2);
    if (height === undefined || width === undefined)
      throw new ShapeError('Pad', `expected pictures […, H, W], got [${image.shape.join(', ')}]`, {
        shapes: [image.shape],
      });
    const shape = [...image.shape.slice(0, -2), height + top + bottom, width + left + right];
    const padded = full(shape, this.fill, { dtype: image.dtype, device: image.device });
    padded.set(['...', slice(top, top + height), slice(left, left + width)], image);
    return padded;
  }

  override batch(images: Tensor): Tensor {
    return this.forward(images);
  }

  override toString(): string {
    const padding = typeof this.padding === 'number' ? this.padding : `[${this.padding.join(', ')}]`;
    return `Pad(padding=${padding}, fill=${this.fill}, padding_mode=constant)`;
  }
}
