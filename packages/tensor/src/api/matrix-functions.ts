/**
 * @file Linear algebra under the names that torch and Tensor have for it beside `linalg`. All take batches, float32 or float64.
 */
import { where } from './where-function.js';
import { eye } from '../create.js';
import { dispatch } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { noAttrs } from '../op.js';
import { checkOptions } from '../options.js';
import { checkFloats, checkMatrix, checkSquare, matrixSize } from '../ops/linalg/checks.js';
import { choleskySolve as choleskySolveOp } from '../ops/linalg/cholesky.js';
import { luFactor, permutationMatrix, unpackFactors } from '../ops/linalg/lu.js';
import { geqrf as geqrfOp, householderProduct as householderOp } from '../ops/linalg/qr.js';
import { solveTriangularTensors } from '../ops/linalg/triangular.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cat } from './join.js';
import * as linalg from './linalg/index.js';

export { det, matrixExp, matrixPower, slogdet } from './linalg/products.js';
export { cholesky } from './linalg/factorize.js';

/**
 * The inverse of a square matrix, `linalg.inv`: `[*, n, n] → [*, n, n]`.
 *
 * @throws LinAlgError when the matrix is singular, ShapeError when it is not square.
 * @example tensor([[2, 0], [0, 0.5]]).inverse() // [[0.5, 0], [0, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.inverse.html
 */
export function inverse(self: Tensor): Tensor {
  return linalg.inv(self);
}

/**
 * Moore–Penrose inverse, `linalg.pinv` with another tolerance: `[*, m, n] → [*, n, m]`.
 *
 * @param options.rcond - singular values up to this times the largest one count as 0. Default: 1e-15.
 * @example tensor([[2, 0], [0, 0.5]]).pinverse() // [[0.5, 0], [0, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.pinverse.html
 */
export function pinverse(self: Tensor, options: { readonly rcond?: number } = {}): Tensor {
  checkOptions('pinverse', options, ['rcond']);
  return linalg.pinv(self, { rtol: options.rcond ?? 1e-15 });
}

/**
 * Logarithm of the determinant; NaN where that is negative: `[*, n, n] → [*]`.
 *
 * @throws ShapeError when a matrix is not square.
 * @example eye(3).logdet() // 0
 * @see https://pytorch.org/docs/stable/generated/torch.logdet.html
 */
export function logdet(self: Tensor): Tensor {
  const { sign, logabsdet } = linalg.slogdet(self);
  return where(sign.eq(-1), NaN, logabsdet);
}

/**
 * The inverse of A from its Cholesky factor: `[*, n, n] → [*, n, n]`.
 *
 * @param options.upper - whether the factor is U with `A = Uᵀ·U`. Default: false.
 * @throws ShapeError when the factor is not square.
 * @example tensor([[2, 0], [0, 0.5]]).choleskyInverse() // [[0.25, 0], [0, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.cholesky_inverse.html
 */
export function choleskyInverse(self: Tensor, options: linalg.UpperOptions = {}): Tensor {
  checkOptions('choleskyInverse', options, ['upper']);
  checkSquare('choleskyInverse', self);
  const unit = eye(self.size(-1), { dtype: self.dtype, device: self.device });
  return choleskySolve(unit, self, options);
}

/**
 * X of `A·X = B`, B being `self`, from the Cholesky factor of A: `[*, n, k], [*, n, n] → [*, n, k]`.
 *
 * @param options.upper - whether the factor is U with `A = Uᵀ·U`. Default: false.
 * @throws ShapeError when the factor is not square or B does not go with it.
 * @example ones(2, 1).choleskySolve(tensor([[2, 0], [0, 0.5]])) // [[0.25], [4]]
 * @see https://pytorch.org/docs/stable/generated/torch.cholesky_solve.html
 */
export function choleskySolve(self: Tensor, L: Tensor, options: linalg.UpperOptions = {}): Tensor {
  checkOptions('choleskySolve', options, ['upper']);
  return dispatch(choleskySolveOp, [self, L], { upper: options.upper ?? false })[0];
}

export interface TriangularSolveOptions {
  /** Which triangle of A is read. Default: true. */
  readonly upper?: boolean;
  /** Solve with Aᵀ. Default: false. */
  readonly transpose?: boolean;
  /** The diagonal counts as ones. Default: false. */
  readonly unitriangular?: boolean;
}

