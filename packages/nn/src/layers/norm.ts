/**
 * @file Normalisation by the statistics of each sample.
 */
import * as F from '@x/functional';
import { type Shape, type Tensor, ValueError } from '@x/tensor/core';
import { ones_, zeros_ } from '../init/index.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { floatText, valueText } from '../module/text.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from './factory.js';

export interface LayerNormOptions extends FactoryOptions {
  /** Added to the variance. Default: 1e-5. */
  readonly eps?: number;
  /** Whether the result is scaled and shifted by learned numbers. Default: true. */
  readonly elementwiseAffine?: boolean;
}

/**
 * Mean 0 and variance 1 over the last dimensions, then scaled and shifted: `[*, ...normalizedShape] → [*, ...normalizedShape]`.
 *
 * @throws ValueError for an unknown option.
 * @example new LayerNorm(10)(randn(20, 5, 10))
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
 * @see https://arxiv.org/abs/1607.06450
 */
export class LayerNorm extends Module {
  static readonly name: string = 'LayerNorm';
  readonly normalizedShape: Shape;
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(normalizedShape: number | Shape, options: LayerNormOptions = {}) {
    super();
    const defaults = { eps: 1e-5, elementwiseAffine: true, ...factoryDefaults() };
    const { eps, elementwiseAffine, ...factory } = F.withDefaults('LayerNorm', options, defaults);
    this.normalizedShape = typeof normalizedShape === 'number' ? [normalizedShape] : normalizedShape;
    this.eps = eps;
    this.weight = elementwiseAffine ? emptyParameter(this.normalizedShape, factory) : null;
    this.bias = elementwiseAffine ? emptyParameter(this.normalizedShape, factory) : null;
    this.resetParameters();
  }

  /** Sets the weight to ones and the bias to zeros. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  override forward(input: Tensor): Tensor {
    const { normalizedShape, weight, bias, eps } = this;
    return F.layerNorm(input, normalizedShape, { weight, bias, eps });
  }

  override extraRepr(): string {
    const affine = valueText(this.weight !== null);
    return `${valueText(this.normalizedShape)}, eps=${floatText(this.eps)}, elementwise_affine=${affine}`;
  }
}

export interface GroupNormOptions extends FactoryOptions {
  /** Added to the variance. Default: 1e-5. */
  readonly eps?: number;
  /** Whether the result is scaled and shifted by a learned number for each channel. Default: true. */
  readonly affine?: boolean;
}

/**
 * Mean 0 and variance 1 over groups of channels, then scaled and shifted: `[N, numChannels, *] → [N, numChannels, *]`.
 *
 * @throws ValueError when the groups do not divide the channels, or for an unknown option.
 * @example new GroupNorm(3, 6)(randn(20, 6, 10, 10))
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
 * @see https://arxiv.org/abs/1803.08494
 */
export class GroupNorm extends Module {
  static readonly name: string = 'GroupNorm';
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    super();
    const defaults = { eps: 1e-5, affine: true, ...factoryDefaults() };
    const { eps, affine, ...factory } = F.withDefaults('GroupNorm', options, defaults);
    if (!(numGroups > 0) || numChannels % numGroups !== 0) {
      const counts = `${numChannels} and ${numGroups}`;
      throw new ValueError('GroupNorm', `numChannels must be divisible by numGroups: ${counts}`, {
        numChannels,
        numGroups,
      });
    }
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.weight = affine ? emptyParameter([numChannels], factory) : null;
    this.bias = affine ? emptyParameter([numChannels], factory) : null;
    this.resetParameters();
  }

  /** Sets the weight to ones and the bias to zeros. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  override forward(input: Tensor): Tensor {
    const { numGroups, weight, bias, eps } = this;
    return F.groupNorm(input, numGroups, { weight, bias, eps });
  }

  override extraRepr(): string {
    const { numGroups, numChannels, eps, weight } = this;
    return `${numGroups}, ${numChannels}, eps=${floatText(eps)}, affine=${valueText(weight !== null)}`;
  }
}
