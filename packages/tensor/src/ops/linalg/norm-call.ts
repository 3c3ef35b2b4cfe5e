/**
 * @file The vector norm as a function, for distances.
 */
import { dispatch } from '../../dispatch.js';
import { isFloatingPoint } from '../../dtype.js';
import { DTypeError } from '../../errors.js';
import type { Tensor } from '../../tensor.js';
import { vectorNorm } from './norm.js';

/** The p-norm over `dims`, with the subgradient 0 at 0. */
export function norm(x: Tensor, order: number, dims: readonly number[], keepdim: boolean): Tensor {
  return dispatch(vectorNorm, [x], { order, dims, keepdim })[0];
}

/** @throws DTypeError unless all tensors have a floating point dtype. */
export function checkFloat(op: string, ...inputs: readonly Tensor[]): void {
  const dtypes = inputs.map((t) => t.dtype);
  if (dtypes.every(isFloatingPoint)) return;
  throw new DTypeError(op, `only supports floating point dtypes, got ${dtypes.join(' and ')}; use x.to('float32')`, {
    dtypes,
  });
}
