/**
 * @file Linear systems, inverses and least squares.
 */
import { dispatch } from '../../dispatch.js';
import { ShapeError, ValueError } from '../../errors.js';
import { noAttrs } from '../../op.js';
import { checkOptions } from '../../options.js';
import { checkFloats, checkInfo, checkSquare, singular } from '../../ops/linalg/checks.js';
import { luSolve as luSolveOp } from '../../ops/linalg/lu.js';
import { inv as invOp, solve as solveOp } from '../../ops/linalg/solve.js';
import { solveTriangularTensors } from '../../ops/linalg/triangular.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import type { CheckOptions } from './factorize.js';

export interface SideOptions {
  /** Solve `A·X = B`, or `X·A = B`. Default: true. */
  readonly left?: boolean;
}

/** The solution and the position, from 1, of the first zero pivot, 0 where A is invertible. */
export interface SolveResult {
  readonly result: Tensor;
  readonly info: Tensor;
}

/** Whether B is a batch of vectors for A. */
function areVectors(A: Tensor, B: Tensor): boolean {
  return B.ndim === 1 || (B.ndim === A.ndim - 1 && sameShape(B.shape, A.shape.slice(0, -1)));
}

/**
 * The solution of a linear system `A·X = B`: `[*, n, n], [*, n, k] → [*, n, k]`; B may be a vector `[n]` or `[*, n]`.
 *
 * @throws LinAlgError when A is singular, ShapeError when A is not square or B does not go with it.
 * @example linalg.solve(tensor([[2, 0], [0, 0.5]]), tensor([1.5, 1])) // [0.75, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.solve.html
 */
export function solve(A: Tensor, B: Tensor, options: SideOptions = {}): Tensor {
  checkOptions('linalg.solve', options, ['left']);
  return solveEx(A, B, { ...options, checkErrors: true }).result;
}

/**
 * As `solve`, with `info` instead of an error: `{ result, info: int32 [*] }`.
 *
 * @throws ShapeError when A is not square or B does not go with it.
 * @example linalg.solveEx(zeros(2, 2), ones(2)).info.item() // 1
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.solve_ex.html
 */
export function solveEx(A: Tensor, B: Tensor, options: SideOptions & CheckOptions = {}): SolveResult {
  checkOptions('linalg.solveEx', options, ['left', 'checkErrors']);
  const { left = true, checkErrors = false } = options;
  checkSquare('linalg.solve', A);
  const vector = areVectors(A, B);
  if (vector && !left) {
    throw new ShapeError('linalg.solve', `left: false is not supported when B is a vector, got ${shapeText(B.shape)}`, {
      shapes: [A.shape, B.shape],
    });
  }
  const right = vector ? B.unsqueeze(-1) : B;
  const [x, info] = left ? dispatch(solveOp, [A, right], noAttrs) : dispatch(solveOp, [A.mT, right.mT], noAttrs);
  if (checkErrors) checkInfo('linalg.solve', info, singular);
  return { result: vector ? x.squeeze(-1) : left ? x : x.mT, info };
}

/**
 * The inverse of a square matrix: `[*, n, n] → [*, n, n]`.
 *
 * @throws LinAlgError when the matrix is singular, ShapeError when it is not square.
 * @example linalg.inv(tensor([[2, 0], [0, 0.5]])) // [[0.5, 0], [0, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.inv.html
 */
export function inv(A: Tensor): Tensor {
  return invEx(A, { checkErrors: true }).inverse;
}

/**
 * As `inv`, with `info` instead of an error: `[*, n, n] → { inverse: [*, n, n], info: int32 [*] }`.
 *
 * @throws ShapeError when the matrix is not square.
 * @example linalg.invEx(zeros(2, 2)).info.item() // 1
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.inv_ex.html
 */
export function invEx(A: Tensor, options: CheckOptions = {}): { readonly inverse: Tensor; readonly info: Tensor } {
  checkOptions('linalg.invEx', options, ['checkErrors']);
  const [inverse, info] = dispatch(invOp, [A], noAttrs);
  if (options.checkErrors ?? false) checkInfo('linalg.inv', info, singular);
  return { inverse, info };
}

export interface TriangularOptions extends SideOptions {
  /** The diagonal counts as ones. Default: false. */
  readonly unitriangular?: boolean;
}

/**
 * The solution of `A·X = B` with triangular A, of which only that triangle is read: `[*, n, n], [*, n, k] → [*, n, k]`.
 *
 * A zero on the diagonal gives infinities, not an error.
 * @param options.upper - which triangle; has no default, as in PyTorch.
 * @throws ShapeError when A is not square or B does not go with it, ValueError without `upper`.
 * @example linalg.solveTriangular(tensor([[2, 0], [1, 0.5]]), ones(2, 1), { upper: false }) // [[0.5], [1]]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.solve_triangular.html
 */
