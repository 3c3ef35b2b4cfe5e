import { ShapeError, slice, type Tensor } from '@x/tensor/core';
import { checkOptions } from '../options.js';
import { drawInteger, drawUniform } from './draw.js';
import { Pad, type Padding } from './pad.js';
import { checkRange, pairOf, roundEven, type Size, sizeOf } from './picture.js';
import { checkInterpolation, resized, type ResizeOptions } from './resize.js';
import { Transform } from './transform.js';

/** A part of pictures `[…, H, W]`. */
export function cropped(image: Tensor, top: number, left: number, height: number, width: number): Tensor {
  return image.get('...', slice(top, top + height), slice(left, left + width));
}

const text = (size: readonly number[]): string => `(${size.join(', ')})`;

/**
 * The middle of pictures: `[…, H, W]` → `[…, height, width]`; smaller ones get zeros around them.
 *
 * @example new CenterCrop(224)
 * @throws ValueError for a size that is no integer above 0.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.CenterCrop.html
 */
export class CenterCrop extends Transform {
  readonly size: readonly [height: number, width: number];

  constructor(size: Size) {
    super();
    this.size = pairOf('CenterCrop', size);
  }

  forward(image: Tensor): Tensor {
    const [height, width] = this.size;
    const [h, w] = sizeOf('CenterCrop', image);
    const missing = (wanted: number, there: number): readonly [number, number] =>
      wanted > there ? [Math.floor((wanted - there) / 2), Math.floor((wanted - there + 1) / 2)] : [0, 0];
    const [left, right] = missing(width, w);
    const [top, bottom] = missing(height, h);
    const large = left + right + top + bottom > 0 ? new Pad([left, top, right, bottom])(image) : image;
    const [paddedHeight, paddedWidth] = sizeOf('CenterCrop', large);
    return cropped(large, roundEven((paddedHeight - height) / 2), roundEven((paddedWidth - width) / 2), height, width);
  }

  override batch(images: Tensor): Tensor {
    return this.forward(images);
  }

  override toString(): string {
    return `CenterCrop(size=${text(this.size)})`;
  }
}

/** Options of `RandomCrop`. */
export interface RandomCropOptions {
  /** Pixels to add before; none when omitted. */
  readonly padding?: Padding;
  /** Whether to add pixels to pictures that are too small; `false` when omitted. */
  readonly padIfNeeded?: boolean;
  /** Value of the added pixels; 0 when omitted. */
  readonly fill?: number;
}

/**
 * A random part of a picture: `[…, H, W]` → `[…, height, width]`.
 *
 * @example new RandomCrop(32, { padding: 4 })
 * @throws ValueError for a size that is no integer above 0, ShapeError for a picture that is smaller than it.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.RandomCrop.html
 */
export class RandomCrop extends Transform {
  readonly size: readonly [height: number, width: number];
  readonly padding: Padding | undefined;
  readonly padIfNeeded: boolean;
  readonly fill: number;

  constructor(size: Size, options: RandomCropOptions = {}) {
    super();
    checkOptions('RandomCrop', options, ['padding', 'padIfNeeded', 'fill']);
    this.size = pairOf('RandomCrop', size);
    this.padding = options.padding;
    this.padIfNeeded = options.padIfNeeded ?? false;
    this.fill = options.fill ?? 0;
  }

  forward(image: Tensor): Tensor {
    const [height, width] = this.size;
    const large = this.#enlarged(image);
    const [h, w] = sizeOf('RandomCrop', large);
    if (h < height || w < width)
      throw new ShapeError(
        'RandomCrop',
        `a picture of ${text([h, w])} is smaller than the crop ${text(this.size)} (padIfNeeded)`,
        {
          shapes: [image.shape],
        },
      );
    if (h === height && w === width) return large;
    const top = drawInteger(0, h - height + 1);
    const left = drawInteger(0, w - width + 1);
    return cropped(large, top, left, height, width);
  }

