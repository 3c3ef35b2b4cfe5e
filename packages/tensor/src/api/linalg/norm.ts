/**
 * @file Norms of vectors and matrices, and what depends on singular values.
 */
import { dispatch } from '../../dispatch.js';
import { type DType, isFloatingPoint } from '../../dtype.js';
import { DTypeError, ShapeError, ValueError } from '../../errors.js';
import { noAttrs } from '../../op.js';
import { checkOptions } from '../../options.js';
import { checkFloats, checkMatrix, checkSquare, matrixSize } from '../../ops/linalg/checks.js';
import { eigvalsh } from '../../ops/linalg/eigh.js';
import { vectorNorm as vectorNormOp } from '../../ops/linalg/norm.js';
import { pinv as pinvOp, threshold } from '../../ops/linalg/pinv.js';
import { inv } from '../../ops/linalg/solve.js';
import { singularValues } from '../../ops/linalg/svd.js';
import { shapeText, wrapDim, wrapDims } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import type { Dims, ReduceOptions } from '../reduction.js';

/** Orders of matrix norms. */
export type MatrixOrder = 'fro' | 'nuc' | number;

/** The tensor in the dtype that a norm is computed in. @throws DTypeError where that is no floating point dtype, or a narrower one. */
function prepared(op: string, x: Tensor, dtype: DType | undefined): Tensor {
  if (dtype !== undefined && (!isFloatingPoint(dtype) || (x.dtype === 'float64' && dtype === 'float32'))) {
    throw new DTypeError(op, `cannot compute the norm of a ${x.dtype} tensor in ${dtype}`, {
      dtypes: [x.dtype, dtype],
    });
  }
  const source = dtype === undefined ? x : x.to(dtype);
  if (isFloatingPoint(source.dtype)) return source;
  throw new DTypeError(op, `expected a floating point tensor, got ${x.dtype}; use the option { dtype: 'float32' }`, {
    dtypes: [x.dtype],
  });
}

export interface VectorNormOptions extends ReduceOptions {
  /** Any number, ±Infinity included. Default: 2. */
  readonly ord?: number;
  /** Dimensions that are vectors; default: all, as one. */
  readonly dim?: Dims;
}

/**
 * Vector norm `(Σ |x|ᵖ)^(1/p)`; ±Infinity is the largest or smallest magnitude, 0 counts what is not 0: `[*] → [*] without dim`.
 *
 * @throws DTypeError for integers and bools without `dtype`, ShapeError for an empty vector of negative or infinite order.
 * @example linalg.vectorNorm(tensor([3.5, 12])) // 12.5
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.vector_norm.html
 */
export function vectorNorm(x: Tensor, options: VectorNormOptions = {}): Tensor {
  const op = 'linalg.vectorNorm';
  checkOptions(op, options, ['ord', 'dim', 'keepdim', 'dtype']);
  const { ord = 2, dim, keepdim = false } = options;
  if (typeof ord !== 'number' || Number.isNaN(ord)) {
    throw new ValueError(op, `ord has to be a number, got ${String(ord)}`, { ord });
  }
  const source = prepared(op, x, options.dtype);
  const dims = wrapDims(op, dim, x.ndim);
  if ((ord < 0 || ord === Infinity) && dims.some((d) => x.shape[d] === 0)) {
    throw new ShapeError(
      op,
      `cannot compute the norm of order ${ord} of an empty vector: no such number exists, got ${shapeText(x.shape)}`,
      { shapes: [x.shape] },
    );
  }
  return dispatch(vectorNormOp, [source], { order: ord, dims, keepdim })[0];
}

export interface MatrixNormOptions extends ReduceOptions {
  /** 'fro', 'nuc', ±Infinity, ±1 or ±2. Default: 'fro'. */
  readonly ord?: MatrixOrder;
  /** The two dimensions that are matrices. Default: the last two. */
  readonly dim?: readonly number[];
}

/** Sums of magnitudes over one dimension, their largest or smallest over the other. */
function sumsNorm(x: Tensor, order: number, [rows, columns]: readonly [number, number], keepdim: boolean): Tensor {
  const [summed, compared] = Math.abs(order) === 1 ? [rows, columns] : [columns, rows];
  const sums = x.abs().sum(summed, { keepdim: true });
  const extreme = order > 0 ? sums.amax(compared, { keepdim: true }) : sums.amin(compared, { keepdim: true });
  return keepdim ? extreme : extreme.squeeze([rows, columns]);
}

