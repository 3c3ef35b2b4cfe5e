/**
 * @file Statistics made of other reductions. They are ops so that gradients name and compute them as one step.
 */
import type { Op } from '../op.js';
import type { Tensor } from '../tensor.js';
import type { ReduceAttrs } from './reduce.js';

export interface VarianceAttrs extends ReduceAttrs {
  readonly correction: number;
}

export interface NormAttrs extends ReduceAttrs {
  readonly p: number;
}

type Statistic<A> = Op<readonly [x: Tensor], A, readonly [Tensor]>;

function statistic<A>(name: string, compute: (x: Tensor, attrs: A) => Tensor): Statistic<A> {
  return { name, run: () => undefined, decompose: ([x], attrs) => [compute(x, attrs)] };
}

/** Number of elements that a reduction over `dims` puts together. */
export function countOf(x: Tensor, dims: readonly number[]): number {
  return dims.reduce((n, d) => n * x.shape[d]!, 1);
}

function computeVariance(x: Tensor, { dims, keepdim, correction }: VarianceAttrs): Tensor {
  const n = countOf(x, dims) - correction;
  const squares = x.sub(over(x, dims, (y) => y.mean(dims, { keepdim: true }))).pow(2);
  // PyTorch divides by max(0, n − correction): with nothing left the result is NaN or Infinity, not negative
  return over(squares, dims, (y) => y.sum(dims, { keepdim })).div(Math.max(n, 0));
}

/** A reduction over no dimensions (a 0-d tensor) leaves the tensor as it is; an empty list would mean all. */
function over(x: Tensor, dims: readonly number[], reduce: (x: Tensor) => Tensor): Tensor {
  return dims.length === 0 ? x : reduce(x);
}

export const variance: Statistic<VarianceAttrs> = statistic('var', computeVariance);
export const std: Statistic<VarianceAttrs> = statistic('std', (x, attrs) => computeVariance(x, attrs).sqrt());

export const logsumexp: Statistic<ReduceAttrs> = statistic('logsumexp', (x, { dims, keepdim }) => {
  if (x.numel() === 0) return x.exp().sum(dims, { keepdim }).log();
  const peak = x.detach().amax(dims, { keepdim: true });
  const shift = peak.maskedFill(peak.abs().eq(Infinity), 0);
  const total = x.sub(shift).exp().sum(dims, { keepdim }).log();
  return total.add(keepdim ? shift : shift.view(total.shape));
});

export const norm: Statistic<NormAttrs> = statistic('norm', (x, { p, dims, keepdim }) => {
  const magnitude = x.abs();
  if (p === Infinity) return magnitude.amax(dims, { keepdim });
  if (p === -Infinity) return magnitude.amin(dims, { keepdim });
  if (p === 0) return x.ne(0).to(x.dtype).sum(dims, { keepdim });
  if (p === 1) return magnitude.sum(dims, { keepdim });
  if (p === 2) return x.mul(x).sum(dims, { keepdim }).sqrt();
  return magnitude
    .pow(p)
    .sum(dims, { keepdim })
    .pow(1 / p);
});
