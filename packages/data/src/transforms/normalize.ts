import { DTypeError, ShapeError, type Tensor, tensor, ValueError } from '@x/tensor/core';
import { Transform } from './transform.js';

/**
 * Subtracts a mean from each channel and divides by a standard deviation: `[…, C, H, W]` → the same shape.
 *
 * @param mean one value per channel, or one for all.
 * @param std likewise.
 * @example new Normalize([0.1307], [0.3081])
 * @throws ValueError when a standard deviation is 0 or the lists are empty, ShapeError when the channels do not fit,
 *   DTypeError for pictures that are not floating point.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.Normalize.html
 */
export class Normalize extends Transform {
  readonly mean: readonly number[];
  readonly std: readonly number[];

  constructor(mean: readonly number[], std: readonly number[]) {
    super();
    if (mean.length === 0 || std.length === 0)
      throw new ValueError('Normalize', 'mean and std need at least one value each', { mean, std });
    if (!std.every((value) => value !== 0 && Number.isFinite(value)) || !mean.every(Number.isFinite))
      throw new ValueError(
        'Normalize',
        `mean must be finite, std finite and not 0: [${mean.join()}] and [${std.join()}]`,
        {
          mean,
          std,
        },
      );
    this.mean = mean;
    this.std = std;
  }

  forward(image: Tensor): Tensor {
    if (image.dtype !== 'float32' && image.dtype !== 'float64')
      throw new DTypeError('Normalize', `expected a floating-point picture, got ${image.dtype} (ToTensor makes one)`, {
        dtypes: [image.dtype],
      });
    const channels = image.shape.at(-3);
    if (channels === undefined)
      throw new ShapeError('Normalize', `expected pictures […, C, H, W], got [${image.shape.join(', ')}]`, {
        shapes: [image.shape],
      });
    return image.sub(this.#perChannel(this.mean, image, channels)).div(this.#perChannel(this.std, image, channels));
  }

  override batch(images: Tensor): Tensor {
    return this.forward(images);
  }

  override toString(): string {
    return `Normalize(mean=[${this.mean.join(', ')}], std=[${this.std.join(', ')}])`;
  }

  #perChannel(values: readonly number[], { dtype, device, shape }: Tensor, channels: number): Tensor {
    if (values.length !== 1 && values.length !== channels)
      throw new ShapeError(
        'Normalize',
        `${values.length} values for the ${channels} channels of [${shape.join(', ')}]`,
        { shapes: [shape] },
      );
    return tensor(values, { dtype, device }).view(values.length, 1, 1);
  }
}
