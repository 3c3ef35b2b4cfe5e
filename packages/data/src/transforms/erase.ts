import { randn, slice, type Tensor, ValueError } from '@x/tensor/core';
import { checkOptions } from '../options.js';
import { drawInteger, drawUniform, happens } from './draw.js';
import { channelsOf, checkProbability, checkRange, roundEven, sizeOf } from './picture.js';
import { Transform } from './transform.js';

/** Options of `RandomErasing`. */
export interface RandomErasingOptions {
  /** How often it happens, from 0 to 1; 0.5 when omitted. */
  readonly p?: number;
  /** Share of the picture's area, from … to; `[0.02, 0.33]` when omitted. */
  readonly scale?: readonly [number, number];
  /** Height divided by width, from … to; `[0.3, 3.3]` when omitted. */
  readonly ratio?: readonly [number, number];
  /** Value of the pixels, or `'random'` for normally distributed ones; 0 when omitted. */
  readonly value?: number | 'random';
}

/** How often a rectangle is tried before the picture is left as it is. */
const TRIALS = 10;

/**
 * Sometimes erases a random rectangle: `[…, C, H, W]` → the same shape.
 *
 * @example new RandomErasing({ p: 0.25 })
 * @throws ValueError for ranges that are none.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.RandomErasing.html
 */
export class RandomErasing extends Transform {
  readonly p: number;
  readonly scale: readonly [number, number];
  readonly ratio: readonly [number, number];
  readonly value: number | 'random';

  constructor(options: RandomErasingOptions = {}) {
    super();
    checkOptions('RandomErasing', options, ['p', 'scale', 'ratio', 'value']);
    this.p = options.p ?? 0.5;
    this.scale = options.scale ?? [0.02, 0.33];
    this.ratio = options.ratio ?? [0.3, 3.3];
    this.value = options.value ?? 0;
    checkProbability('RandomErasing', this.p);
    checkRange('RandomErasing', 'scale', this.scale, 0);
    checkRange('RandomErasing', 'ratio', this.ratio, Number.MIN_VALUE);
    if (this.scale[1] > 1) throw new ValueError('RandomErasing', `scale must be from 0 to 1: ${this.scale[1]}`);
  }

  forward(image: Tensor): Tensor {
    if (!happens(this.p)) return image;
    const [height, width] = sizeOf('RandomErasing', image);
    const [lowest, highest] = this.ratio;
    for (let trial = 0; trial < TRIALS; trial++) {
      const area = height * width * drawUniform(...this.scale);
      const ratio = Math.fround(Math.exp(drawUniform(Math.fround(Math.log(lowest)), Math.fround(Math.log(highest)))));
      const h = roundEven(Math.sqrt(area * ratio));
      const w = roundEven(Math.sqrt(area / ratio));
      if (h < height && w < width) return this.#erased(image, h, w, height, width);
    }
    return image;
  }

  override toString(): string {
    const text = (range: readonly number[]): string => `(${range.join(', ')})`;
    return `RandomErasing(p=${this.p}, scale=${text(this.scale)}, ratio=${text(this.ratio)}, value=${this.value}, inplace=False)`;
  }

  #erased(image: Tensor, h: number, w: number, height: number, width: number): Tensor {
    const content = this.value === 'random' ? randn(channelsOf(image), h, w).to(image.dtype) : this.value;
    const top = drawInteger(0, height - h + 1);
    const left = drawInteger(0, width - w + 1);
    const result = image.clone();
    result.set(['...', slice(top, top + h), slice(left, left + w)], content);
    return result;
  }
}
