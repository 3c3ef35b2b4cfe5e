/**
 * @file In-place random numbers of further distributions: PyTorch's numbers on the CPU after the same seed.
 */
import { draw, type DrawOptions } from '../draw.js';
import {
  fillCauchy,
  fillExponential,
  fillGeometric,
  fillLogNormal,
  fillNormal,
  fillNormalSerial,
  fillRandint,
  fillRandom,
} from '../random/index.js';
import { floats } from '../random-tensors.js';
import type { Tensor } from '../tensor.js';

/**
 * Normal numbers.
 *
 * @throws ValueError when std is negative, DTypeError for integers and bools.
 * @example empty(2).normal_({ mean: 1, std: 0.1 })
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.normal_.html
 */
export function normal_(
  self: Tensor,
  options: DrawOptions & { readonly mean?: number; readonly std?: number } = {},
): Tensor {
  const fill = self.isContiguous() ? fillNormal : fillNormalSerial;
  return draw(self, options, (host, generator) => fill(floats('normal_', host), generator, options));
}

/**
 * Integers in [from, to); without bounds, all that the dtype holds exactly.
 *
 * @throws ValueError when from ≥ to.
 * @example empty(2).random_({ from: 0, to: 10 })
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.random_.html
 */
export function random_(
  self: Tensor,
  options: DrawOptions & { readonly from?: number; readonly to?: number } = {},
): Tensor {
  const { from = 0, to } = options;
  return draw(self, options, (host, generator) => {
    if (to === undefined) fillRandom(host, self.dtype, generator);
    else fillRandint(host, self.dtype, generator, from, to);
  });
}

/**
 * Exponentially distributed numbers of rate lambd.
 *
 * @example empty(2).exponential_({ lambd: 2 })
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.exponential_.html
 */
export function exponential_(self: Tensor, options: DrawOptions & { readonly lambd?: number } = {}): Tensor {
  return draw(self, options, (host, generator) => fillExponential(floats('exponential_', host), generator, options));
}

/**
 * Cauchy distributed numbers.
 *
 * @example empty(2).cauchy_({ sigma: 2 })
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.cauchy_.html
 */
export function cauchy_(
  self: Tensor,
  options: DrawOptions & { readonly median?: number; readonly sigma?: number } = {},
): Tensor {
  return draw(self, options, (host, generator) => fillCauchy(floats('cauchy_', host), generator, options));
}

/**
 * Numbers whose logarithm is normal.
 *
 * @example empty(2).logNormal_({ std: 0.5 })
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.log_normal_.html
 */
export function logNormal_(
  self: Tensor,
  options: DrawOptions & { readonly mean?: number; readonly std?: number } = {},
): Tensor {
  return draw(self, options, (host, generator) => fillLogNormal(floats('logNormal_', host), generator, options));
}

/**
 * Number of trials until the first success of probability p.
 *
 * @example empty(2).geometric_(0.5)
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.geometric_.html
 */
export function geometric_(self: Tensor, p: number, options: DrawOptions = {}): Tensor {
  return draw(self, options, (host, generator) => fillGeometric(host, self.dtype, generator, p));
}
