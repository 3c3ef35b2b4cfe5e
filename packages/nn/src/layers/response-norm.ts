/**
 * @file Normalisation by neighbouring channels.
 */
import * as F from '@x/functional';
import { ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { floatText, valueText } from '../module/text.js';

/** Base of both forms. */
abstract class ResponseNorm extends Module {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;

  constructor(op: string, size: number, options: F.LocalResponseNormOptions) {
    super();
    const { alpha, beta, k } = F.withDefaults(op, options, { alpha: 1e-4, beta: 0.75, k: 1 });
    if (!Number.isInteger(size) || size < 1) {
      throw new ValueError(op, `size must be a positive integer, got ${size}`, { size });
    }
    this.size = size;
    this.alpha = alpha;
    this.beta = beta;
    this.k = k;
  }

  /** `k` as PyTorch writes it: the default is a float in one of the layers and an int in the other. */
  protected abstract offsetText(): string;

  override extraRepr(): string {
    const { size, alpha, beta } = this;
    return `${size}, alpha=${floatText(alpha)}, beta=${floatText(beta)}, k=${this.offsetText()}`;
  }
}

/**
 * Each value divided by `(k + alpha · m)^beta`, with m the mean square of `size` channels around it: `[N, C, *] → [N, C, *]`.
 *
 * @throws ValueError for a size or option that does not exist or fit; called, ShapeError for fewer than 3 dimensions.
 * @example new LocalResponseNorm(2)(randn(2, 5, 4, 4)).shape // [2, 5, 4, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html
 */
export class LocalResponseNorm extends ResponseNorm {
  static readonly name: string = 'LocalResponseNorm';

  constructor(size: number, options: F.LocalResponseNormOptions = {}) {
    super('LocalResponseNorm', size, options);
  }

  override forward(input: Tensor): Tensor {
    const { size, alpha, beta, k } = this;
    return F.localResponseNorm(input, size, { alpha, beta, k });
  }

  protected override offsetText(): string {
    return floatText(this.k);
  }
}

/**
 * As `LocalResponseNorm`, for pictures, with windows of `2 ⌊(size − 1) / 2⌋ + 1` channels; the first channel counts for all channels
 * behind it too, as in PyTorch: `[N, C, H, W] → [N, C, H, W]`. The gradient is that of this formula, which PyTorch's is not.
 *
 * @throws ValueError for a size or option that does not exist or fit; called, ShapeError for another number of dimensions.
 * @example new CrossMapLRN2d(3)(randn(2, 5, 4, 4)).shape // [2, 5, 4, 4]
 */
export class CrossMapLRN2d extends ResponseNorm {
  static readonly name: string = 'CrossMapLRN2d';

  constructor(size: number, options: F.LocalResponseNormOptions = {}) {
    super('CrossMapLRN2d', size, options);
  }

  override forward(input: Tensor): Tensor {
    const { size, alpha, beta, k } = this;
    if (input.ndim !== 4) {
      throw new ShapeError('CrossMapLRN2d', `expected an input [N, C, H, W], got ${shapeText(input.shape)}`, {
        shapes: [input.shape],
      });
    }
    const around = Math.floor((size - 1) / 2);
    const squares = input.square();
    const first = squares.narrow(1, 0, 1);
    const others = F.pad(squares.narrow(1, 1, input.size(1) - 1), [0, 0, 0, 0, around + 1, around]);
    const sums = others
      .unfold(1, 2 * around + 1, 1)
      .sum(-1)
      .add(first);
    return input.mul(
      sums
        .mul(alpha / size)
        .add(k)
        .pow(-beta),
    );
  }

  protected override offsetText(): string {
    return valueText(this.k);
  }
}
