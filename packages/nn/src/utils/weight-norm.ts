/**
 * @file Weights as lengths and directions.
 */
import { withDefaults } from '@x/functional';
import { noGrad } from '@x/autograd';
import { norm, type Tensor } from '@x/tensor/core';
import { Parameter } from '../module/parameter.js';
import type { AnyModule } from '../module/any-module.js';
import { parameterOf, partOf, putTogether, takeApart, type Target } from './computed.js';

export interface WeightNormOptions {
  /** Property of the parameter. Default: 'weight'. */
  readonly name?: string;
  /** Dimension whose slices each have a length of their own; null for one length of all. Default: 0. */
  readonly dim?: number | null;
}

/** Lengths over all dimensions but one: `[1, …, n, …, 1]`, or `[]`. */
export function lengths(v: Tensor, dim: number | null): Tensor {
  if (dim === null) return norm(v);
  const kept = dim < 0 ? dim + v.ndim : dim;
  const others = v.shape.map((_, d) => d).filter((d) => d !== kept);
  return others.length === 0 ? v.abs() : v.square().sum(others, { keepdim: true }).sqrt();
}

/**
 * Replaces a parameter w by its lengths g and its directions v, both learned: `w = g · v / ‖v‖`. They are called `weight_g` and
 * `weight_v` in `stateDict()`.
 *
 * @returns the module.
 * @throws ValueError when there is no such parameter, or for an unknown option.
 * @example Object.keys(utils.weightNorm(new Linear(2, 3)).stateDict()) // ['bias', 'weight_g', 'weight_v']
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.weight_norm.html
 * @see https://arxiv.org/abs/1602.07868
 */
export function weightNorm<M extends Target>(module: M, options: WeightNormOptions = {}): M {
  const { name, dim } = withDefaults('weightNorm', options, { name: 'weight', dim: 0 });
  const weight = parameterOf('weightNorm', module, name);
  const compute = (self: AnyModule): Tensor => {
    const v = partOf(self, `${name}V`);
    return v.mul(partOf(self, `${name}G`).div(lengths(v, dim)));
  };
  takeApart(module, name, { op: 'weightNorm', sources: ['G', 'V'], compute }, () => {
    module.registerParameter(`${name}G`, new Parameter(noGrad(() => lengths(weight, dim).detach())));
    module.registerParameter(`${name}V`, new Parameter(weight.detach()));
  });
  return module;
}

/**
 * Makes a parameter that `weightNorm` replaced a parameter again.
 *
 * @returns the module.
 * @throws ValueError when `weightNorm` did not replace it.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.remove_weight_norm.html
 */
export function removeWeightNorm<M extends Target>(module: M, name: string = 'weight'): M {
  putTogether('weightNorm', 'removeWeightNorm', module, name);
  return module;
}