/**
 * X of `A·X = B`, B being `self`, with triangular A: `[*, n, k], [*, n, n] → { solution: [*, n, k], clonedCoefficient }`.
 *
 * @throws ShapeError when A is not square or B does not go with it.
 * @example ones(2, 1).triangularSolve(tensor([[2, 0], [0, 0.5]])).solution // [[0.5], [2]]
 * @see https://pytorch.org/docs/stable/generated/torch.triangular_solve.html
 */
export function triangularSolve(
  self: Tensor,
  A: Tensor,
  options: TriangularSolveOptions = {},
): { readonly solution: Tensor; readonly clonedCoefficient: Tensor } {
  checkOptions('triangularSolve', options, ['upper', 'transpose', 'unitriangular']);
  const { upper = true, transpose = false, unitriangular = false } = options;
  const solution = transpose
    ? solveTriangularTensors(A.mT, self, { upper: !upper, unitriangular })
    : solveTriangularTensors(A, self, { upper, unitriangular });
  return { solution, clonedCoefficient: A.clone() };
}

/**
 * QR factorization, `linalg.qr`: `[*, m, n] → { Q: [*, m, k], R: [*, k, n] }`.
 *
 * @param options.some - k = min(m, n) instead of m. Default: true.
 * @example ones(3, 2).qr().Q.shape // [3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.qr.html
 */
export function qr(self: Tensor, options: { readonly some?: boolean } = {}): linalg.QrResult {
  checkOptions('qr', options, ['some']);
  return linalg.qr(self, { mode: (options.some ?? true) ? 'reduced' : 'complete' });
}

/** `A = U·diag(S)·Vᵀ`. */
export interface TorchSvdResult {
  readonly U: Tensor;
  readonly S: Tensor;
  readonly V: Tensor;
}

/**
 * Singular value decomposition as `linalg.svd`, with V instead of its transpose: `[*, m, n] → { U, S, V }`.
 *
 * @param options.some - U and V have min(m, n) columns. Default: true.
 * @param options.computeUv - without, U and V are zeros. Default: true.
 * @example tensor([[3, 0], [0, 4.5]]).svd().S // [4.5, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.svd.html
 */
export function svd(
  self: Tensor,
  options: { readonly some?: boolean; readonly computeUv?: boolean } = {},
): TorchSvdResult {
  checkOptions('svd', options, ['some', 'computeUv']);
  const { some = true, computeUv = true } = options;
  if (!computeUv) {
    const S = linalg.svdvals(self);
    const [m, n] = matrixSize(self);
    const zerosOf = (k: number): Tensor => self.newZeros([...self.shape.slice(0, -2), k, k]);
    return { U: zerosOf(m), S, V: zerosOf(n) };
  }
  const { U, S, Vh } = linalg.svd(self, { fullMatrices: !some });
  return { U, S, V: Vh.mT };
}

/**
 * Packed LU factorization with row exchanges: `[*, m, n] → { LU: [*, m, n], pivots: int32 [*, min(m, n)] }`.
 *
 * @param options.pivot - exchange rows so that pivots are large. Default: true.
 * @param options.getInfos - add `info`, the positions, from 1, of the first zero pivots, 0 where there is none. Default: false.
 * @throws ShapeError for a tensor without matrices.
 * @example tensor([[1, 2], [2, 2.5]]).lu().pivots // [2, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.lu.html
 */
export function lu(
  self: Tensor,
  options: { readonly pivot?: boolean; readonly getInfos?: boolean } = {},
): linalg.LuFactorResult & { readonly info?: Tensor } {
  checkOptions('lu', options, ['pivot', 'getInfos']);
  const [LU, pivots, info] = dispatch(luFactor, [self], { pivot: options.pivot ?? true });
  return options.getInfos ? { LU, pivots, info } : { LU, pivots };
}

/**
 * X of `A·X = B`, B being `self`, from the factors of `lu` or `linalg.luFactor`: `[*, n, k], [*, n, n], [*, n] → [*, n, k]`.
 *
 * @throws ShapeError when the factors are not square or B does not go with them.
 * @example ones(2, 1).luSolve(eye(2), tensor([1, 2])) // [[1], [1]]
 * @see https://pytorch.org/docs/stable/generated/torch.lu_solve.html
 */
export function luSolve(self: Tensor, LU: Tensor, pivots: Tensor): Tensor {
  return linalg.luSolve(LU, pivots, self);
}

