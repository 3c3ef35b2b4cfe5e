/**
 * @file Differences, slopes and areas of sampled functions.
 */
import { ShapeError, ValueError } from '../errors.js';
import { checkOptions } from '../options.js';
import { existingDim, shapeText, wrapDim, wrapDims } from '../shape.js';
import { isTensor, type Tensor } from '../tensor.js';
import { tensor } from '../create.js';
import { cat } from './join.js';
import { floating } from './pointwise.js';

/** Options of `diff`. */
export interface DiffOptions {
  /** How many times differences are taken. Default: 1. */
  readonly n?: number;
  /** Dimension along which. Default: -1. */
  readonly dim?: number;
  /** Values in front. Default: none. */
  readonly prepend?: Tensor | null;
  /** Values behind. Default: none. */
  readonly append?: Tensor | null;
}

/**
 * Differences of neighbours along a dimension: `[*, n] → [*, n − 1]`.
 *
 * @throws ShapeError for a 0-d tensor, ValueError when n is negative.
 * @example tensor([1, 3, 6]).diff() // [2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.diff.html
 */
export function diff(self: Tensor, options: DiffOptions = {}): Tensor {
  checkOptions('diff', options, ['n', 'dim', 'prepend', 'append']);
  const { n = 1, dim = -1, prepend = null, append = null } = options;
  if (self.ndim === 0) throw new ShapeError('diff', 'expects input to be at least one-dimensional', { shapes: [[]] });
  if (!Number.isInteger(n) || n < 0) throw new ValueError('diff', `order must be non-negative but got ${n}`, { n });
  const d = wrapDim('diff', dim, self.ndim);
  if (n === 0) return self.clone();
  const parts = [prepend, self, append].filter((part) => part !== null);
  let x = parts.length > 1 ? cat(parts, d) : self;
  for (let i = 0; i < n && x.size(d) > 0; i++) {
    const length = x.size(d) - 1;
    const [right, left] = [x.narrow(d, 1, length), x.narrow(d, 0, length)];
    x = x.dtype === 'bool' ? right.logicalXor(left) : right.sub(left);
  }
  return x;
}

/** Options of `gradient`. */
export interface SlopeOptions {
  /** Distance of samples: a number, one number per dimension, or their coordinates per dimension. Default: 1. */
  readonly spacing?: number | readonly number[] | readonly Tensor[] | Tensor;
  /** Dimensions along which. Default: all. */
  readonly dim?: number | readonly number[] | null;
  /** Accuracy at the ends: 1 or 2. Default: 1. */
  readonly edgeOrder?: number;
}

type Spacing = number | Tensor;

/** One spacing for each dimension. */
function spacings(spacing: NonNullable<SlopeOptions['spacing']>, count: number): readonly Spacing[] {
  if (typeof spacing === 'number') return Array.from({ length: count }, () => spacing);
  const list: readonly Spacing[] = isTensor(spacing) ? [spacing] : spacing;
  if (list.length === count) return list;
  throw new ValueError('gradient', `expected a spacing for each of ${count} dimensions, got ${list.length}`, {
    given: list.length,
    dims: count,
  });
}

/** Distances of neighbours, shaped to go along a dimension. */
function distances(self: Tensor, dim: number, spacing: Spacing): Tensor {
  const n = self.size(dim);
  const shape = self.shape.map((_, d) => (d === dim ? n - 1 : 1));
  const dtype = floating(self).dtype;
  if (typeof spacing === 'number') return tensor(spacing, { dtype, device: self.device }).expand(shape);
  if (spacing.ndim !== 1 || spacing.numel() !== n) {
    throw new ShapeError(
      'gradient',
      `expected ${n} coordinates for dimension ${dim}, got ${shapeText(spacing.shape)}`,
      {
        shapes: [self.shape, spacing.shape],
        dim,
      },
    );
  }
  return diff(spacing).to(dtype).view(shape);
}

function slope(self: Tensor, dim: number, spacing: Spacing, edgeOrder: number): Tensor {
  const n = self.size(dim);
  const x = floating(self);
  const part = (of: Tensor, start: number, length: number): Tensor => of.narrow(dim, start, length);
  const h = distances(self, dim, spacing);
  const steps = diff(x, { dim }).div(h);
  const [h0, h1] = [part(h, 0, n - 2), part(h, 1, n - 2)];
  // each inner slope is the mean of its two neighbours, the nearer one weighing more
  const inner = part(steps, 0, n - 2)
    .mul(h1)
    .add(part(steps, 1, n - 2).mul(h0))
    .div(h0.add(h1));
  const first = part(steps, 0, 1);
  const last = part(steps, n - 2, 1);
  if (edgeOrder === 1) return cat([first, inner, last], dim);
  const bend = (near: Tensor, far: Tensor, by: Tensor, other: Tensor): Tensor =>
    near.sub(far.sub(near).mul(by).div(by.add(other)));
  const start = bend(first, part(steps, 1, 1), part(h, 0, 1), part(h, 1, 1));
  const end = bend(last, part(steps, n - 3, 1), part(h, n - 2, 1), part(h, n - 3, 1));
  return cat([start, inner, end], dim);
}

