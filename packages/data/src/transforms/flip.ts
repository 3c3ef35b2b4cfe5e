import { flip, type Tensor } from '@x/tensor/core';
import { checkOptions } from '../options.js';
import { happens } from './draw.js';
import { checkProbability } from './picture.js';
import { Transform } from './transform.js';

/** Options of transforms that happen or do not. */
export interface ProbabilityOptions {
  /** How often they happen, from 0 to 1; 0.5 when omitted. */
  readonly p?: number;
}

abstract class RandomFlip extends Transform {
  readonly p: number;
  /** Dimension that is turned round. */
  protected abstract readonly dim: number;

  constructor(options: ProbabilityOptions = {}) {
    super();
    checkOptions(new.target.name, options, ['p']);
    this.p = options.p ?? 0.5;
    checkProbability(new.target.name, this.p);
  }

  forward(image: Tensor): Tensor {
    return happens(this.p) ? flip(image, [this.dim]) : image;
  }

  override toString(): string {
    return `${this.constructor.name}(p=${this.p})`;
  }
}

/**
 * Sometimes swaps left and right: `[…, H, W]` → the same shape.
 *
 * @example new RandomHorizontalFlip()
 * @throws ValueError unless `p` is from 0 to 1.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.RandomHorizontalFlip.html
 */
export class RandomHorizontalFlip extends RandomFlip {
  protected readonly dim: number = -1;
}

/**
 * Sometimes swaps top and bottom: `[…, H, W]` → the same shape.
 *
 * @example new RandomVerticalFlip({ p: 0.1 })
 * @throws ValueError unless `p` is from 0 to 1.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.RandomVerticalFlip.html
 */
export class RandomVerticalFlip extends RandomFlip {
  protected readonly dim: number = -2;
}
