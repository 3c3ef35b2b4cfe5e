/**
 * @file Gradients of gradients against finite differences.
 */
import { stack, type Tensor, tensor, zerosLike } from '@x/tensor/core';
import { grad } from '../backward.js';
import { requiresGrad } from '../meta.js';
import { enableGrad } from '../mode/grad.js';
import { checkOptions } from '../options.js';
import { gradcheck, type GradcheckOptions, gradcheckOptions } from './gradcheck.js';
import { type Checked, listOf, outputsOf } from './jacobians.js';

/** Options of `gradgradcheck`. */
export interface GradgradcheckOptions extends GradcheckOptions {
  /** Gradients of the outputs, which are inputs of the function that is checked; default: numbers between -1 and 1. */
  readonly gradOutputs?: readonly Tensor[];
  /** Make the default `gradOutputs` tensors that do not lie contiguously. Default: false. */
  readonly genNonContigGradOutputs?: boolean;
}

/**
 * Compares gradients of gradients with finite differences: `gradcheck` of the function that computes the gradients.
 *
 * @throws GradcheckError that shows both Jacobians when they do not agree.
 * @example gradgradcheck((x) => x.sin(), [randn(3, { dtype: 'float64', requiresGrad: true })])
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.gradgradcheck.html
 */
export function gradgradcheck(
  fn: Checked,
  inputs: Tensor | readonly Tensor[],
  options: GradgradcheckOptions = {},
): boolean {
  checkOptions('gradgradcheck', options, [...gradcheckOptions, 'gradOutputs', 'genNonContigGradOutputs']);
  const { gradOutputs, genNonContigGradOutputs = false, ...rest } = options;
  const list = listOf(inputs);
  const outputs = outputsOf(fn, list);
  const seeds = gradOutputs ?? outputs.map((y) => spread(y, genNonContigGradOutputs));
  const differentiated = list.flatMap((x, i) => (requiresGrad(x) ? [i] : []));
  const gradients: Checked = (...all) => {
    const xs = all
      .slice(0, list.length)
      .map((x, i) => (differentiated.includes(i) && !requiresGrad(x) ? x.detach().requiresGrad_() : x));
    return withGraph(
      fn,
      xs,
      all.slice(list.length),
      differentiated.map((i) => xs[i]!),
    );
  };
  return gradcheck(gradients, [...list, ...seeds.map((seed) => seed.detach().requiresGrad_())], rest);
}

/** Gradients of a function, with history; zeros where it does not depend on an input. */
function withGraph(
  fn: Checked,
  inputs: readonly Tensor[],
  seeds: readonly Tensor[],
  wanted: readonly Tensor[],
): Tensor[] {
  const outputs = enableGrad(() => outputsOf(fn, inputs))
    .map((y, i) => ({ y, seed: seeds[i]! }))
    .filter(({ y }) => requiresGrad(y));
  if (outputs.length === 0) return wanted.map((x) => zerosLike(x));
  const found = enableGrad(() =>
    grad(
      outputs.map(({ y }) => y),
      wanted,
      { gradOutputs: outputs.map(({ seed }) => seed), createGraph: true, allowUnused: true },
    ),
  );
  return found.map((g, i) => g ?? zerosLike(wanted[i]!));
}

/** Different numbers in [-1, 1], the same in every run. */
function spread(like: Tensor, strided: boolean): Tensor {
  const values = Float64Array.from({ length: like.numel() }, (_, i) => (((7 * i + 3) % 11) - 5) / 5);
  const flat = tensor(values, { dtype: like.dtype, device: like.device }).view(like.shape);
  return strided ? stack([flat, flat], -1).select(-1, 0) : flat;
}