/**
 * Slopes along dimensions, by central differences: `[*] → one [*] per dimension`.
 *
 * @throws ShapeError when a dimension has too few samples, ValueError when the spacing does not fit the dimensions.
 * @example gradient(tensor([1.5, 4, 9]))[0] // [2.5, 3.75, 5]
 * @see https://pytorch.org/docs/stable/generated/torch.gradient.html
 */
export function gradient(self: Tensor, options: SlopeOptions = {}): Tensor[] {
  checkOptions('gradient', options, ['spacing', 'dim', 'edgeOrder']);
  const { spacing = 1, dim = null, edgeOrder = 1 } = options;
  if (edgeOrder !== 1 && edgeOrder !== 2)
    throw new ValueError('gradient', `edgeOrder must be 1 or 2, got ${edgeOrder}`, { edgeOrder });
  const given = typeof dim === 'number' ? [dim] : (dim ?? self.shape.map((_, d) => d));
  wrapDims('gradient', given, self.ndim);
  const dims = given.map((d) => existingDim('gradient', d, self.ndim));
  const along = spacings(spacing, dims.length);
  return dims.map((d, i) => {
    if (self.size(d) > edgeOrder) return slope(self, d, along[i]!, edgeOrder);
    throw new ShapeError(
      'gradient',
      `dimension ${d} of ${shapeText(self.shape)} needs at least ${edgeOrder + 1} elements`,
      {
        shapes: [self.shape],
        dim: d,
      },
    );
  });
}

/** Options of `trapezoid`. */
export interface TrapezoidOptions {
  /** Distance of samples, where no coordinates are given. Default: 1. */
  readonly dx?: number;
  /** Dimension along which. Default: -1. */
  readonly dim?: number;
}

/** Areas under the pieces between neighbouring samples. */
function areas(
  op: string,
  y: Tensor,
  x: Tensor | null,
  options: TrapezoidOptions,
): readonly [areas: Tensor, dim: number] {
  checkOptions(op, options, ['dx', 'dim']);
  const { dx = 1, dim = -1 } = options;
  if (x !== null && options.dx !== undefined) throw new ValueError(op, 'takes x or dx, not both', { dx });
  const d = existingDim(op, dim, y.ndim);
  const n = y.size(d);
  const numbers = y.dtype === 'bool' ? y.to('int32') : y;
  const pieces = Math.max(n - 1, 0);
  const sums = numbers.narrow(d, Math.min(1, n), pieces).add(numbers.narrow(d, 0, pieces));
  if (x === null) return [sums.mul(dx).div(2), d];
  return [sums.mul(widths(op, y, x, d)).div(2), d];
}

/** Distances of the coordinates, shaped to multiply the samples. */
function widths(op: string, y: Tensor, x: Tensor, dim: number): Tensor {
  if (x.ndim === 0) throw new ShapeError(op, 'x must have at least one dimension', { shapes: [x.shape] });
  if (x.ndim === 1) {
    if (x.numel() !== y.size(dim)) {
      throw new ShapeError(op, `expected ${y.size(dim)} values for x, got ${x.numel()}`, {
        shapes: [y.shape, x.shape],
        dim,
      });
    }
    return diff(x).view(y.shape.map((_, d) => (d === dim ? -1 : 1)));
  }
  return diff(x, { dim: dim - y.ndim });
}

/**
 * The area under samples along a dimension, by trapezoids: `[*, n] → [*]`.
 *
 * @param x - coordinates of the samples; default: `dx` apart.
 * @throws ShapeError when x does not fit, ValueError when both x and dx are given.
 * @example trapezoid(tensor([1, 5, 10])) // 10.5
 * @see https://pytorch.org/docs/stable/generated/torch.trapezoid.html
 */
export function trapezoid(y: Tensor, x: Tensor | null = null, options: TrapezoidOptions = {}): Tensor {
  const [parts, dim] = areas('trapezoid', y, x, options);
  return parts.sum(dim);
}

/**
 * `trapezoid` by its older name.
 *
 * @example trapz(tensor([1, 5, 10])) // 10.5
 * @see https://pytorch.org/docs/stable/generated/torch.trapz.html
 */
export function trapz(y: Tensor, x: Tensor | null = null, options: TrapezoidOptions = {}): Tensor {
  return trapezoid(y, x, options);
}

/**
 * The running area under samples along a dimension: `[*, n] → [*, n − 1]`.
 *
 * @throws ShapeError when x does not fit, ValueError when both x and dx are given.
 * @example cumulativeTrapezoid(tensor([1, 5, 10])) // [3, 10.5]
 * @see https://pytorch.org/docs/stable/generated/torch.cumulative_trapezoid.html
 */
export function cumulativeTrapezoid(y: Tensor, x: Tensor | null = null, options: TrapezoidOptions = {}): Tensor {
  const [parts, dim] = areas('cumulativeTrapezoid', y, x, options);
  return parts.cumsum(dim);
}
