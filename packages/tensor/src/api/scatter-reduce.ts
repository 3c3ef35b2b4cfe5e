/**
 * @file Elements that meet at an index, reduced to one.
 */
import { spreadIndex } from '../args.js';
import { isFloatingPoint } from '../dtype.js';
import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { checkOptions } from '../options.js';
import { shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { scatter, scatterAdd } from './gather.js';

/** How elements that meet become one. */
export type ScatterReduction = 'sum' | 'prod' | 'mean' | 'amax' | 'amin';

/** Options of `scatterReduce` and `indexReduce`. */
export interface ScatterReduceOptions {
  /** Whether the elements of self take part. Default: true. */
  readonly includeSelf?: boolean;
}

/** What reductions work on: self (where it does not take part, with the neutral element), positions and their values. */
interface Meeting {
  readonly self: Tensor;
  /** Self as it was given. */
  readonly given: Tensor;
  readonly dim: number;
  readonly index: Tensor;
  readonly src: Tensor;
  readonly includeSelf: boolean;
}

/** Slices of the index along the dimension: within one, no two positions are the same. */
function sweep({ self, dim, index, src }: Meeting, combine: (old: Tensor, add: Tensor) => Tensor): Tensor {
  let result = self;
  for (let i = 0; i < index.size(dim); i++) {
    const at = index.narrow(dim, i, 1);
    const add = reached(src, index).narrow(dim, i, 1);
    result = scatter(result, dim, at, combine(result.gather(dim, at), add));
  }
  return result;
}

/** The part of src that an index of its rank reaches. */
function reached(src: Tensor, index: Tensor): Tensor {
  return index.shape.reduce<Tensor>((part, n, d) => part.narrow(d, 0, n), src);
}

/** How many values come to each position, self among them where it takes part. */
function counts({ self, dim, index, includeSelf }: Meeting): Tensor {
  const ones = index.mul(0).add(1);
  return scatterAdd(self.detach().mul(0).to('int32').add(Number(includeSelf)), dim, index, ones);
}

/** The extreme values; where several are equal, gradients are shared evenly among them. */
function extreme(meeting: Meeting, better: (a: Tensor, b: Tensor) => Tensor): Tensor {
  const { self, given, dim, index, includeSelf } = meeting;
  const src = reached(meeting.src, index);
  const best = sweep({ ...meeting, self: self.detach(), src: src.detach() }, better);
  if (!self.hook && !src.hook) return best;
  const same = (x: Tensor, y: Tensor): Tensor => x.detach().eq(y).logicalOr(x.detach().isnan().logicalAnd(y.isnan()));
  // as PyTorch, which counts self among the winners even where it does not take part
  const ownWins = same(given, best);
  const srcWins = same(src, best.gather(dim, index));
  const winners = scatterAdd(ownWins.to('int32'), dim, index, srcWins.to('int32')).to(self.dtype);
  // gradients do not reach what took no part
  const untouched = counts({ ...meeting, includeSelf: false }).eq(0);
  const reachedSelf = includeSelf ? given : given.where(untouched, given.detach());
  const own = reachedSelf.div(winners).maskedFill(ownWins.logicalNot(), 0);
  return scatterAdd(own, dim, index, src.div(winners.gather(dim, index)).maskedFill(srcWins.logicalNot(), 0));
}

const reductions: Readonly<Record<ScatterReduction, (meeting: Meeting) => Tensor>> = {
  sum: ({ self, dim, index, src }) => scatterAdd(self, dim, index, src),
  prod: (meeting) => sweep(meeting, (old, add) => old.mul(add)),
  mean: (meeting) => {
    const { self, dim, index, src } = meeting;
    const total = scatterAdd(self, dim, index, src);
    const count = counts(meeting).clampMin(1);
    return isFloatingPoint(self.dtype) ? total.div(count) : total.floorDivide(count.to(self.dtype));
  },
  amax: (meeting) => extreme(meeting, (old, add) => old.maximum(add)),
  amin: (meeting) => extreme(meeting, (old, add) => old.minimum(add)),
};

/** What leaves the other operand as it is, or gives way to it. */
const neutral: Readonly<Record<ScatterReduction, number>> = {
  sum: 0,
  prod: 1,
  mean: 0,
  amax: -Infinity,
  amin: Infinity,
};

/** The neutral element in the dtype of `self`. */
function neutralOf(self: Tensor, reduce: ScatterReduction): number {
  const value = neutral[reduce];
  if (Number.isFinite(value) || isFloatingPoint(self.dtype)) return value;
  const ends = { int32: [-(2 ** 31), 2 ** 31 - 1], uint8: [0, 255], bool: [0, 1] } as const;
  const [low, high] = ends[self.dtype === 'uint8' || self.dtype === 'bool' ? self.dtype : 'int32'];
  return value < 0 ? low : high;
}

function meet(
  op: string,
  self: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor,
  reduce: ScatterReduction,
  includeSelf: boolean,
): Tensor {
  if (self.dtype !== src.dtype) {
    throw new DTypeError(op, `expected self and src of one dtype, got ${self.dtype} and ${src.dtype}`, {
      dtypes: [self.dtype, src.dtype],
    });
  }
  if (index.numel() === 0) return self.clone();
  if (self.ndim === 0)
    return meet(op, self.view(1), 0, index.reshape(-1), src.reshape(-1), reduce, includeSelf).squeeze(0);
  const own = includeSelf ? self : scatter(self, dim, index, neutralOf(self, reduce));
  return reductions[reduce]({ self: own, given: self, dim, index, src, includeSelf });
}

/**
 * `self` reduced with the elements of `src` that an index brings to the same place along a dimension.
 *
 * @param reduce - sum, prod, mean, amax or amin.
 * @throws ValueError for another reduction, IndexError when an index is outside of the dimension, ShapeError when shapes do not fit.
 * @example zeros(2).scatterReduce(0, tensor([0, 0, 1]), tensor([1.5, 2, 3]), 'amax') // [2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.scatter_reduce.html
 */
export function scatterReduce(
  self: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor,
  reduce: ScatterReduction,
  options: ScatterReduceOptions = {},
): Tensor {
  checkOptions('scatterReduce', options, ['includeSelf']);
  checkReduction('scatterReduce', reduce, Object.keys(reductions));
  const d = wrapDim('scatterReduce', dim, self.ndim);
  return meet('scatterReduce', self, d, index, src, reduce, options.includeSelf ?? true);
}

function checkReduction(op: string, reduce: string, known: readonly string[]): void {
  if (!known.includes(reduce))
    throw new ValueError(op, `reduce is one of ${known.join(', ')}, got '${reduce}'`, { reduce });
}

/**
 * `self` reduced with the rows of `source` that a 1-d index brings to the same place along a dimension.
 *
 * @param reduce - prod, mean, amax or amin.
 * @throws ValueError for another reduction, IndexError when an index is outside of the dimension, ShapeError when shapes do not fit.
 * @example ones(2).indexReduce(0, tensor([0, 0, 1]), tensor([1.5, 2, 3]), 'prod') // [3, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.index_reduce_.html
 */
export function indexReduce(
  self: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  reduce: Exclude<ScatterReduction, 'sum'>,
  options: ScatterReduceOptions = {},
): Tensor {
  checkOptions('indexReduce', options, ['includeSelf']);
  checkReduction('indexReduce', reduce, ['prod', 'mean', 'amax', 'amin']);
  const d = wrapDim('indexReduce', dim, self.ndim);
  if (index.ndim > 1 || (source.ndim > 0 && index.numel() !== source.size(d))) {
    throw new ShapeError(
      'indexReduce',
      `index ${shapeText(index.shape)} does not number the rows of ${shapeText(source.shape)}`,
      {
        shapes: [index.shape, source.shape],
        dim: d,
      },
    );
  }
  const spread = source.ndim === 0 ? index.reshape([]) : spreadIndex(index, source, d);
  return meet('indexReduce', self, d, spread, source, reduce, options.includeSelf ?? true);
}