/** Of singular values, for orders 2, -2 and 'nuc'. */
function spectralNorm(
  x: Tensor,
  order: 2 | -2 | 'nuc',
  [rows, columns]: readonly [number, number],
  keepdim: boolean,
): Tensor {
  const values = singularValues(x.movedim([rows, columns], [-2, -1]));
  const result = order === 'nuc' ? values.sum(-1) : order > 0 ? values.amax(-1) : values.amin(-1);
  if (!keepdim) return result;
  const [low, high] = rows < columns ? [rows, columns] : [columns, rows];
  return result.unsqueeze(low).unsqueeze(high);
}

/**
 * Matrix norm: `[*] → [*] without dim`. 'fro' is the root of the sum of squares, 'nuc' the sum of the singular values, 2 and -2 the
 * largest and smallest of them, 1 and Infinity the largest sum of magnitudes in a column or row, -1 and -Infinity the smallest.
 *
 * @throws ValueError for another order, ShapeError for a tensor without matrices, DTypeError for integers without `dtype`.
 * @example linalg.matrixNorm(tensor([[1, 2], [3, 4.5]]), { ord: 1 }) // 6.5
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.matrix_norm.html
 */
export function matrixNorm(A: Tensor, options: MatrixNormOptions = {}): Tensor {
  const op = 'linalg.matrixNorm';
  checkOptions(op, options, ['ord', 'dim', 'keepdim', 'dtype']);
  const { ord = 'fro', dim = [-2, -1], keepdim = false } = options;
  checkMatrix(op, A);
  if (dim.length !== 2) throw new ValueError(op, `dim must be two dimensions, got ${shapeText(dim)}`, { dim });
  const [rows, columns] = dim.map((d) => wrapDim(op, d, A.ndim)) as [number, number];
  if (rows === columns) throw new ValueError(op, `dims must be different, got ${shapeText(dim)}`, { dim });
  const x = prepared(op, A, options.dtype);
  if (ord === 'fro') return vectorNorm(x, { dim: [rows, columns], keepdim });
  if (ord === 'nuc' || ord === 2 || ord === -2) return spectralNorm(x, ord, [rows, columns], keepdim);
  if (Math.abs(ord) === 1 || Math.abs(ord) === Infinity) return sumsNorm(x, ord, [rows, columns], keepdim);
  throw new ValueError(op, `ord is 'fro', 'nuc', ±Infinity, ±1 or ±2, got ${String(ord)}`, { ord });
}

export interface NormOptions extends ReduceOptions {
  /** A vector's or a matrix's order. Default: 2 of all elements, as one vector. */
  readonly ord?: MatrixOrder | null;
  /** One dimension that is vectors, or two that are matrices; without an order, any. */
  readonly dim?: Dims;
}

/**
 * Norm of vectors (one dimension, or no order) or matrices (two dimensions and an order): `[*] → [*] without dim`.
 *
 * @throws ValueError for an order that does not exist or go with the dimensions, DTypeError for integers without `dtype`.
 * @example linalg.norm(tensor([[3.5, 0], [0, 12]])) // 12.5
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.norm.html
 */
export function norm(A: Tensor, options: NormOptions = {}): Tensor {
  const op = 'linalg.norm';
  checkOptions(op, options, ['ord', 'dim', 'keepdim', 'dtype']);
  const { ord = null, dim = null, ...rest } = options;
  const dims = typeof dim === 'number' ? [dim] : dim;
  if (ord === null) return vectorNorm(A, { ...rest, dim: dims });
  if (dims && dims.length !== 1 && dims.length !== 2) {
    throw new ValueError(op, `with an order, dim is one or two dimensions, got ${shapeText(dims)}`, { dim: dims });
  }
  if (!dims && A.ndim !== 1 && A.ndim !== 2) {
    throw new ShapeError(op, `with an order and no dim, the input must be 1-d or 2-d, got ${shapeText(A.shape)}`, {
      shapes: [A.shape],
    });
  }
  if ((dims?.length ?? A.ndim) === 2) return matrixNorm(A, { ...rest, ord, dim: dims ?? [0, 1] });
  if (typeof ord === 'number') return vectorNorm(A, { ...rest, ord, dim: dims });
  throw new ValueError(op, `the order '${ord}' is only defined for matrices, not for one dimension`, { ord });
}

