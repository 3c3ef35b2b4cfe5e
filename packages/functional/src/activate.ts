/**
 * @file Running an activation, on a new tensor or in place.
 */
import { dispatch, dispatchInplace, type Op, type Tensor } from '@x/tensor/core';

export interface InplaceOptions {
  /** Put the result into the input instead of a new tensor. Default: false. */
  readonly inplace?: boolean;
}

/** Defaults of functions that have no other option. */
export const inplaceDefaults: Required<InplaceOptions> = { inplace: false };

/** The op's result, in place of the input's contents if asked for. */
export function activate<A>(
  op: Op<readonly [x: Tensor], A, readonly [Tensor]>,
  x: Tensor,
  attrs: A,
  inplace: boolean,
): Tensor {
  return inplace ? dispatchInplace(op, [x], attrs) : dispatch(op, [x], attrs)[0];
}
