/**
 * @file In-place random numbers that training draws: initial weights and masks. PyTorch's numbers on the CPU after the same seed.
 */
import { draw, type DrawOptions } from '../draw.js';
import { fillBernoulli, fillUniform } from '../random/index.js';
import { floats } from '../random-tensors.js';
import type { Tensor } from '../tensor.js';

/**
 * Uniform numbers in [from, to).
 *
 * @throws ValueError when from > to, DTypeError for integers and bools.
 * @example empty(2).uniform_({ from: -1, to: 1 })
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.uniform_.html
 */
export function uniform_(
  self: Tensor,
  options: DrawOptions & { readonly from?: number; readonly to?: number } = {},
): Tensor {
  return draw(self, options, (host, generator) => fillUniform(floats('uniform_', host), generator, options));
}

/**
 * Ones with probability p, else zeros.
 *
 * @throws ValueError when p is not in [0, 1].
 * @example empty(2).bernoulli_({ p: 0.3 })
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.bernoulli_.html
 */
export function bernoulli_(self: Tensor, options: DrawOptions & { readonly p?: number } = {}): Tensor {
  return draw(self, options, (host, generator) => fillBernoulli(host, generator, options.p ?? 0.5));
}
