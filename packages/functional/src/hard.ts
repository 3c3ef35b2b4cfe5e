/**
 * @file Activations made of straight lines, and gates.
 */
import { dispatch, noAttrs, type Tensor, ValueError, wrapDim } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { activate, type InplaceOptions, inplaceDefaults } from './activate.js';
import { withDefaults } from './options.js';

/**
 * `(x + 3) / 6` moved into [0, 1]: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError for an unknown option.
 * @example hardsigmoid(tensor([-4, 0, 1.5])) // [0, 0.5, 0.75]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardsigmoid.html
 */
export function hardsigmoid(input: Tensor, options: InplaceOptions = {}): Tensor {
  const { inplace } = withDefaults('hardsigmoid', options, inplaceDefaults);
  return activate(ops.hardsigmoid, input, noAttrs, inplace);
}

/**
 * `x · hardsigmoid(x)`: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardswish.html
 */
export function hardswish(input: Tensor, options: InplaceOptions = {}): Tensor {
  const { inplace } = withDefaults('hardswish', options, inplaceDefaults);
  return activate(ops.hardswish, input, noAttrs, inplace);
}

export interface ShrinkOptions {
  /** Half of the width of the flat part. Default: 0.5. */
  readonly lambd?: number;
}

/**
 * `x` moved towards 0 by lambd, 0 where that would cross it: `[*] → [*]`.
 *
 * @throws ValueError when lambd is negative or for an unknown option, DTypeError for integers and bools.
 * @example softshrink(tensor([-2, 0.25])) // [-1.5, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softshrink.html
 */
export function softshrink(input: Tensor, options: ShrinkOptions = {}): Tensor {
  const { lambd } = withDefaults('softshrink', options, { lambd: 0.5 });
  if (!(lambd >= 0)) throw new ValueError('softshrink', `lambd must be ≥ 0, got ${lambd}`, { lambd });
  return dispatch(ops.softshrink, [input], { lambd })[0];
}

/**
 * `x`, 0 where |x| ≤ lambd: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError for an unknown option.
 * @example hardshrink(tensor([-2, 0.25])) // [-2, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html
 */
export function hardshrink(input: Tensor, options: ShrinkOptions = {}): Tensor {
  const { lambd } = withDefaults('hardshrink', options, { lambd: 0.5 });
  return dispatch(ops.hardshrink, [input], { lambd })[0];
}

/**
 * The first half of a dimension times the sigmoid of the second half: `[*, 2n, *] → [*, n, *]`.
 *
 * @throws ShapeError when the dimension is odd, IndexError when it does not exist, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.glu.html
 */
export function glu(input: Tensor, options: { readonly dim?: number } = {}): Tensor {
  const { dim } = withDefaults('glu', options, { dim: -1 });
  return dispatch(ops.glu, [input], { dim: wrapDim('glu', dim, input.ndim) })[0];
}
