/**
 * @file Weights as lengths and directions, as a parametrization.
 */
import { withDefaults } from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import type { AnyModule } from '../../module/any-module.js';
import { Module } from '../../module/module.js';
import { type Parametrized, registerParametrization } from '../parametrize/register.js';
import { lengths, type WeightNormOptions } from '../weight-norm.js';

class WeightNorm extends Module<[g: Tensor, v: Tensor]> {
  static readonly name: string = '_WeightNorm';
  readonly dim: number | null;

  constructor(dim: number | null) {
    super();
    this.dim = dim;
  }

  override forward(g: Tensor, v: Tensor): Tensor {
    return v.mul(g.div(lengths(v, this.dim)));
  }

  rightInverse(weight: Tensor): [g: Tensor, v: Tensor] {
    return [lengths(weight, this.dim), weight];
  }
}

/**
 * Makes a parameter w a function of its lengths g and its directions v: `w = g · v / ‖v‖`. They are called
 * `parametrizations.weight.original0` and `original1` in `stateDict()`.
 *
 * @returns the module.
 * @throws ValueError when there is no such parameter, or for an unknown option.
 * @example utils.parametrizations.weightNorm(new Linear(20, 40)).parametrizations.get('weight').originals[0]?.shape // [40, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrizations.weight_norm.html
 * @see https://arxiv.org/abs/1602.07868
 */
export function weightNorm<M extends AnyModule>(module: M, options: WeightNormOptions = {}): M & Parametrized {
  const { name, dim } = withDefaults('weightNorm', options, { name: 'weight', dim: 0 });
  return registerParametrization(module, name, new WeightNorm(dim), { unsafe: true });
}
