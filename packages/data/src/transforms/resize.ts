import { dispatch, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { checkOptions } from '../options.js';
import { asBatch, inFloat, pairOf, type Size, sizeOf } from './picture.js';
import { Transform } from './transform.js';

/** How pixels between others are found. */
export type Interpolation = 'nearest' | 'nearest-exact' | 'bilinear' | 'bicubic';

/** Options of transforms that change the size of pictures. */
export interface ResizeOptions {
  /** `bilinear` when omitted. */
  readonly interpolation?: Interpolation;
  /** Whether to smooth before making smaller, for `bilinear` and `bicubic`; `true` when omitted. */
  readonly antialias?: boolean;
}

const samplings: Readonly<Record<Interpolation, readonly [plain: ops.Sampling, smooth: ops.Sampling]>> = {
  nearest: ['nearest', 'nearest'],
  'nearest-exact': ['nearest-exact', 'nearest-exact'],
  bilinear: ['linear', 'linear-aa'],
  bicubic: ['cubic', 'cubic-aa'],
};

/** @throws ValueError for an unknown way to interpolate. */
export function checkInterpolation(
  op: string,
  interpolation: string,
  known: readonly string[] = Object.keys(samplings),
): void {
  if (!known.includes(interpolation))
    throw new ValueError(op, `interpolation must be one of ${known.join(', ')}: ${interpolation}`, { interpolation });
}

/** Pictures `[…, C, H, W]` in another size. */
export function resized(
  image: Tensor,
  outputSize: readonly [height: number, width: number],
  { interpolation = 'bilinear', antialias = true }: ResizeOptions,
): Tensor {
  if (sizeOf('Resize', image).join() === outputSize.join()) return image;
  const sampling = samplings[interpolation][antialias ? 1 : 0];
  const attrs = { outputSize, factors: undefined, sampling, alignCorners: false };
  return inFloat(image, (x) => asBatch(x, (batch) => dispatch(ops.upsample, [batch], attrs)[0]));
}

/** Options of `Resize`. */
export interface ResizeTransformOptions extends ResizeOptions {
  /** Most pixels of the longer side, where `size` is one number; no limit when omitted. */
  readonly maxSize?: number;
}

/**
 * Gives pictures another size: `[…, C, H, W]` → `[…, C, height, width]`.
 *
 * @param size height and width, or the length of the shorter side, to which the other one is in proportion.
 * @example new Resize([32, 32])
 * @example new Resize(256) // [3, 480, 640] → [3, 256, 341]
 * @throws ValueError for a size that is no integer above 0, or a `maxSize` that does not fit.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.Resize.html
 */
export class Resize extends Transform {
  readonly size: Size;
  readonly #options: ResizeTransformOptions;

  constructor(size: Size, options: ResizeTransformOptions = {}) {
    super();
    checkOptions('Resize', options, ['interpolation', 'antialias', 'maxSize']);
    checkInterpolation('Resize', options.interpolation ?? 'bilinear');
    const [shorter] = pairOf('Resize', size);
    const { maxSize } = options;
    if (maxSize !== undefined && (typeof size !== 'number' || !Number.isInteger(maxSize) || maxSize <= shorter))
      throw new ValueError(
        'Resize',
        `maxSize goes with one number and must be an integer above it: ${maxSize} and ${String(size)}`,
        {
          size,
          maxSize,
        },
      );
    this.size = size;
    this.#options = options;
  }

  forward(image: Tensor): Tensor {
    return resized(image, this.#target(sizeOf('Resize', image)), this.#options);
  }

  override batch(images: Tensor): Tensor {
    return this.forward(images);
  }

  override toString(): string {
    const { interpolation = 'bilinear', antialias = true, maxSize } = this.#options;
    const size = typeof this.size === 'number' ? this.size : `[${this.size.join(', ')}]`;
    return `Resize(size=${size}, interpolation=${interpolation}, max_size=${maxSize ?? 'None'}, antialias=${antialias ? 'True' : 'False'})`;
  }

  #target([height, width]: readonly [number, number]): readonly [number, number] {
    const { size } = this;
    if (typeof size !== 'number') return size;
    const [short, long] = height < width ? [height, width] : [width, height];
    const { maxSize = Infinity } = this.#options;
    const wanted = Math.trunc((size * long) / short);
    const [newShort, newLong] = wanted > maxSize ? [Math.trunc((maxSize * size) / wanted), maxSize] : [size, wanted];
    return height < width ? [newShort, newLong] : [newLong, newShort];
  }
}
