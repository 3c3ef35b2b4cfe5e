/**
 * @file Softmax and its kin.
 */
import * as F from '@x/functional';
import { ShapeError, shapeText, type Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';

/** Base of activations along one dimension. */
abstract class AlongDim extends Module {
  readonly dim: number;

  constructor(dim: number) {
    super();
    this.dim = dim;
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/**
 * `eˣ / Σ eˣ` along a dimension: `[*] → [*]`.
 *
 * @example new Softmax(1)(randn(2, 10)).sum(1) // [1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html
 */
export class Softmax extends AlongDim {
  static readonly name: string = 'Softmax';

  override forward(input: Tensor): Tensor {
    return F.softmax(input, this.dim);
  }
}

/**
 * `x − log Σ eˣ` along a dimension: `[*] → [*]`.
 *
 * @example new LogSoftmax(0)(tensor([0.5, 0.5])) // [-0.6931, -0.6931]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
 */
export class LogSoftmax extends AlongDim {
  static readonly name: string = 'LogSoftmax';

  override forward(input: Tensor): Tensor {
    return F.logSoftmax(input, this.dim);
  }
}

/**
 * The softmax of −x along a dimension: `[*] → [*]`.
 *
 * @example new Softmin(0)(tensor([0.5, 0.5])) // [0.5, 0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html
 */
export class Softmin extends AlongDim {
  static readonly name: string = 'Softmin';

  override forward(input: Tensor): Tensor {
    return F.softmin(input, this.dim);
  }
}

/**
 * Softmax over the channels of each place: `[N, C, H, W] → [N, C, H, W]`; N may be missing.
 *
 * @throws ShapeError, called, for another number of dimensions.
 * @example new Softmax2d()(zeros(2, 1, 1)) // [[[0.5]], [[0.5]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softmax2d.html
 */
export class Softmax2d extends Module {
  static readonly name: string = 'Softmax2d';

  override forward(input: Tensor): Tensor {
    if (input.ndim === 3 || input.ndim === 4) return F.softmax(input, -3);
    throw new ShapeError('Softmax2d', `expected an input [N, C, H, W] or [C, H, W], got ${shapeText(input.shape)}`, {
      shapes: [input.shape],
    });
  }
}