/**
 * The factors of a packed LU factorization, `self`: `[*, m, n], int32 [*, k] → { P: [*, m, m], L: [*, m, k], U: [*, k, n] }`.
 *
 * @param options.unpackData - whether to make L and U, which are empty otherwise. Default: true.
 * @param options.unpackPivots - whether to make P, which is empty otherwise. Default: true.
 * @throws ShapeError for a tensor without matrices or too few pivots.
 * @example tensor([[2, 2.5], [0.5, 0.75]]).luUnpack(tensor([2, 2])).L // [[1, 0], [0.5, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.lu_unpack.html
 */
export function luUnpack(
  self: Tensor,
  pivots: Tensor,
  options: { readonly unpackData?: boolean; readonly unpackPivots?: boolean } = {},
): linalg.LuResult {
  checkOptions('luUnpack', options, ['unpackData', 'unpackPivots']);
  checkMatrix('luUnpack', self);
  const { unpackData = true, unpackPivots = true } = options;
  const [m, n] = matrixSize(self);
  if (unpackPivots && (pivots.ndim !== self.ndim - 1 || pivots.size(-1) !== Math.min(m, n))) {
    throw new ShapeError(
      'luUnpack',
      `expected ${Math.min(m, n)} pivots for matrices ${shapeText(self.shape)}, got ${shapeText(pivots.shape)}`,
      { shapes: [self.shape, pivots.shape] },
    );
  }
  const nothing = self.newZeros([0]);
  const [L, U] = unpackData ? unpackFactors(self) : [nothing, nothing];
  return { P: unpackPivots ? permutationMatrix(pivots, m, self) : nothing, L, U };
}

/**
 * QR factorization as LAPACK gives it: R on and above the diagonal, below it the vectors of reflections whose factors are tau:
 * `[*, m, n] → { a: [*, m, n], tau: [*, min(m, n)] }`. Has no gradient, as in PyTorch.
 *
 * @throws ShapeError for a tensor without matrices.
 * @example tensor([[3], [4.0001]]).geqrf().tau.shape // [1]
 * @see https://pytorch.org/docs/stable/generated/torch.geqrf.html
 */
export function geqrf(self: Tensor): { readonly a: Tensor; readonly tau: Tensor } {
  const [a, tau] = dispatch(geqrfOp, [self], noAttrs);
  return { a, tau };
}

/**
 * The first columns of a product of Householder reflections, `linalg.householderProduct`: `[*, m, n], [*, k] → [*, m, n]`.
 *
 * @example tensor([[1], [0.5]]).orgqr(tensor([1.5])).shape // [2, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.orgqr.html
 */
export function orgqr(self: Tensor, tau: Tensor): Tensor {
  return linalg.householderProduct(self, tau);
}

export interface OrmqrOptions {
  /** Q from the left, or from the right. Default: true. */
  readonly left?: boolean;
  /** Multiply with Qᵀ. Default: false. */
  readonly transpose?: boolean;
}

/**
 * Product of a matrix with the square Q `[*, p, p]` of Householder reflections, given as `geqrf` gives them:
 * `[*, p, k], [*, min(p, k)], [*, m, n] → [*, m, n]`, where p is m, or n with `left: false`.
 *
 * @throws ShapeError when the sizes do not go together.
 * @example eye(2).ormqr(zeros(2), ones(2, 1)) // [[1], [1]]
 * @see https://pytorch.org/docs/stable/generated/torch.ormqr.html
 */
export function ormqr(self: Tensor, tau: Tensor, other: Tensor, options: OrmqrOptions = {}): Tensor {
  checkOptions('ormqr', options, ['left', 'transpose']);
  checkFloats('ormqr', self, tau, other);
  const { left = true, transpose = false } = options;
  checkMatrix('ormqr', self);
  checkMatrix('ormqr', other);
  const [p, k] = [self.size(-2), tau.ndim > 0 ? tau.size(-1) : 0];
  const side = left ? other.size(-2) : other.size(-1);
  if (side !== p || k > Math.min(p, self.size(-1))) {
    throw new ShapeError(
      'ormqr',
      `reflections ${shapeText(self.shape)} with factors ${shapeText(tau.shape)} do not go with ${shapeText(other.shape)}`,
      { shapes: [self.shape, tau.shape, other.shape] },
    );
  }
  // as many columns as rows: columns without a factor have no reflection
  const square = cat([self.narrow(-1, 0, k), self.newZeros([...self.shape.slice(0, -1), p - k])], -1);
  const [q] = dispatch(householderOp, [square, tau], noAttrs);
  const factor = transpose ? q.mT : q;
  return left ? factor.matmul(other) : other.matmul(factor);
}
