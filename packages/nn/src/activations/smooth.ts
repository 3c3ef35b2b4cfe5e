/**
 * @file Activations without a kink.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';
import { InplaceActivation } from './inplace.js';

/**
 * `1 / (1 + e⁻ˣ)`: `[*] → [*]`.
 *
 * @example new Sigmoid()(tensor([0.0])) // [0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
 */
export class Sigmoid extends Module {
  static readonly name: string = 'Sigmoid';

  override forward(input: Tensor): Tensor {
    return F.sigmoid(input);
  }
}

/**
 * The hyperbolic tangent: `[*] → [*]`.
 *
 * @example new Tanh()(tensor([0, 100.5])) // [0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html
 */
export class Tanh extends Module {
  static readonly name: string = 'Tanh';

  override forward(input: Tensor): Tensor {
    return F.tanh(input);
  }
}

/**
 * `log(sigmoid(x))`: `[*] → [*]`.
 *
 * @example new LogSigmoid()(tensor([0.5])) // [-0.4741]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html
 */
export class LogSigmoid extends Module {
  static readonly name: string = 'LogSigmoid';

  override forward(input: Tensor): Tensor {
    return F.logsigmoid(input);
  }
}

/**
 * `x / (1 + |x|)`: `[*] → [*]`.
 *
 * @example new Softsign()(tensor([-1, 3.0])) // [-0.5, 0.75]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softsign.html
 */
export class Softsign extends Module {
  static readonly name: string = 'Softsign';

  override forward(input: Tensor): Tensor {
    return F.softsign(input);
  }
}

/**
 * `x − tanh(x)`: `[*] → [*]`.
 *
 * @example new Tanhshrink()(tensor([0.5])) // [0.0379]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html
 */
export class Tanhshrink extends Module {
  static readonly name: string = 'Tanhshrink';

  override forward(input: Tensor): Tensor {
    return F.tanhshrink(input);
  }
}

/**
 * `x · sigmoid(x)`: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new SiLU()(tensor([0.5])) // [0.3112]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html
 */
export class SiLU extends InplaceActivation {
  static readonly name: string = 'SiLU';

  constructor(options: F.InplaceOptions = {}) {
    super('SiLU', options);
  }

  override forward(input: Tensor): Tensor {
    return F.silu(input, { inplace: this.inplace });
  }
}

/**
 * `x · tanh(softplus(x))`: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new Mish()(tensor([0.5])) // [0.3752]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Mish.html
 */
export class Mish extends InplaceActivation {
  static readonly name: string = 'Mish';

  constructor(options: F.InplaceOptions = {}) {
    super('Mish', options);
  }

  override forward(input: Tensor): Tensor {
    return F.mish(input, { inplace: this.inplace });
  }
}

/**
 * `x · Φ(x)`, Φ being the normal distribution function: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new GELU()(tensor([0.5])) // [0.3457]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GELU.html
 */
export class GELU extends Module {
  static readonly name: string = 'GELU';
  readonly approximate: 'none' | 'tanh';

  constructor(options: F.GeluOptions = {}) {
    super();
    const { approximate } = F.withDefaults('GELU', options, { approximate: 'none' });
    this.approximate = approximate;
  }

  override forward(input: Tensor): Tensor {
    return F.gelu(input, { approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}

/**
 * `log(1 + e^(beta · x)) / beta`, and x itself where `beta · x` is above the threshold: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new Softplus()(tensor([0.5, 100])) // [0.9741, 100]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html
 */
export class Softplus extends Module {
  static readonly name: string = 'Softplus';
  readonly beta: number;
  readonly threshold: number;

  constructor(options: F.SoftplusOptions = {}) {
    super();
    const { beta, threshold } = F.withDefaults('Softplus', options, { beta: 1, threshold: 20 });
    this.beta = beta;
    this.threshold = threshold;
  }

  override forward(input: Tensor): Tensor {
    return F.softplus(input, { beta: this.beta, threshold: this.threshold });
  }

  override extraRepr(): string {
    return `beta=${valueText(this.beta)}, threshold=${valueText(this.threshold)}`;
  }
}
