/**
 * @file Linear and bilinear maps.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { kaimingUniform_, uniform_ } from '../init/index.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { valueText } from '../module/text.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from './factory.js';

export interface LinearOptions extends FactoryOptions {
  /** Whether there is a bias. Default: true. */
  readonly bias?: boolean;
}

/**
 * `x · weightᵀ + bias`: `[*, inFeatures] → [*, outFeatures]`.
 *
 * `weight [outFeatures, inFeatures]` and `bias [outFeatures]` start uniform in ±1/√inFeatures.
 * @throws ValueError for an unknown option.
 * @example new Linear(20, 30)(randn(128, 20)).shape // [128, 30]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Linear.html
 */
export class Linear extends Module {
  static readonly name: string = 'Linear';
  readonly inFeatures: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    const { bias, ...factory } = F.withDefaults('Linear', options, { bias: true, ...factoryDefaults() });
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = emptyParameter([outFeatures, inFeatures], factory);
    this.bias = bias ? emptyParameter([outFeatures], factory) : null;
    this.resetParameters();
  }

  /** Draws new initial values. */
  resetParameters(): void {
    kaimingUniform_(this.weight, { a: Math.sqrt(5) });
    if (!this.bias) return;
    const bound = this.inFeatures > 0 ? 1 / Math.sqrt(this.inFeatures) : 0;
    uniform_(this.bias, { a: -bound, b: bound });
  }

  override forward(input: Tensor): Tensor {
    return F.linear(input, this.weight, { bias: this.bias });
  }

  override extraRepr(): string {
    const bias = valueText(this.bias !== null);
    return `in_features=${this.inFeatures}, out_features=${this.outFeatures}, bias=${bias}`;
  }
}

/**
 * `x1ᵀ · weight[k] · x2 + bias[k]` for each k: `[*, in1Features], [*, in2Features] → [*, outFeatures]`.
 *
 * `weight [outFeatures, in1Features, in2Features]` and `bias [outFeatures]` start uniform in ±1/√in1Features.
 * @throws ValueError for an unknown option.
 * @example new Bilinear(20, 30, 40)(randn(128, 20), randn(128, 30)).shape // [128, 40]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html
 */
export class Bilinear extends Module<[input1: Tensor, input2: Tensor]> {
  static readonly name: string = 'Bilinear';
  readonly in1Features: number;
  readonly in2Features: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(in1Features: number, in2Features: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    const { bias, ...factory } = F.withDefaults('Bilinear', options, { bias: true, ...factoryDefaults() });
    this.in1Features = in1Features;
    this.in2Features = in2Features;
    this.outFeatures = outFeatures;
    this.weight = emptyParameter([outFeatures, in1Features, in2Features], factory);
    this.bias = bias ? emptyParameter([outFeatures], factory) : null;
    this.resetParameters();
  }

  /** Draws new initial values. */
  resetParameters(): void {
    const bound = 1 / Math.sqrt(this.in1Features);
    uniform_(this.weight, { a: -bound, b: bound });
    if (this.bias) uniform_(this.bias, { a: -bound, b: bound });
  }

  override forward(input1: Tensor, input2: Tensor): Tensor {
    return F.bilinear(input1, input2, this.weight, { bias: this.bias });
  }

  override extraRepr(): string {
    const inputs = `in1_features=${this.in1Features}, in2_features=${this.in2Features}`;
    return `${inputs}, out_features=${this.outFeatures}, bias=${valueText(this.bias !== null)}`;
  }
}
