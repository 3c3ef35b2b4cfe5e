/**
 * @file Powers, exponentials, determinants and products.
 */
import { cat } from '../join.js';
import { eye } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import { isFloatingPoint } from '../../dtype.js';
import { ShapeError, ValueError } from '../../errors.js';
import { noAttrs } from '../../op.js';
import { checkOptions } from '../../options.js';
import { checkSquare } from '../../ops/linalg/checks.js';
import { det as detOp, slogdet as slogdetOp } from '../../ops/linalg/det.js';
import { matrixExp as matrixExpOp } from '../../ops/linalg/exponential.js';
import { broadcastShapes, shapeText, wrapDim } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { inv } from './solve.js';

/**
 * Determinant: `[*, n, n] → [*]`.
 *
 * @throws ShapeError when a matrix is not square.
 * @example linalg.det(tensor([[2, 1], [1, 3.5]])) // 6
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.det.html
 */
export function det(A: Tensor): Tensor {
  return dispatch(detOp, [A], noAttrs)[0];
}

/** `det = sign · exp(logabsdet)`. */
export interface SlogdetResult {
  readonly sign: Tensor;
  readonly logabsdet: Tensor;
}

/**
 * Sign of the determinant and logarithm of its magnitude: `[*, n, n] → { sign: [*], logabsdet: [*] }`.
 *
 * @throws ShapeError when a matrix is not square.
 * @example linalg.slogdet(tensor([[0, 1], [1.5, 0]])).sign // -1
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.slogdet.html
 */
export function slogdet(A: Tensor): SlogdetResult {
  const [sign, logabsdet] = dispatch(slogdetOp, [A], noAttrs);
  return { sign, logabsdet };
}

/**
 * Matrix to an integer power; negative ones of the inverse: `[*, n, n] → [*, n, n]`.
 *
 * @throws ValueError unless n is an integer, ShapeError when a matrix is not square, LinAlgError for negative n when it is singular.
 * @example linalg.matrixPower(tensor([[1, 1], [0, 1.5]]), 2) // [[1, 2.5], [0, 2.25]]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.matrix_power.html
 */
export function matrixPower(A: Tensor, n: number): Tensor {
  checkSquare('linalg.matrixPower', A);
  if (!Number.isInteger(n)) throw new ValueError('linalg.matrixPower', `n has to be an integer, got ${n}`, { n });
  // zeros that depend on A, with the gradient 0
  if (n === 0)
    return A.clone()
      .zero_()
      .add(eye(A.size(-1), { dtype: A.dtype, device: A.device }));
  let square = n < 0 ? inv(A) : A;
  let result: Tensor | undefined;
  for (let rest = Math.abs(n); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result ? result.matmul(square) : square;
    if (rest > 1) square = square.matmul(square);
  }
  return n === 1 ? A.clone() : (result ?? A);
}

/**
 * Exponential `Σ Aᵏ / k!` of matrices: `[*, n, n] → [*, n, n]`.
 *
 * @throws ShapeError when a matrix is not square, DTypeError for integers.
 * @example linalg.matrixExp(zeros(2, 2)) // [[1, 0], [0, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.matrix_exp.html
 */
export function matrixExp(A: Tensor): Tensor {
  return dispatch(matrixExpOp, [A], noAttrs)[0];
}

/** Where to split a chain of matrices `sizes[i] × sizes[i + 1]`, for the fewest multiplications. */
function bestSplits(sizes: readonly number[]): number[][] {
  const n = sizes.length - 1;
  const cost = Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
  const split = Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
  for (let length = 1; length < n; length++) {
    for (let i = 0; i + length < n; i++) {
      const j = i + length;
      cost[i]![j] = Infinity;
      for (let k = i; k < j; k++) {
        const q = cost[i]![k]! + cost[k + 1]![j]! + sizes[i]! * sizes[k + 1]! * sizes[j + 1]!;
        if (q >= cost[i]![j]!) continue;
        cost[i]![j] = q;
        split[i]![j] = k;
      }
    }
  }
  return split;
}

/**
 * Product of a chain of matrices in the order that needs the fewest multiplications; the first and the last may be vectors:
 * `[a, b], [b, c], …, [y, z] → [a, z]`.
 *
 * @throws ValueError for fewer than two tensors, ShapeError when neighbours do not go together.
 * @example linalg.multiDot([ones(2, 3), ones(3, 4), ones(4, 1)]) // [[12], [12]]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.multi_dot.html
 */
