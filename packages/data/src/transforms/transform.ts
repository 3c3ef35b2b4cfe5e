import { stack, type Tensor } from '@x/tensor/core';

/**
 * A change of pictures that is called like a function: `transform(image)`.
 *
 * Subclasses define `forward` for one picture, and `batch` where several at once go faster.
 *
 * @example
 * ```ts
 * class Invert extends Transform {
 *   forward(image: Tensor): Tensor {
 *     return image.neg().add(1);
 *   }
 * }
 * const invert = new Invert();
 * invert(image);
 * ```
 * @see https://pytorch.org/vision/stable/transforms.html
 */
export abstract class Transform {
  constructor() {
    const call = (image: Tensor): Tensor => transform.forward(image);
    const transform: this = Object.setPrototypeOf(call, new.target.prototype);
    return transform;
  }

  /** Changes one picture. */
  abstract forward(image: Tensor): Tensor;

  /**
   * Changes N pictures at once: the same values as stacking what `forward` makes of each.
   *
   * @param images `[N, …]`, each `[…]` what `forward` takes.
   */
  batch(images: Tensor): Tensor {
    return stack(
      images.unbind(0).map((image) => this.forward(image)),
      0,
    );
  }

  /** The transform with its settings, as torchvision prints it. */
  toString(): string {
    return `${this.constructor.name}()`;
  }
}

// What Node's console.log shows.
Object.defineProperty(Transform.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Transform): string {
    return this.toString();
  },
});

/** A transform is called with a picture. */
export interface Transform {
  (image: Tensor): Tensor;
}
