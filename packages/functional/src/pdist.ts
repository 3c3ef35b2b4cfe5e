/**
 * @file Distances of all pairs of rows.
 */
import { dispatch, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { withDefaults } from './options.js';

/**
 * Distances of every two rows, in the order 0 and 1, 0 and 2, …, 1 and 2, …: `[N, D] → [N·(N − 1) / 2]`.
 *
 * @param options.p - which norm; default: 2.
 * @throws ShapeError when the input is no matrix, ValueError when p is negative or for an unknown option.
 * @example pdist(tensor([[0., 0], [3, 4]])) // [5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pdist.html
 */
export function pdist(input: Tensor, options: { readonly p?: number } = {}): Tensor {
  return dispatch(ops.pdist, [input], withDefaults('pdist', options, { p: 2 }))[0];
}
