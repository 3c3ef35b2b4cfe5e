/**
 * @file Activations with random slopes.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { floatText } from '../module/text.js';
import { withInplace } from './inplace.js';

export type RReLUOptions = Omit<F.RreluOptions, 'training'>;

/**
 * `x` where positive, `a · x` elsewhere, with a slope drawn from [lower, upper] for each element while training, and their middle in
 * evaluation: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option; called, when lower is above upper.
 * @example new RReLU({ lower: 0.5, upper: 0.5 })(tensor([-2, 2.5])) // [-1, 2.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.RReLU.html
 * @see https://arxiv.org/abs/1505.00853
 */
export class RReLU extends Module {
  static readonly name: string = 'RReLU';
  readonly lower: number;
  readonly upper: number;
  readonly inplace: boolean;

  constructor(options: RReLUOptions = {}) {
    super();
    const defaults: Required<RReLUOptions> = { lower: 1 / 8, upper: 1 / 3, inplace: false };
    const { lower, upper, inplace } = F.withDefaults('RReLU', options, defaults);
    this.lower = lower;
    this.upper = upper;
    this.inplace = inplace;
  }

  override forward(input: Tensor): Tensor {
    const { lower, upper, training, inplace } = this;
    return F.rrelu(input, { lower, upper, training, inplace });
  }

  override extraRepr(): string {
    return withInplace([`lower=${floatText(this.lower)}`, `upper=${floatText(this.upper)}`], this.inplace);
  }
}
