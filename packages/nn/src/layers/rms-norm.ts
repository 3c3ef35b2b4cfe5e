/**
 * @file Normalisation by the root of the mean square of each sample.
 */
import * as F from '@x/functional';
import type { Shape, Tensor } from '@x/tensor/core';
import { ones_ } from '../init/index.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { floatText, valueText } from '../module/text.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from './factory.js';

export interface RMSNormOptions extends FactoryOptions {
  /** Added to the mean square. Default: null, the smallest number that 1 can be increased by in the input's dtype. */
  readonly eps?: number | null;
  /** Whether the result is scaled by learned numbers. Default: true. */
  readonly elementwiseAffine?: boolean;
}

/**
 * `x / √(mean(x²) + eps) · weight` over the last dimensions: `[*, ...normalizedShape] → [*, ...normalizedShape]`.
 *
 * @throws ValueError for an unknown option; called, ShapeError when the last dimensions are others.
 * @example new RMSNorm(2, { eps: 0 })(tensor([[0.5, 3.5]])) // [[0.2, 1.4]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html
 * @see https://arxiv.org/abs/1910.07467
 */
export class RMSNorm extends Module {
  static readonly name: string = 'RMSNorm';
  readonly normalizedShape: Shape;
  readonly eps: number | null;
  weight: Parameter | null;

  constructor(normalizedShape: number | Shape, options: RMSNormOptions = {}) {
    super();
    const defaults = { eps: null, elementwiseAffine: true, ...factoryDefaults() };
    const { eps, elementwiseAffine, ...factory } = F.withDefaults('RMSNorm', options, defaults);
    this.normalizedShape = typeof normalizedShape === 'number' ? [normalizedShape] : normalizedShape;
    this.eps = eps;
    this.weight = elementwiseAffine ? emptyParameter(this.normalizedShape, factory) : null;
    this.resetParameters();
  }

  /** Sets the weight to ones. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
  }

  override forward(input: Tensor): Tensor {
    const { normalizedShape, weight, eps } = this;
    return F.rmsNorm(input, normalizedShape, { weight, eps });
  }

  override extraRepr(): string {
    const eps = this.eps === null ? 'None' : floatText(this.eps);
    return `${valueText(this.normalizedShape)}, eps=${eps}, elementwise_affine=${valueText(this.weight !== null)}`;
  }
}
