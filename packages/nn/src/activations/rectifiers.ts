/**
 * @file Activations that keep positive values and change the others.
 */
import * as F from '@x/functional';
import { type Tensor, ValueError } from '@x/tensor/core';
import { constant_ } from '../init/index.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from '../layers/factory.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { floatText } from '../module/text.js';
import { InplaceActivation, withInplace } from './inplace.js';

/**
 * `max(x, 0)`: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new ReLU()(tensor([-1.5, 2])) // [0, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 */
export class ReLU extends InplaceActivation {
  static readonly name: string = 'ReLU';

  constructor(options: F.InplaceOptions = {}) {
    super('ReLU', options);
  }

  override forward(input: Tensor): Tensor {
    return F.relu(input, { inplace: this.inplace });
  }
}

/**
 * `min(max(x, 0), 6)`: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new ReLU6()(tensor([-1.5, 8])) // [0, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html
 */
export class ReLU6 extends InplaceActivation {
  static readonly name: string = 'ReLU6';

  constructor(options: F.InplaceOptions = {}) {
    super('ReLU6', options);
  }

  override forward(input: Tensor): Tensor {
    return F.relu6(input, { inplace: this.inplace });
  }
}

/**
 * ELU with the constants that keep activations at mean 0 and variance 1: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new SELU()(tensor([1.5])) // [1.5761]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.SELU.html
 */
export class SELU extends InplaceActivation {
  static readonly name: string = 'SELU';

  constructor(options: F.InplaceOptions = {}) {
    super('SELU', options);
  }

  override forward(input: Tensor): Tensor {
    return F.selu(input, { inplace: this.inplace });
  }
}

/**
 * `x` where positive, `negativeSlope · x` elsewhere: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new LeakyReLU({ negativeSlope: 0.1 })(tensor([-10, 2.5])) // [-1, 2.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html
 */
export class LeakyReLU extends Module {
  static readonly name: string = 'LeakyReLU';
  readonly negativeSlope: number;
  readonly inplace: boolean;

  constructor(options: F.LeakyReluOptions = {}) {
    super();
    const { negativeSlope, inplace } = F.withDefaults('LeakyReLU', options, { negativeSlope: 0.01, inplace: false });
    this.negativeSlope = negativeSlope;
    this.inplace = inplace;
  }

  override forward(input: Tensor): Tensor {
    return F.leakyRelu(input, { negativeSlope: this.negativeSlope, inplace: this.inplace });
  }

  override extraRepr(): string {
    return withInplace([`negative_slope=${floatText(this.negativeSlope)}`], this.inplace);
  }
}

/**
 * `x` where positive, `alpha · (eˣ − 1)` elsewhere: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new ELU()(tensor([-100, 2.5])) // [-1, 2.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ELU.html
 */
export class ELU extends Module {
  static readonly name: string = 'ELU';
  readonly alpha: number;
  readonly inplace: boolean;

  constructor(options: F.EluOptions = {}) {
    super();
    const { alpha, inplace } = F.withDefaults('ELU', options, { alpha: 1, inplace: false });
    this.alpha = alpha;
    this.inplace = inplace;
  }

  override forward(input: Tensor): Tensor {
    return F.elu(input, { alpha: this.alpha, inplace: this.inplace });
  }

  override extraRepr(): string {
    return withInplace([`alpha=${floatText(this.alpha)}`], this.inplace);
  }
}

/**
 * `x` where positive, `alpha · (e^(x / alpha) − 1)` elsewhere: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new CELU({ alpha: 2 })(tensor([-100, 2.5])) // [-2, 2.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CELU.html
 */
export class CELU extends Module {
  static readonly name: string = 'CELU';
  readonly alpha: number;
  readonly inplace: boolean;

  constructor(options: F.EluOptions = {}) {
    super();
    const { alpha, inplace } = F.withDefaults('CELU', options, { alpha: 1, inplace: false });
    this.alpha = alpha;
    this.inplace = inplace;
  }

  override forward(input: Tensor): Tensor {
    return F.celu(input, { alpha: this.alpha, inplace: this.inplace });
  }

  override extraRepr(): string {
    return withInplace([`alpha=${floatText(this.alpha)}`], this.inplace);
  }
}

/**
 * `x` moved into [minVal, maxVal]: `[*] → [*]`.
 *
 * @throws ValueError unless minVal is below maxVal, or for an unknown option.
 * @example new Hardtanh()(tensor([-1.5, 0.5])) // [-1, 0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html
 */
export class Hardtanh extends Module {
  static readonly name: string = 'Hardtanh';
  readonly minVal: number;
  readonly maxVal: number;
  readonly inplace: boolean;

  constructor(options: F.HardtanhOptions = {}) {
    super();
    const { minVal, maxVal, inplace } = F.withDefaults('Hardtanh', options, { minVal: -1, maxVal: 1, inplace: false });
    if (!(minVal < maxVal)) {
      throw new ValueError('Hardtanh', `minVal must be below maxVal, got ${minVal} and ${maxVal}`, { minVal, maxVal });
    }
    this.minVal = minVal;
    this.maxVal = maxVal;
    this.inplace = inplace;
  }

  override forward(input: Tensor): Tensor {
    return F.hardtanh(input, { minVal: this.minVal, maxVal: this.maxVal, inplace: this.inplace });
  }

  override extraRepr(): string {
    return withInplace([`min_val=${floatText(this.minVal)}`, `max_val=${floatText(this.maxVal)}`], this.inplace);
  }
}

/**
 * `x` where above `threshold`, `value` elsewhere: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new Threshold(1, -1)(tensor([0.5, 2])) // [-1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html
 */
export class Threshold extends InplaceActivation {
  static readonly name: string = 'Threshold';
  readonly threshold: number;
  readonly value: number;

  constructor(threshold: number, value: number, options: F.InplaceOptions = {}) {
    super('Threshold', options);
    this.threshold = threshold;
    this.value = value;
  }

  override forward(input: Tensor): Tensor {
    return F.threshold(input, this.threshold, this.value, { inplace: this.inplace });
  }

  override extraRepr(): string {
    const parts = [`threshold=${floatText(this.threshold)}`, `value=${floatText(this.value)}`];
    return withInplace(parts, this.inplace);
  }
}

export interface PReLUOptions extends FactoryOptions {
  /** Slopes that are learned: one, or one for each channel. Default: 1. */
  readonly numParameters?: number;
  /** Their value at the start. Default: 0.25. */
  readonly init?: number;
}

/**
 * `x` where positive, `weight · x` elsewhere; the weight is learned: `[N, C, *] → [N, C, *]`.
 *
 * @throws ValueError for an unknown option.
 * @example new PReLU()(tensor([-2, 2.5])) // [-0.5, 2.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html
 */
export class PReLU extends Module {
  static readonly name: string = 'PReLU';
  readonly numParameters: number;
  weight: Parameter;

  constructor(options: PReLUOptions = {}) {
    super();
    const defaults = { numParameters: 1, init: 0.25, ...factoryDefaults() };
    const { numParameters, init, ...factory } = F.withDefaults('PReLU', options, defaults);
    this.numParameters = numParameters;
    this.weight = emptyParameter([numParameters], factory);
    constant_(this.weight, init);
  }

  override forward(input: Tensor): Tensor {
    return F.prelu(input, this.weight);
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}
