/**
 * @file Tensors from and to what programs around hold: iterables, pixels, messages to workers.
 */
import { tensor } from '../create.js';
import { type DType, hostArray, type TypedArray } from '../dtype.js';
import { DTypeError, ShapeError } from '../errors.js';
import type { Shape } from '../layout.js';
import type { NestedData } from '../nested.js';
import type { TensorOptions } from '../options.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

/**
 * A tensor of the items of an iterable (a set, a generator, the values of a map), each a number or nested array.
 *
 * @throws ShapeError when items differ in length, ValueError for what is no number.
 * @example fromIterable(new Set([3, 1, 3])) // [3, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.tensor.html
 */
export function fromIterable(items: Iterable<NestedData>, options: TensorOptions = {}): Tensor {
  return tensor([...items], options);
}

/** Pixels as browsers hold them: the parts of `ImageData` that are needed, so that other sources do as well. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly data: Uint8ClampedArray | Uint8Array;
}

/**
 * The pixels of an `ImageData`: `→ uint8 [height, width, 4]`, red, green, blue and alpha in the last dimension.
 *
 * @throws ShapeError when the data are not width · height · 4 bytes.
 * @example fromImageData({ width: 1, height: 1, data: new Uint8Array([255, 0, 0, 255]) }) // [[[255, 0, 0, 255]]]
 */
export function fromImageData(image: Pixels, options: TensorOptions = {}): Tensor {
  const shape = [image.height, image.width, 4];
  if (image.data.length !== image.height * image.width * 4) {
    throw new ShapeError('fromImageData', `${image.data.length} bytes are no pixels of shape ${shapeText(shape)}`, {
      shapes: [[image.data.length], shape],
    });
  }
  return tensor(image.data, options).view(shape);
}

/**
 * Pixels for an `ImageData`: `uint8 [height, width, 4] → { width, height, data }`; `[height, width, 3]` and `[height, width]` become
 * opaque, the latter grey.
 *
 * @throws DTypeError unless uint8, ShapeError for other shapes.
 * @example toImageData(tensor([[128]], { dtype: 'uint8' })).data.join() // '128,128,128,255'
 */
export function toImageData(self: Tensor): { width: number; height: number; data: Uint8ClampedArray } {
  if (self.dtype !== 'uint8')
    throw new DTypeError('toImageData', `needs uint8, got ${self.dtype}; use x.mul(255).to('uint8')`, {
      dtypes: [self.dtype],
    });
  const channels = self.ndim === 2 ? 1 : (self.shape[2] ?? 0);
  if ((self.ndim !== 2 && self.ndim !== 3) || (channels !== 1 && channels !== 3 && channels !== 4)) {
    throw new ShapeError(
      'toImageData',
      `needs [height, width], or with 1, 3 or 4 channels behind, got ${shapeText(self.shape)}`,
      {
        shapes: [self.shape],
      },
    );
  }
  const [height, width] = [self.shape[0]!, self.shape[1]!];
  const from = self.detach().toTypedArray();
  const data = new Uint8ClampedArray(height * width * 4).fill(255);
  for (let i = 0; i < height * width; i++)
    for (let c = 0; c < Math.max(channels, 3); c++) data[4 * i + c] = from[i * channels + (channels === 1 ? 0 : c)]!;
  return { width, height, data };
}

/** A tensor as plain data, which `structuredClone` and `postMessage` take. */
export interface TensorMessage {
  readonly dtype: DType;
  readonly shape: Shape;
  /** The elements in row-major order; `data.buffer` may be transferred. */
  readonly data: TypedArray;
}

/**
 * A tensor as plain data for another thread: `worker.postMessage(message, [message.data.buffer])`.
 *
 * @example toMessage(tensor([1, 2])).shape // [2]
 */
export function toMessage(self: Tensor): TensorMessage {
  return { dtype: self.dtype, shape: self.shape, data: self.detach().toTypedArray() };
}

/**
 * The tensor that `toMessage` took apart.
 *
 * @throws ShapeError when the shape does not fit the data.
 * @example fromMessage(toMessage(tensor([[1, 2]]))) // [[1, 2]]
 */
export function fromMessage({ dtype, shape, data }: TensorMessage, options: TensorOptions = {}): Tensor {
  const host = hostArray(dtype, data.length);
  host.set(data);
  return tensor(host, { ...options, dtype }).reshape(shape);
}
