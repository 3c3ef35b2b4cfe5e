/**
 * @file Factorizations: `A [*, m, n]` as a product of simpler matrices. All take batches, float32 or float64, and are computed
 * in double precision.
 */
import { dispatch } from '../../dispatch.js';
import { ValueError } from '../../errors.js';
import { noAttrs } from '../../op.js';
import { checkOptions } from '../../options.js';
import { checkInfo } from '../../ops/linalg/checks.js';
import { choleskyFactor } from '../../ops/linalg/cholesky.js';
import { luFactor as luFactorOp, permutationMatrix, unpackFactors } from '../../ops/linalg/lu.js';
import { householderProduct as householderOp, qr as qrOp, type QrMode } from '../../ops/linalg/qr.js';
import type { Tensor } from '../../tensor.js';

/** Which triangle. */
export interface UpperOptions {
  /** Upper triangle instead of the lower one. Default: false. */
  readonly upper?: boolean;
}

/** Whether a matrix that the algorithm cannot work with is an error. */
export interface CheckOptions {
  /** Throw a LinAlgError when `info` is not 0. Default: false. */
  readonly checkErrors?: boolean;
}

const minor = (info: number): string =>
  `the factorization could not be completed because the input is not positive-definite (the leading minor of order ${info} is not positive-definite)`;

/** The factor and the order of the first leading minor that is not positive-definite, 0 where all are. */
export interface CholeskyResult {
  readonly L: Tensor;
  readonly info: Tensor;
}

/**
 * Cholesky factorization `A = L·Lᵀ` of symmetric positive-definite matrices: `[*, n, n] → [*, n, n]`.
 *
 * One triangle is read: the lower one, with `upper: true` the upper one, and the result is then `U` with `A = Uᵀ·U`.
 * @throws LinAlgError when a matrix is not positive-definite, ShapeError when it is not square.
 * @example linalg.cholesky(tensor([[4, 2], [2, 5.0001]])) // [[2, 0], [1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.cholesky.html
 */
export function cholesky(A: Tensor, options: UpperOptions = {}): Tensor {
  checkOptions('linalg.cholesky', options, ['upper']);
  return choleskyEx(A, { ...options, checkErrors: true }).L;
}

/**
 * As `cholesky`, with `info` instead of an error: `[*, n, n] → { L: [*, n, n], info: int32 [*] }`.
 *
 * @throws ShapeError when a matrix is not square.
 * @example linalg.choleskyEx(tensor([[-1.5]])).info.item() // 1
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.cholesky_ex.html
 */
export function choleskyEx(A: Tensor, options: UpperOptions & CheckOptions = {}): CholeskyResult {
  checkOptions('linalg.choleskyEx', options, ['upper', 'checkErrors']);
  const [L, info] = dispatch(choleskyFactor, [A], { upper: options.upper ?? false });
  if (options.checkErrors ?? false) checkInfo('linalg.cholesky', info, minor);
  return { L, info };
}

/** Orthogonal Q, upper triangular R. */
export interface QrResult {
  readonly Q: Tensor;
  readonly R: Tensor;
}

const modes: ReadonlySet<QrMode> = new Set(['reduced', 'complete', 'r']);

/**
 * QR factorization `A = Q·R`: `[*, m, n] → { Q: [*, m, k], R: [*, k, n] }`, k = min(m, n), with mode 'complete' m.
 *
 * Gradients need linearly independent columns. With mode 'r', Q is empty.
 * @throws ValueError for another mode, ShapeError for a tensor without matrices.
 * @example linalg.qr(tensor([[3, 1], [4, 0.5]])).R.get(0, 0).item() // -5
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.qr.html
 */
