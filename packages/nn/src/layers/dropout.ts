/**
 * @file Zeros at random places while training.
 */
import * as F from '@x/functional';
import { type Tensor, ValueError } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { floatText, valueText } from '../module/text.js';

export interface DropoutOptions {
  /** Probability of becoming zero. Default: 0.5. */
  readonly p?: number;
  /** Put the result into the input instead of a new tensor. Default: false. */
  readonly inplace?: boolean;
}

/** What all kinds of dropout share. */
abstract class DropoutNd extends Module {
  readonly p: number;
  readonly inplace: boolean;

  constructor(op: string, options: DropoutOptions) {
    super();
    const { p, inplace } = F.withDefaults(op, options, { p: 0.5, inplace: false });
    if (!(p >= 0 && p <= 1)) throw new ValueError(op, `p has to be between 0 and 1, got ${p}`, { p });
    this.p = p;
    this.inplace = inplace;
  }

  override extraRepr(): string {
    return `p=${floatText(this.p)}, inplace=${valueText(this.inplace)}`;
  }
}

/**
 * While training, elements become zero with probability p and the others are scaled by 1 / (1 − p): `[*] → [*]`.
 *
 * @throws ValueError when p is not in [0, 1] or for an unknown option.
 * @example new Dropout({ p: 0.2 })(randn(20, 16))
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 */
export class Dropout extends DropoutNd {
  static readonly name: string = 'Dropout';

  constructor(options: DropoutOptions = {}) {
    super('Dropout', options);
  }

  override forward(input: Tensor): Tensor {
    const { p, training, inplace } = this;
    return F.dropout(input, { p, training, inplace });
  }
}

/**
 * While training, whole channels become zero with probability p: `[N, C, L] → [N, C, L]`; N may be missing.
 *
 * @throws ValueError when p is not in [0, 1] or for an unknown option.
 * @example new Dropout1d({ p: 0.2 })(randn(20, 16, 32)).shape // [20, 16, 32]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout1d.html
 */
export class Dropout1d extends DropoutNd {
  static readonly name: string = 'Dropout1d';

  constructor(options: DropoutOptions = {}) {
    super('Dropout1d', options);
  }

  override forward(input: Tensor): Tensor {
    const { p, training, inplace } = this;
    return F.dropout1d(input, { p, training, inplace });
  }
}

/**
 * While training, whole channels become zero with probability p: `[N, C, H, W] → [N, C, H, W]`.
 *
 * @throws ValueError when p is not in [0, 1] or for an unknown option.
 * @example new Dropout2d({ p: 0.2 })(randn(20, 16, 32, 32)).shape // [20, 16, 32, 32]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html
 */
export class Dropout2d extends DropoutNd {
  static readonly name: string = 'Dropout2d';

  constructor(options: DropoutOptions = {}) {
    super('Dropout2d', options);
  }

  override forward(input: Tensor): Tensor {
    const { p, training, inplace } = this;
    return F.dropout2d(input, { p, training, inplace });
  }
}

/**
 * Dropout that keeps mean and variance of what SELU gives: `[*] → [*]`.
 *
 * @throws ValueError when p is not in [0, 1] or for an unknown option.
 * @example new AlphaDropout({ p: 0.2 })(randn(20, 16)).shape // [20, 16]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AlphaDropout.html
 */
export class AlphaDropout extends DropoutNd {
  static readonly name: string = 'AlphaDropout';

  constructor(options: DropoutOptions = {}) {
    super('AlphaDropout', options);
  }

  override forward(input: Tensor): Tensor {
    const { p, training, inplace } = this;
    return F.alphaDropout(input, { p, training, inplace });
  }
}

/**
 * Whole volumes become zero with probability p while training; the others grow by 1 / (1 − p): `[N, C, D, H, W] → the same`; N may
 * be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new Dropout3d({ p: 0.25 })(randn(2, 3, 4, 4, 4)).shape // [2, 3, 4, 4, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Dropout3d.html
 */
export class Dropout3d extends DropoutNd {
  static readonly name: string = 'Dropout3d';

  constructor(options: DropoutOptions = {}) {
    super('Dropout3d', options);
  }

  override forward(input: Tensor): Tensor {
    const { p, training, inplace } = this;
    return F.dropout3d(input, { p, training, inplace });
  }
}

/**
 * Whole channels take SELU's lowest value with probability p while training, so that mean and variance stay:
 * `[N, C, *] → [N, C, *]`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new FeatureAlphaDropout({ p: 0.25 })(randn(2, 3, 4)).shape // [2, 3, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.FeatureAlphaDropout.html
 */
export class FeatureAlphaDropout extends DropoutNd {
  static readonly name: string = 'FeatureAlphaDropout';

  constructor(options: DropoutOptions = {}) {
    super('FeatureAlphaDropout', options);
  }

  override forward(input: Tensor): Tensor {
    const { p, training, inplace } = this;
    return F.featureAlphaDropout(input, { p, training, inplace });
  }
}
