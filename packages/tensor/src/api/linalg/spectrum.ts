/**
 * @file Eigenvalues of symmetric matrices, singular values of any.
 */
import { dispatch } from '../../dispatch.js';
import { ValueError } from '../../errors.js';
import { checkOptions } from '../../options.js';
import { eigh as eighOp, eigvalsh as eigvalshOp } from '../../ops/linalg/eigh.js';
import { singularValues, svd as svdOp } from '../../ops/linalg/svd.js';
import type { Tensor } from '../../tensor.js';

export interface EighOptions {
  /** The triangle that is read, lower or upper. Default: 'L'. */
  readonly UPLO?: 'L' | 'U';
}

/** Eigenvalues in ascending order, eigenvectors in columns. */
export interface EighResult {
  readonly eigenvalues: Tensor;
  readonly eigenvectors: Tensor;
}

function isUpper(op: string, options: EighOptions): boolean {
  checkOptions(op, options, ['UPLO']);
  const side = options.UPLO ?? 'L';
  if (/^[lu]$/iu.test(side)) return /u/iu.test(side);
  throw new ValueError(op, `expected UPLO to be 'L' or 'U', got '${side}'`, { UPLO: side });
}

/**
 * Eigenvalues and eigenvectors of symmetric matrices `A = V·diag(λ)·Vᵀ`:
 * `[*, n, n] → { eigenvalues: [*, n], eigenvectors: [*, n, n] }`.
 *
 * Signs of eigenvectors, and the vectors of equal eigenvalues, are arbitrary; gradients are right where the loss does not
 * depend on them.
 * @throws LinAlgError when the iteration fails (NaN or infinite elements), ShapeError when a matrix is not square.
 * @example linalg.eigh(tensor([[2, 0], [0, 1.5]])).eigenvalues // [1.5, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.eigh.html
 */
export function eigh(A: Tensor, options: EighOptions = {}): EighResult {
  const [eigenvalues, eigenvectors] = dispatch(eighOp, [A], { upper: isUpper('linalg.eigh', options) });
  return { eigenvalues, eigenvectors };
}

/**
 * Eigenvalues of symmetric matrices, ascending: `[*, n, n] → [*, n]`.
 *
 * @throws LinAlgError when the iteration fails (NaN or infinite elements), ShapeError when a matrix is not square.
 * @example linalg.eigvalsh(tensor([[2, 0], [0, 1.5]])) // [1.5, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.eigvalsh.html
 */
export function eigvalsh(A: Tensor, options: EighOptions = {}): Tensor {
  return dispatch(eigvalshOp, [A], { upper: isUpper('linalg.eigvalsh', options) })[0];
}

/** `A = U·diag(S)·Vh`. */
export interface SvdResult {
  readonly U: Tensor;
  readonly S: Tensor;
  readonly Vh: Tensor;
}

/**
 * Singular value decomposition `A = U·diag(S)·Vh`, values descending:
 * `[*, m, n] → { U: [*, m, m], S: [*, k], Vh: [*, n, n] }`, k = min(m, n); without `fullMatrices` U has k columns and Vh k rows.
 *
 * Signs of singular vectors are arbitrary; gradients are right where the loss does not depend on them.
 * @throws LinAlgError when the iteration fails (NaN or infinite elements), ShapeError for a tensor without matrices.
 * @example linalg.svd(tensor([[3, 0], [0, 4.5]])).S // [4.5, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.svd.html
 */
export function svd(A: Tensor, options: { readonly fullMatrices?: boolean } = {}): SvdResult {
  checkOptions('linalg.svd', options, ['fullMatrices']);
  const [U, S, Vh] = dispatch(svdOp, [A], { full: options.fullMatrices ?? true });
  return { U, S, Vh };
}

/**
 * Singular values, descending: `[*, m, n] → [*, min(m, n)]`.
 *
 * @throws LinAlgError when the iteration fails (NaN or infinite elements), ShapeError for a tensor without matrices.
 * @example linalg.svdvals(tensor([[3, 0], [0, 4.5]])) // [4.5, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.svdvals.html
 */
export function svdvals(A: Tensor): Tensor {
  return singularValues(A);
}
