import type { Tensor } from '@x/tensor/core';
import { Transform } from './transform.js';

/**
 * A function of your own as a transform.
 *
 * @example new Lambda((image) => image.flip([-1]))
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.Lambda.html
 */
export class Lambda extends Transform {
  readonly lambd: (image: Tensor) => Tensor;

  constructor(lambd: (image: Tensor) => Tensor) {
    super();
    this.lambd = lambd;
  }

  forward(image: Tensor): Tensor {
    return this.lambd(image);
  }
}

/**
 * Several transforms, one after the other.
 *
 * @example new Compose([new ToTensor(), new Normalize([0.1307], [0.3081]), new Pad(2)])
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.Compose.html
 */
export class Compose extends Transform {
  readonly transforms: readonly Transform[];

  constructor(transforms: readonly ((image: Tensor) => Tensor)[]) {
    super();
    this.transforms = transforms.map((fn) => (fn instanceof Transform ? fn : new Lambda(fn)));
  }

  forward(image: Tensor): Tensor {
    return this.transforms.reduce((result, transform) => transform(result), image);
  }

  override batch(images: Tensor): Tensor {
    return this.transforms.reduce((result, transform) => transform.batch(result), images);
  }

  override toString(): string {
    return ['Compose(', ...this.transforms.map((transform) => `    ${transform.toString()}`), ')'].join('\n');
  }
}
