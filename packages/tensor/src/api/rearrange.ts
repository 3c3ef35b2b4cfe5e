/**
 * @file Elements in another order, repeated, or kept only on one side of a diagonal.
 */
import { type Ints, toInts } from '../args.js';
import { dispatch } from '../dispatch.js';
import { arange } from '../create.js';
import { ShapeError, ValueError } from '../errors.js';
import * as ops from '../ops/rearrange.js';
import { existingDim, shapeText, wrapDims } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cat } from './join.js';
import { checkOptions } from '../options.js';

/**
 * Dimensions walked backwards: a copy, as in PyTorch: `[*] → [*]`.
 *
 * @throws IndexError when a dimension does not exist.
 * @example arange(3).flip(0) // [2, 1, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.flip.html
 */
export function flip(self: Tensor, ...dims: Ints): Tensor {
  const list = toInts(dims);
  return dispatch(ops.flip, [self], { dims: list.length === 0 ? [] : wrapDims('flip', list, self.ndim) })[0];
}

/**
 * Elements shifted along dimensions, those that fall off come in again on the other side; without dims over all elements.
 *
 * @throws ValueError when there are not as many shifts as dims.
 * @example arange(4).roll(1) // [3, 0, 1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.roll.html
 */
export function roll(self: Tensor, shifts: number | readonly number[], dims?: number | readonly number[]): Tensor {
  const by = typeof shifts === 'number' ? [shifts] : shifts;
  if (dims === undefined) {
    if (by.length !== 1) throw new ValueError('roll', `${by.length} shifts need as many dims`, { shifts: by });
    return roll(self.flatten(), by, 0).view(self.shape);
  }
  const along = typeof dims === 'number' ? [dims] : dims;
  if (by.length !== along.length)
    throw new ValueError('roll', `${by.length} shifts but ${along.length} dims`, { shifts: by, dims: along });
  const rolled = along.reduce((x, dim, i) => {
    const d = existingDim('roll', dim, x.ndim);
    const n = x.size(d);
    const shift = n === 0 ? 0 : ((by[i]! % n) + n) % n;
    return shift === 0 ? x : cat([x.narrow(d, n - shift, shift), x.narrow(d, 0, n - shift)], d);
  }, self);
  return rolled === self ? self.clone() : rolled;
}

/**
 * The tensor repeated along each dimension; additional sizes come first: `[a, b] → [r₀·a, r₁·b]`.
 *
 * @throws ShapeError when fewer sizes than dimensions are given.
 * @example tensor([1, 2]).repeat(2, 2) // [[1, 2, 1, 2], [1, 2, 1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.repeat.html
 */
export function repeat(self: Tensor, ...sizes: Ints): Tensor {
  const repeats = toInts(sizes);
  if (repeats.length < self.ndim || repeats.some((n) => !Number.isInteger(n) || n < 0)) {
    throw new ShapeError(
      'repeat',
      `${shapeText(repeats)} are not repeats ≥ 0 for each of the ${self.ndim} dimensions of ${shapeText(self.shape)}`,
      {
        shapes: [self.shape, repeats],
      },
    );
  }
  const lead = repeats.length - self.ndim;
  const shape = [...Array.from({ length: lead }, () => 1), ...self.shape];
  const pairs = repeats.flatMap((r, d) => [r, shape[d]!]);
  return self
    .reshape(shape.flatMap((n) => [1, n]))
    .expand(pairs)
    .clone()
    .view(repeats.map((r, d) => r * shape[d]!));
}

/**
 * `repeat` that puts missing sizes as 1 in front.
 *
 * @example tensor([1, 2]).tile(2) // [1, 2, 1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.tile.html
 */
export function tile(self: Tensor, ...dims: Ints): Tensor {
  const sizes = toInts(dims);
  return repeat(self, [...Array.from({ length: Math.max(self.ndim - sizes.length, 0) }, () => 1), ...sizes]);
}

/** Options of `tril` and `triu`. */
export interface TriangleOptions {
  /** Diagonal that still belongs to the triangle: 0 the main one, above it where positive. Default: 0. */
  readonly diagonal?: number;
}

function triangle(
  op: string,
  self: Tensor,
  options: TriangleOptions,
  keep: (columns: Tensor, rows: Tensor) => Tensor,
): Tensor {
  checkOptions(op, options, ['diagonal']);
  const { diagonal = 0 } = options;
  if (self.ndim < 2)
    throw new ShapeError(op, `input must have at least 2 dimensions, got ${shapeText(self.shape)}`, {
      shapes: [self.shape],
    });
  const { device } = self;
  const rows = arange(self.size(-2), { device }).add(diagonal).unsqueeze(1);
  const columns = arange(self.size(-1), { device });
  return self.maskedFill(keep(columns, rows).logicalNot(), 0);
}

/**
 * The lower triangle of matrices, zeros above the diagonal: `[*, n, m] → [*, n, m]`.
 *
 * @throws ShapeError for less than two dimensions.
 * @example ones(2, 2).tril() // [[1, 0], [1, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.tril.html
 */
export function tril(self: Tensor, options: TriangleOptions = {}): Tensor {
  return triangle('tril', self, options, (columns, rows) => columns.le(rows));
}

/**
 * The upper triangle of matrices, zeros below the diagonal: `[*, n, m] → [*, n, m]`.
 *
 * @throws ShapeError for less than two dimensions.
 * @example ones(2, 2).triu() // [[1, 1], [0, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.triu.html
 */
export function triu(self: Tensor, options: TriangleOptions = {}): Tensor {
  return triangle('triu', self, options, (columns, rows) => columns.ge(rows));
}
