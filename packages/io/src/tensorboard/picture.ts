import { DTypeError, isFloatingPoint, scope, ShapeError, type Tensor } from '@x/tensor/core';
import { encode } from 'fast-png';
import type { Picture } from './event.js';

const CHANNELS: ReadonlySet<number> = new Set([1, 3, 4]);

/** How each order of dimensions becomes height, width, channels. */
const toHWC: Readonly<Record<'CHW' | 'HWC' | 'HW', { readonly ndim: number; readonly move: (x: Tensor) => Tensor }>> = {
  CHW: { ndim: 3, move: (x) => x.permute(1, 2, 0) },
  HWC: { ndim: 3, move: (x) => x },
  HW: { ndim: 2, move: (x) => x.unsqueeze(2) },
};

/** A tensor as a PNG. */
export function pictureOf(op: string, image: Tensor, format: 'CHW' | 'HWC' | 'HW'): Picture {
  const { ndim, move } = toHWC[format];
  const shape = image.ndim === ndim ? move(image).shape : [];
  const [height = 0, width = 0, channels = 0] = shape;
  if (!CHANNELS.has(channels) || height === 0 || width === 0)
    throw new ShapeError(op, `a picture is ${format} with 1, 3 or 4 channels, got [${image.shape.join(', ')}]`, {
      shapes: [image.shape],
    });
  if (!isFloatingPoint(image.dtype) && image.dtype !== 'uint8')
    throw new DTypeError(op, `pictures are uint8 or floating point, got ${image.dtype}`, { dtypes: [image.dtype] });
  const bytes = scope(() => {
    const x = move(image);
    const scaled = isFloatingPoint(x.dtype) ? x.mul(255).clamp({ min: 0, max: 255 }) : x;
    return Uint8Array.from(scaled.contiguous().toTypedArray());
  });
  return { height, width, channels, png: encode({ width, height, channels, depth: 8, data: bytes }) };
}