  override toString(): string {
    const padding = this.padding === undefined ? 'None' : String(this.padding);
    return `RandomCrop(size=${text(this.size)}, padding=${padding})`;
  }

  #enlarged(image: Tensor): Tensor {
    const { fill } = this;
    const [height, width] = this.size;
    let result = this.padding === undefined ? image : new Pad(this.padding, { fill })(image);
    if (!this.padIfNeeded) return result;
    const [, w] = sizeOf('RandomCrop', result);
    if (w < width) result = new Pad([width - w, 0], { fill })(result);
    const [h] = sizeOf('RandomCrop', result);
    return h < height ? new Pad([0, height - h], { fill })(result) : result;
  }
}

/** Options of `RandomResizedCrop`. */
export interface RandomResizedCropOptions extends ResizeOptions {
  /** Share of the picture's area, from … to; `[0.08, 1]` when omitted. */
  readonly scale?: readonly [number, number];
  /** Width divided by height, from … to; `[3 / 4, 4 / 3]` when omitted. */
  readonly ratio?: readonly [number, number];
}

/** How often a random part is tried before the middle is taken. */
const TRIALS = 10;

/**
 * A random part of random size and shape, in another size: `[…, C, H, W]` → `[…, C, height, width]`.
 *
 * @example new RandomResizedCrop(224)
 * @throws ValueError for a size that is no integer above 0, or ranges that are none.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.RandomResizedCrop.html
 */
export class RandomResizedCrop extends Transform {
  readonly size: readonly [height: number, width: number];
  readonly scale: readonly [number, number];
  readonly ratio: readonly [number, number];
  readonly #resize: ResizeOptions;

  constructor(size: Size, { scale = [0.08, 1], ratio = [3 / 4, 4 / 3], ...resize }: RandomResizedCropOptions = {}) {
    super();
    checkOptions('RandomResizedCrop', resize, ['interpolation', 'antialias']);
    checkInterpolation('RandomResizedCrop', resize.interpolation ?? 'bilinear');
    checkRange('RandomResizedCrop', 'scale', scale, 0);
    checkRange('RandomResizedCrop', 'ratio', ratio, Number.MIN_VALUE);
    this.size = pairOf('RandomResizedCrop', size);
    this.scale = scale;
    this.ratio = ratio;
    this.#resize = resize;
  }

  forward(image: Tensor): Tensor {
    return resized(cropped(image, ...this.#part(sizeOf('RandomResizedCrop', image))), this.size, this.#resize);
  }

  override toString(): string {
    const digits = (range: readonly number[]): string => text(range.map((x) => Number(x.toFixed(4))));
    return `RandomResizedCrop(size=${text(this.size)}, scale=${digits(this.scale)}, ratio=${digits(this.ratio)}, interpolation=${this.#resize.interpolation ?? 'bilinear'})`;
  }

  #part([height, width]: readonly [number, number]): [top: number, left: number, height: number, width: number] {
    const [lowest, highest] = this.ratio;
    for (let trial = 0; trial < TRIALS; trial++) {
      const area = height * width * drawUniform(...this.scale);
      const ratio = Math.fround(Math.exp(drawUniform(Math.fround(Math.log(lowest)), Math.fround(Math.log(highest)))));
      const w = roundEven(Math.sqrt(area * ratio));
      const h = roundEven(Math.sqrt(area / ratio));
      if (w > 0 && w <= width && h > 0 && h <= height)
        return [drawInteger(0, height - h + 1), drawInteger(0, width - w + 1), h, w];
    }
    const [h, w] = this.#fallback(height, width);
    return [Math.floor((height - h) / 2), Math.floor((width - w) / 2), h, w];
  }

  /** As much of the picture as the ratios allow. */
  #fallback(height: number, width: number): readonly [number, number] {
    const [lowest, highest] = this.ratio;
    if (width / height < lowest) return [roundEven(width / lowest), width];
    if (width / height > highest) return [height, roundEven(height * highest)];
    return [height, width];
  }
}
