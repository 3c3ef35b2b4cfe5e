/**
 * @file In-place random numbers: `x.normal_()` and its like, PyTorch's numbers on the CPU after the same seed.
 */
import { fromHost } from '../construct.js';
import { hostArray, type TypedArray } from '../dtype.js';
import {
  defaultGenerator,
  fillBernoulli,
  fillCauchy,
  fillExponential,
  fillGeometric,
  fillLogNormal,
  fillNormal,
  fillNormalSerial,
  fillRandint,
  fillRandom,
  fillUniform,
  type Generator,
} from '../random/index.js';
import { floats } from '../random-tensors.js';
import type { Tensor } from '../tensor.js';

interface DrawOptions {
  /** Source of the numbers. Default: the generator that `manualSeed` seeds. */
  readonly generator?: Generator;
}

function draw(
  self: Tensor,
  { generator = defaultGenerator() }: DrawOptions,
  fill: (host: TypedArray, generator: Generator) => void,
): Tensor {
  const host = hostArray(self.dtype, self.numel());
  fill(host, generator);
  const drawn = fromHost(self.storage.backend, self.shape, self.dtype, host);
  self.copy_(drawn);
  drawn.dispose();
  return self;
}

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
 * Ones with probability p, else zeros.
 *
 * @throws ValueError when p is not in [0, 1].
 * @example empty(2).bernoulli_({ p: 0.3 })
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.bernoulli_.html
 */
export function bernoulli_(self: Tensor, options: DrawOptions & { readonly p?: number } = {}): Tensor {
  return draw(self, options, (host, generator) => fillBernoulli(host, generator, options.p ?? 0.5));
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
