/**
 * @file Quantiles.
 */
import { dispatch } from '../dispatch.js';
import { isFloatingPoint } from '../dtype.js';
import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { checkOptions } from '../options.js';
import * as ops from '../ops/sort.js';
import { operandFor } from '../operands.js';
import { shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { KeepdimOptions } from './reduction.js';

/** What a quantile between two elements is. */
export type Interpolation = 'linear' | 'lower' | 'higher' | 'nearest' | 'midpoint';

export interface QuantileOptions extends KeepdimOptions {
  /** What a quantile between two elements is. Default: linear. */
  readonly interpolation?: Interpolation;
}

/** From the place between two elements to the places of the two and the share of the second. */
const between: Readonly<
  Record<Interpolation, (rank: Tensor, low: Tensor) => readonly [place: Tensor, share: Tensor | number]>
> = {
  linear: (rank, low) => [low, rank.sub(low)],
  lower: (_, low) => [low, 0],
  higher: (rank) => [rank.ceil(), 0],
  nearest: (rank) => [rank.round(), 0],
  midpoint: (_, low) => [low, 0.5],
};

function checkArguments(op: string, self: Tensor, q: Tensor, interpolation: Interpolation): void {
  if (!isFloatingPoint(self.dtype) || q.dtype !== self.dtype) {
    throw new DTypeError(op, `needs input and q of one floating point dtype, got ${self.dtype} and ${q.dtype}`, {
      dtypes: [self.dtype, q.dtype],
    });
  }
  if (q.ndim > 1)
    throw new ShapeError(op, `q must be a number or a vector, got ${shapeText(q.shape)}`, { shapes: [q.shape] });
  if (!Object.hasOwn(between, interpolation)) {
    throw new ValueError(op, `interpolation is one of ${Object.keys(between).join(', ')}, got '${interpolation}'`, {
      interpolation,
    });
  }
}

function quantiles(
  op: string,
  self: Tensor,
  q: Tensor | number,
  dim: number | null | undefined,
  options: QuantileOptions,
  skipNan: boolean,
): Tensor {
  checkOptions(op, options, ['keepdim', 'interpolation']);
  const { keepdim = false, interpolation = 'linear' } = options;
  const wanted = typeof q === 'number' ? operandFor(self, q).to(self.dtype) : q;
  checkArguments(op, self, wanted, interpolation);
  if (wanted.detach().ge(0).logicalAnd(wanted.detach().le(1)).all().item() !== 1 && wanted.numel() > 0)
    throw new ValueError(op, 'q values must be in the range [0, 1]');
  if (self.numel() === 0) throw new ShapeError(op, 'input tensor must be non-empty', { shapes: [self.shape] });
  const all = dim === undefined || dim === null;
  const d = all ? 0 : wrapDim(op, dim, self.ndim);
  const source = all || self.ndim === 0 ? self.reshape(-1) : self.transpose(d, -1);
  const [sorted] = dispatch(ops.sort, [source], { dim: source.ndim - 1, descending: false });
  const values = atRanks(sorted, wanted.reshape(-1), interpolation, skipNan);
  const shape = all || self.ndim === 0 ? self.shape.map(() => 1) : self.shape.with(d, 1);
  // the quantiles come first, as a dimension of their own
  const first = (
    all || self.ndim === 0
      ? values
      : values
          .transpose(d, -1)
          .unsqueeze(0)
          .transpose(0, d + 1)
  ).reshape([wanted.numel(), ...(self.ndim === 0 ? [] : shape)]);
  const kept = keepdim || self.ndim === 0 ? first : all ? first.reshape(-1) : first.squeeze(d + 1);
  return wanted.ndim === 0 ? kept.squeeze(0) : kept;
}

/** Elements at shares q of the way through each sorted line: `[*, n] and [m] → [*, m]`. */
function atRanks(sorted: Tensor, q: Tensor, interpolation: Interpolation, skipNan: boolean): Tensor {
  const n = sorted.size(-1);
  const nans = sorted.detach().isnan().sum(-1, { keepdim: true });
  // NaN sorts last: it is left out, or a line with one gives NaN everywhere
  const last = skipNan ? nans.rsub(n - 1).clampMin(0) : nans.mul(0).add(n - 1);
  const rank = q.mul(last.to(q.dtype));
  const exact = skipNan ? rank : rank.maskedFill(nans.gt(0), n - 1);
  const [place, share] = between[interpolation](exact, exact.detach().floor());
  const low = place.detach().to('int32');
  const below = sorted.gather(-1, low);
  if (share === 0) return below;
  const above = sorted.gather(-1, exact.detach().ceil().to('int32'));
  return below.lerp(above, share);
}

/**
 * The q-th quantiles, of all elements or along a dimension; several q give a first dimension of their own. NaN wins.
 *
 * @throws ValueError when a q is outside of [0, 1], DTypeError when dtypes differ or are not floating point.
 * @example tensor([0.5, 1, 1.5, 2]).quantile(0.5) // 1.25
 * @see https://pytorch.org/docs/stable/generated/torch.quantile.html
 */
export function quantile(self: Tensor, q: Tensor | number, dim?: number | null, options: QuantileOptions = {}): Tensor {
  return quantiles('quantile', self, q, dim, options, false);
}

/**
 * The q-th quantiles of the elements that are not NaN, of all or along a dimension.
 *
 * @throws ValueError when a q is outside of [0, 1], DTypeError when dtypes differ or are not floating point.
 * @example tensor([0.5, NaN, 1.5]).nanquantile(0.5) // 1
 * @see https://pytorch.org/docs/stable/generated/torch.nanquantile.html
 */
export function nanquantile(
  self: Tensor,
  q: Tensor | number,
  dim?: number | null,
  options: QuantileOptions = {},
): Tensor {
  return quantiles('nanquantile', self, q, dim, options, true);
}