/**
 * Condition number `‖A‖·‖A⁻¹‖`: `[*, m, n] → [*]`; for order 2 (the default) and -2 the quotient of the extreme singular values,
 * for other orders A is square, and the number of a singular matrix infinite.
 *
 * @param options.p - as `ord` of `matrixNorm`.
 * @throws ValueError for another order, ShapeError where it needs square matrices.
 * @example linalg.cond(tensor([[2, 0], [0, 0.5]])) // 4
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.cond.html
 */
export function cond(A: Tensor, options: { readonly p?: MatrixOrder | null } = {}): Tensor {
  const op = 'linalg.cond';
  checkOptions(op, options, ['p']);
  const p = options.p ?? 2;
  checkMatrix(op, A);
  if (A.numel() === 0) return A.newZeros(A.shape.slice(0, -2));
  if (p === 2 || p === -2) {
    const values = singularValues(A);
    const [largest, smallest] = [values.select(-1, 0), values.select(-1, -1)];
    return p === 2 ? largest.div(smallest) : smallest.div(largest);
  }
  checkSquare(op, A);
  const [inverse, info] = dispatch(inv, [A], noAttrs);
  const product = matrixNorm(A, { ord: p }).mul(matrixNorm(inverse, { ord: p }));
  return product.maskedFill(info.ne(0), Infinity);
}

export interface ToleranceOptions {
  /** Singular values up to this count as 0. Default: 0. */
  readonly atol?: Tensor | number | null;
  /** As do those up to this times the largest one. Default: epsilon · max(m, n), with a positive `atol` 0. */
  readonly rtol?: Tensor | number | null;
  /** The matrices are symmetric, of which the lower triangle is read. Default: false. */
  readonly hermitian?: boolean;
}

/**
 * Number of singular values that do not count as 0: `[*, m, n] → int32 [*]`.
 *
 * @param options.tol - PyTorch's older name: `{ tol }` is `{ atol: tol, rtol: 0 }`.
 * @throws ShapeError for a tensor without matrices.
 * @example linalg.matrixRank(tensor([[1, 2], [2, 4.0001], [0, 0]])).item() // 2
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.matrix_rank.html
 */
export function matrixRank(
  A: Tensor,
  options: ToleranceOptions & { readonly tol?: Tensor | number | null } = {},
): Tensor {
  const op = 'linalg.matrixRank';
  checkOptions(op, options, ['atol', 'rtol', 'hermitian', 'tol']);
  const { hermitian = false, tol = null } = options;
  const { atol, rtol } =
    tol === null ? { atol: options.atol ?? null, rtol: options.rtol ?? null } : { atol: tol, rtol: 0 };
  if (hermitian) checkSquare(op, A);
  else checkMatrix(op, A);
  checkFloats(op, A);
  const [m, n] = matrixSize(A);
  const x = A.detach();
  const values = hermitian ? dispatch(eigvalsh, [x], { upper: false })[0].abs() : singularValues(x);
  return values.gt(threshold(values, { atol, rtol }, m, n)).sum(-1);
}

/**
 * Moore–Penrose inverse: `[*, m, n] → [*, n, m]`.
 *
 * @param options.rcond - PyTorch's older name of `rtol`.
 * @throws ShapeError for a tensor without matrices, LinAlgError for NaN or infinite elements.
 * @example linalg.pinv(tensor([[2, 0], [0, 0], [0, 0.5]])) // [[0.5, 0, 0], [0, 0, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.pinv.html
 */
export function pinv(A: Tensor, options: ToleranceOptions & { readonly rcond?: Tensor | number | null } = {}): Tensor {
  checkOptions('linalg.pinv', options, ['atol', 'rtol', 'hermitian', 'rcond']);
  const { atol = null, hermitian = false } = options;
  const rtol = options.rtol ?? options.rcond ?? null;
  if (hermitian) checkSquare('linalg.pinv', A);
  return dispatch(pinvOp, [A], { atol, rtol, hermitian })[0];
}
