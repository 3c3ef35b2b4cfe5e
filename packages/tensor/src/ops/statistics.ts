/**
 * @file Statistics made of other reductions. They are ops so that gradients name and compute them as one step.
 */
import { gradientRule } from '../gradient.js';
import type { Op } from '../op.js';
import type { Tensor } from '../tensor.js';
import { type ReduceAttrs, unreduced } from './reduce.js';

export interface VarianceAttrs extends ReduceAttrs {
  readonly correction: number;
}

export interface NormAttrs extends ReduceAttrs {
  readonly p: number;
}

type Statistic<A> = Op<readonly [x: Tensor], A, readonly [Tensor]>;

function statistic<A>(
  name: string,
  compute: (x: Tensor, attrs: A) => Tensor,
  gradient: Statistic<A>['gradient'],
): Statistic<A> {
  return { name, run: () => undefined, decompose: ([x], attrs) => [compute(x, attrs)], gradient };
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

function varianceGradient(
  grad: Tensor,
  x: Tensor,
  { dims, correction }: { readonly dims: readonly number[]; readonly correction: number },
): Tensor {
  const centred = dims.length === 0 ? x.sub(x) : x.sub(x.mean(dims, { keepdim: true }));
  return unreduced(grad, x.shape, dims)
    .mul(centred)
    .mul(2 / (countOf(x, dims) - correction));
}

export const variance: Statistic<VarianceAttrs> = statistic(
  'var',
  computeVariance,
  gradientRule({
    name: 'VarBackward0',
    save: ({ inputs: [x] }) => [x],
    backward: ({ grad, saved: [x], attrs }) => [varianceGradient(grad, x, attrs)],
  }),
);

export const std: Statistic<VarianceAttrs> = statistic(
  'std',
  (x, attrs) => computeVariance(x, attrs).sqrt(),
  gradientRule({
    name: 'StdBackward0',
    save: ({ inputs: [x], outputs: [y] }) => [x, y],
    backward: ({ grad, saved: [x, y], attrs }) => {
      const ofVariance = grad.div(y.mul(2)).maskedFill(y.eq(0), 0);
      return [varianceGradient(ofVariance, x, attrs)];
    },
  }),
);

export const logsumexp: Statistic<ReduceAttrs> = statistic(
  'logsumexp',
  (x, { dims, keepdim }) => {
    if (x.numel() === 0) return x.exp().sum(dims, { keepdim }).log();
    const peak = x.detach().amax(dims, { keepdim: true });
    const shift = peak.maskedFill(peak.abs().eq(Infinity), 0);
    const total = x.sub(shift).exp().sum(dims, { keepdim }).log();
    return total.add(keepdim ? shift : shift.view(total.shape));
  },
  gradientRule({
    name: 'LogsumexpBackward0',
    save: ({ inputs: [x], outputs: [y] }) => [x, y],
    backward: ({ grad, saved: [x, y], attrs: { dims } }) => [
      unreduced(grad, x.shape, dims).mul(x.sub(unreduced(y, x.shape, dims)).exp()),
    ],
  }),
);

export const norm: Statistic<NormAttrs> = statistic(
  'norm',
  (x, { p, dims, keepdim }) => {
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
  },
  gradientRule({
    name: 'NormBackward1',
    save: ({ inputs: [x], outputs: [y] }) => [x, y],
    backward: ({ grad, saved: [x, y], attrs: { p, dims } }) => {
      const g = unreduced(grad, x.shape, dims);
      const size = unreduced(y, x.shape, dims);
      if (p === 0) return [x.detach().mul(0)];
      if (p === 1) return [g.mul(x.sign())];
      if (p === 2) return [x.mul(g.div(size)).maskedFill(size.eq(0), 0)];
      if (Math.abs(p) === Infinity) {
        const top = x.detach().abs().eq(size.detach()).to(g.dtype);
        return [g.mul(x.sign()).mul(dims.length === 0 ? top : top.div(top.sum(dims, { keepdim: true })))];
      }
      const direction = x
        .sign()
        .mul(x.abs().pow(p - 1))
        .div(size.pow(p - 1));
      return [g.mul(direction).maskedFill(size.eq(0), 0)];
    },
  }),
);