export function qr(A: Tensor, options: { readonly mode?: QrMode } = {}): QrResult {
  checkOptions('linalg.qr', options, ['mode']);
  const { mode = 'reduced' } = options;
  if (!modes.has(mode)) {
    throw new ValueError('linalg.qr', `mode is 'reduced', 'complete' or 'r', got '${mode}'`, { mode });
  }
  const [Q, R] = dispatch(qrOp, [A], { mode });
  return { Q: mode === 'r' ? A.newZeros([0]) : Q, R };
}

/** Packed factors: U on and above the diagonal, L below; and for each row, from 1, the row that it was exchanged with. */
export interface LuFactorResult {
  readonly LU: Tensor;
  readonly pivots: Tensor;
}

export interface LuOptions {
  /** Exchange rows so that pivots are large; without, a zero pivot is met sooner. Default: true. */
  readonly pivot?: boolean;
}

const zeroPivot = (info: number): string =>
  `U[${info},${info}] is zero and using it on luSolve would result in a division by zero; if you still want to perform the factorization, consider linalg.lu or linalg.luFactorEx`;

/**
 * Packed LU factorization with row exchanges: `[*, m, n] → { LU: [*, m, n], pivots: int32 [*, min(m, n)] }`.
 *
 * @throws LinAlgError when a pivot is zero, ShapeError for a tensor without matrices.
 * @example linalg.luFactor(tensor([[1, 2], [2, 2.5]])).pivots // [2, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.lu_factor.html
 */
export function luFactor(A: Tensor, options: LuOptions = {}): LuFactorResult {
  checkOptions('linalg.luFactor', options, ['pivot']);
  const { LU, pivots } = luFactorEx(A, { ...options, checkErrors: true });
  return { LU, pivots };
}

/**
 * As `luFactor`, with `info` instead of an error: the position, from 1, of the first zero pivot, 0 where there is none.
 *
 * @throws ShapeError for a tensor without matrices.
 * @example linalg.luFactorEx(zeros(2, 2)).info.item() // 1
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.lu_factor_ex.html
 */
export function luFactorEx(
  A: Tensor,
  options: LuOptions & CheckOptions = {},
): LuFactorResult & { readonly info: Tensor } {
  checkOptions('linalg.luFactorEx', options, ['pivot', 'checkErrors']);
  const [LU, pivots, info] = dispatch(luFactorOp, [A], { pivot: options.pivot ?? true });
  if (options.checkErrors ?? false) checkInfo('linalg.luFactor', info, zeroPivot);
  return { LU, pivots, info };
}

/** `A = P·L·U`. */
export interface LuResult {
  readonly P: Tensor;
  readonly L: Tensor;
  readonly U: Tensor;
}

/**
 * LU factorization `A = P·L·U`: `[*, m, n] → { P: [*, m, m], L: [*, m, k], U: [*, k, n] }`, k = min(m, n).
 *
 * Without `pivot`, P is empty.
 * @throws ShapeError for a tensor without matrices.
 * @example linalg.lu(tensor([[1, 2], [2, 2.5]])).U.get(0).tolist() // [2, 2.5]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.lu.html
 */
export function lu(A: Tensor, options: LuOptions = {}): LuResult {
  checkOptions('linalg.lu', options, ['pivot']);
  const { pivot = true } = options;
  const [packed, pivots] = dispatch(luFactorOp, [A], { pivot });
  const [L, U] = unpackFactors(packed);
  return { P: pivot ? permutationMatrix(pivots, A.size(-2), packed) : A.newZeros([0]), L, U };
}

/**
 * The first n columns of a product of Householder reflections `I − τᵢ·vᵢ·vᵢᵀ`, vᵢ below the diagonal of column i:
 * `[*, m, n], [*, k] → [*, m, n]`.
 *
 * @throws ShapeError for more columns than rows, or more factors than columns.
 * @example linalg.householderProduct(tensor([[1], [0.5]]), tensor([1.5])).shape // [2, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.householder_product.html
 */
export function householderProduct(A: Tensor, tau: Tensor): Tensor {
  return dispatch(householderOp, [A, tau], noAttrs)[0];
}
