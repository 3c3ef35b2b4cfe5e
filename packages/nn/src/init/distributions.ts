/**
 * @file Filling a tensor with random numbers of a given distribution.
 */
import { withDefaults } from '@x/functional';
import { normal_ as drawNormal, type Tensor, unaryFunctions, ValueError } from '@x/tensor/core';
import { type DrawOptions, drawing, filled } from './draw.js';

export interface UniformOptions extends DrawOptions {
  /** Lower bound. Default: 0. */
  readonly a?: number;
  /** Upper bound. Default: 1. */
  readonly b?: number;
}

/**
 * Fills a tensor with uniform numbers in [a, b): `[*] → [*]`, in place.
 *
 * @throws ValueError when a > b or for an unknown option, DTypeError for integers and bools.
 * @example init.uniform_(layer.weight, { a: -0.1, b: 0.1 })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.uniform_
 */
export function uniform_(tensor: Tensor, options: UniformOptions = {}): Tensor {
  const { a, b, generator } = withDefaults('uniform_', options, { a: 0, b: 1, generator: null });
  return filled(tensor, (t) => t.uniform_(drawing(generator, { from: a, to: b })));
}

export interface NormalOptions extends DrawOptions {
  /** Mean. Default: 0. */
  readonly mean?: number;
  /** Standard deviation. Default: 1. */
  readonly std?: number;
}

/**
 * Fills a tensor with normal numbers: `[*] → [*]`, in place.
 *
 * @throws ValueError when std is negative or for an unknown option, DTypeError for integers and bools.
 * @example init.normal_(layer.weight, { std: 0.02 })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.normal_
 */
export function normal_(tensor: Tensor, options: NormalOptions = {}): Tensor {
  const { mean, std, generator } = withDefaults('normal_', options, { mean: 0, std: 1, generator: null });
  return filled(tensor, (t) => drawNormal(t, drawing(generator, { mean, std })));
}

export interface TruncNormalOptions extends NormalOptions {
  /** Smallest value. Default: -2. */
  readonly a?: number;
  /** Largest value. Default: 2. */
  readonly b?: number;
}

/** Probability that a normal number is below x. */
const normalCdf = (x: number): number => (1 + unaryFunctions.erf(x / Math.SQRT2)) / 2;

/**
 * Fills a tensor with normal numbers within [a, b]: `[*] → [*]`, in place. Works best for a ≤ mean ≤ b.
 *
 * @throws ValueError when a > b, std is not positive or for an unknown option, DTypeError for integers and bools.
 * @example init.truncNormal_(layer.weight, { std: 0.02 })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.trunc_normal_
 */
export function truncNormal_(tensor: Tensor, options: TruncNormalOptions = {}): Tensor {
  const defaults = { mean: 0, std: 1, a: -2, b: 2, generator: null };
  const { mean, std, a, b, generator } = withDefaults('truncNormal_', options, defaults);
  if (!(std > 0)) throw new ValueError('truncNormal_', `std must be positive, got ${std}`, { std });
  const from = 2 * normalCdf((a - mean) / std) - 1;
  const to = 2 * normalCdf((b - mean) / std) - 1;
  // uniform numbers through the inverse of the distribution function
  return filled(tensor, (t) => {
    t.uniform_(drawing(generator, { from, to })).erfinv_();
    t.mul_(std * Math.SQRT2)
      .add_(mean)
      .clamp_({ min: a, max: b });
  });
}
