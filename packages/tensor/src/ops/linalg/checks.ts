/**
 * @file What linear algebra asks of its inputs.
 */
import { isFloatingPoint } from '../../dtype.js';
import { DTypeError, LinAlgError, ShapeError } from '../../errors.js';
import { readSync } from '../../host.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';

/** @throws DTypeError unless all inputs have one floating point dtype. */
export function checkFloats(op: string, ...inputs: readonly Tensor[]): void {
  const dtypes = inputs.map((t) => t.dtype);
  if (!isFloatingPoint(dtypes[0]!)) {
    throw new DTypeError(op, `expected a floating point tensor as input, got ${dtypes[0]}; use x.to('float32')`, {
      dtypes,
    });
  }
  if (dtypes.every((dtype) => dtype === dtypes[0])) return;
  throw new DTypeError(op, `expected tensors of the same dtype, got ${dtypes.join(', ')}`, { dtypes });
}

/** @throws ShapeError for fewer than two dimensions. */
export function checkMatrix(op: string, x: Tensor): void {
  if (x.ndim >= 2) return;
  throw new ShapeError(op, `the input tensor must have at least 2 dimensions, got ${shapeText(x.shape)}`, {
    shapes: [x.shape],
  });
}

/** @throws ShapeError unless the last two dimensions have one size. */
export function checkSquare(op: string, x: Tensor): void {
  checkMatrix(op, x);
  const [m, n] = x.shape.slice(-2);
  if (m === n) return;
  throw new ShapeError(op, `the input must be batches of square matrices, but they are ${m} by ${n} matrices`, {
    shapes: [x.shape],
  });
}

/** Rows and columns of a tensor's matrices. */
export function matrixSize(x: Tensor): [m: number, n: number] {
  return [x.shape.at(-2)!, x.shape.at(-1)!];
}

/** @throws LinAlgError with what `rule` says of the first number in `info` that is not 0. */
export function checkInfo(op: string, info: Tensor, rule: (info: number) => string): void {
  const codes = readSync(op, info, "to('cpu') on its inputs");
  const batch = codes.findIndex((code) => code !== 0);
  if (batch < 0) return;
  const where = info.ndim > 0 ? `(batch element ${batch}) ` : '';
  throw new LinAlgError(op, `${where}${rule(codes[batch]!)}`, { info: codes[batch]!, batch });
}

/** The rule of a singular matrix. */
export function singular(info: number): string {
  return `the diagonal element ${info} is zero, the operation could not be completed because the input matrix is singular`;
}

/** The rule of an iteration that did not end. */
export const notConverged = (): string =>
  'the algorithm failed to converge because the input matrix is ill-conditioned or has NaN or infinite elements';