export function solveTriangular(
  A: Tensor,
  B: Tensor,
  options: TriangularOptions & { readonly upper: boolean },
): Tensor {
  checkOptions('linalg.solveTriangular', options, ['upper', 'left', 'unitriangular']);
  const { upper, left = true, unitriangular = false } = options;
  if (typeof upper !== 'boolean') throw new ValueError('linalg.solveTriangular', 'the option upper is required');
  if (left) return solveTriangularTensors(A, B, { upper, unitriangular });
  return solveTriangularTensors(A.mT, B.mT, { upper: !upper, unitriangular }).mT;
}

export interface LuSolveOptions extends SideOptions {
  /** Solve with Aᵀ. Default: false. */
  readonly adjoint?: boolean;
}

/**
 * The solution of `A·X = B` from `luFactor(A)`: `[*, n, n], [*, n], [*, n, k] → [*, n, k]`.
 *
 * @throws ShapeError when the factors are not square or B does not go with them.
 * @example const { LU, pivots } = linalg.luFactor(eye(2)); return linalg.luSolve(LU, pivots, ones(2, 1)); // [[1], [1]]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.lu_solve.html
 */
export function luSolve(LU: Tensor, pivots: Tensor, B: Tensor, options: LuSolveOptions = {}): Tensor {
  const op = 'linalg.luSolve';
  checkOptions(op, options, ['left', 'adjoint']);
  const { left = true, adjoint = false } = options;
  checkSquare(op, LU);
  checkFloats(op, LU, B);
  const right = left ? B : B.mT;
  const n = LU.size(-1);
  const shapes = [LU.shape, pivots.shape, B.shape];
  if (pivots.dtype !== 'int32' || pivots.ndim === 0 || pivots.size(-1) !== n) {
    throw new ShapeError(op, `expected ${n} int32 pivots a matrix, got ${pivots.dtype} ${shapeText(pivots.shape)}`, {
      shapes,
    });
  }
  if (B.ndim < 2 || right.size(-2) !== n) {
    throw new ShapeError(op, `incompatible shapes of LU and B: ${shapeText(LU.shape)} and ${shapeText(B.shape)}`, {
      shapes,
    });
  }
  const [x] = dispatch(luSolveOp, [LU, pivots, right], { adjoint: adjoint === left });
  return left ? x : x.mT;
}

/**
 * The inverse for `tensordot`: `[*a, *b] → [*b, *a]` where both parts have as many elements.
 *
 * @param options.ind - how many leading dimensions are the first part. Default: 2.
 * @throws ShapeError when the parts have different numbers of elements, ValueError unless `ind` is positive, LinAlgError for a singular one.
 * @example linalg.tensorinv(eye(4).view(2, 2, 4), { ind: 2 }).shape // [4, 2, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.tensorinv.html
 */
export function tensorinv(A: Tensor, options: { readonly ind?: number } = {}): Tensor {
  checkOptions('linalg.tensorinv', options, ['ind']);
  const { ind = 2 } = options;
  if (!(ind > 0)) throw new ValueError('linalg.tensorinv', `expected a positive ind, got ${ind}`, { ind });
  const [first, last] = [A.shape.slice(0, ind), A.shape.slice(ind)];
  const [m, n] = [first, last].map((part) => part.reduce((a, b) => a * b, 1)) as [number, number];
  if (m !== n) {
    throw new ShapeError(
      'linalg.tensorinv',
      `expected prod(A.shape[:ind]) to be prod(A.shape[ind:]), got ${m} != ${n}`,
      { shapes: [A.shape] },
    );
  }
  return inv(A.reshape([m, n])).reshape([...last, ...first]);
}

/**
 * X of `tensordot(A, X, { dims: X.ndim }) = B`: `[*B, *x], [*B] → [*x]`.
 *
 * @param options.dims - dimensions of A that are moved to its end first. Default: none.
 * @throws ShapeError when A is not square in this sense, LinAlgError when it is singular.
 * @example linalg.tensorsolve(eye(4).view(2, 2, 4), ones(2, 2)) // [1, 1, 1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.tensorsolve.html
 */
export function tensorsolve(A: Tensor, B: Tensor, options: { readonly dims?: readonly number[] | null } = {}): Tensor {
  checkOptions('linalg.tensorsolve', options, ['dims']);
  const { dims } = options;
  const moved = dims
    ? A.movedim(
        [...dims],
        Array.from(dims, (_, i) => i - dims.length),
      )
    : A;
  const shape = moved.shape.slice(B.ndim);
  const n = shape.reduce((a, b) => a * b, 1);
  if (n !== B.numel()) {
    throw new ShapeError(
      'linalg.tensorsolve',
      `expected A to have as many elements for the solution as B, got ${n} and ${B.numel()} of ${shapeText(A.shape)} and ${shapeText(B.shape)}`,
      { shapes: [A.shape, B.shape] },
    );
  }
  return solve(moved.reshape([B.numel(), n]), B.flatten()).reshape(shape);
}