export function multiDot(tensors: readonly Tensor[]): Tensor {
  const op = 'linalg.multiDot';
  const [first, last] = [tensors[0], tensors.at(-1)];
  if (!first || !last || tensors.length < 2)
    throw new ValueError(op, 'expected at least 2 tensors', { tensors: tensors.length });
  const shapes = tensors.map((t) => t.shape);
  const fits = tensors.every(({ ndim }, i) => ndim === 2 || (ndim === 1 && (i === 0 || i === tensors.length - 1)));
  if (!fits) throw new ShapeError(op, `expected matrices, got ${shapes.map(shapeText).join(', ')}`, { shapes });
  const matrices = [...tensors];
  if (first.ndim === 1) matrices[0] = first.unsqueeze(0);
  if (last.ndim === 1) matrices[matrices.length - 1] = last.unsqueeze(1);
  const split = bestSplits([matrices[0]!.size(0), ...matrices.map((t) => t.size(1))]);
  const product = (i: number, j: number): Tensor =>
    i === j ? matrices[i]! : product(i, split[i]![j]!).mm(product(split[i]![j]! + 1, j));
  const result = product(0, matrices.length - 1);
  const rows = first.ndim === 1 ? result.squeeze(0) : result;
  return last.ndim === 1 ? rows.squeeze(-1) : rows;
}

/**
 * Cross product of vectors with three elements: `[*], [*] → [*]`, broadcast.
 *
 * @param options.dim - where the vectors lie. Default: -1.
 * @throws ShapeError when that dimension has not 3 elements in both.
 * @example linalg.cross(tensor([1, 0, 0]), tensor([0, 1, 0])) // [0, 0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.cross.html
 */
export function cross(self: Tensor, other: Tensor, options: { readonly dim?: number } = {}): Tensor {
  const op = 'linalg.cross';
  checkOptions(op, options, ['dim']);
  const { dim = -1 } = options;
  const shapes = [self.shape, other.shape];
  if (self.ndim !== other.ndim) {
    throw new ShapeError(
      op,
      `expected as many dimensions, got ${shapeText(self.shape)} and ${shapeText(other.shape)}`,
      {
        shapes,
      },
    );
  }
  const at = wrapDim(op, dim, self.ndim);
  if (self.shape[at] !== 3 || other.shape[at] !== 3) {
    throw new ShapeError(op, `dimension ${dim} must have 3 elements, got ${shapes.map(shapeText).join(' and ')}`, {
      shapes,
    });
  }
  const shape = broadcastShapes(op, self.shape, other.shape);
  const [a, b] = [self.expand(shape), other.expand(shape)];
  const turned = (x: Tensor, by: number): Tensor => x.roll(-by, at);
  return turned(a, 1)
    .mul(turned(b, 2))
    .sub(turned(a, 2).mul(turned(b, 1)));
}

/**
 * Inner products along a dimension: `[*], [*] → [*] without dim`, broadcast.
 *
 * @param options.dim - where the vectors lie. Default: -1.
 * @throws ShapeError when the shapes do not broadcast.
 * @example linalg.vecdot(tensor([[1, 2], [3, 4]]), tensor([1, 1])) // [3, 7]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.vecdot.html
 */
export function vecdot(x: Tensor, y: Tensor, options: { readonly dim?: number } = {}): Tensor {
  checkOptions('linalg.vecdot', options, ['dim']);
  return x.mul(y).sum(options.dim ?? -1);
}

/**
 * Powers 0, 1, … of each element, in a new last dimension: `[*, n] → [*, n, N]`.
 *
 * @param options.N - how many powers. Default: n.
 * @throws ValueError for N ≤ 1.
 * @example linalg.vander(tensor([2, 3])) // [[1, 2], [1, 3]]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.vander.html
 */
export function vander(x: Tensor, options: { readonly N?: number | null } = {}): Tensor {
  checkOptions('linalg.vander', options, ['N']);
  const count = options.N ?? x.shape.at(-1) ?? 1;
  if (!(count > 1)) throw new ValueError('linalg.vander', `N must be greater than 1, got ${count}`, { N: count });
  if (x.ndim === 0) return vander(x.unsqueeze(0), { N: count });
  const base = isFloatingPoint(x.dtype) ? x : x.to('int32');
  const powers = base
    .unsqueeze(-1)
    .expand([...x.shape, count - 1])
    .cumprod(-1);
  return cat([powers.newOnes([...x.shape, 1]), powers], -1);
}
