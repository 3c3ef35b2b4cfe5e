/**
 * @file Gradients of joining, rearranging and of reading and writing at indices.
 */
import { dispatch, type Tensor, type TensorMeta, zeros, zerosOf } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../rule.js';

/** cat leaves out empty vectors whatever the others' shapes are. */
const isNothing = ({ shape }: TensorMeta): boolean => shape.length === 1 && shape[0] === 0;

/** A gradient for the leading part of a tensor that was read only so far. */
function padTo(meta: TensorMeta, grad: Tensor): Tensor {
  return meta.shape.reduce((part, n, dim) => {
    const missing = n - part.size(dim);
    if (missing === 0) return part;
    const blank = zeros(part.shape.with(dim, missing), { dtype: part.dtype, device: part.device });
    return dispatch(ops.cat, [part, blank], { dim })[0];
  }, grad);
}

export const joinRules: readonly RuleEntry[] = [
  rule(ops.cat, {
    name: 'CatBackward0',
    backward: ({ grad, inputs, needs, attrs: { dim } }) => {
      let start = 0;
      return inputs.map((input, i) => {
        if (isNothing(input)) return needs[i] && zerosOf(input);
        const length = input.shape[dim]!;
        const part = needs[i] && grad.narrow(dim, start, length);
        start += length;
        return part;
      });
    },
  }),
  rule(ops.gather, {
    name: 'GatherBackward0',
    wrt: [0],
    save: ({ inputs: [, index] }) => [index],
    backward: ({ grad, saved: [index], inputs: [x], attrs: { dim } }) => [zerosOf(x!).scatterAdd(dim, index, grad)],
  }),
  rule(ops.indexSelect, {
    name: 'IndexSelectBackward0',
    wrt: [0],
    save: ({ inputs: [, index] }) => [index],
    backward: ({ grad, saved: [index], inputs: [x], attrs: { dim } }) => {
      if (x!.shape.length === 0) return [grad];
      return [zerosOf(x!).indexAdd(dim, index, grad)];
    },
  }),
  rule(ops.scatter, {
    name: 'ScatterBackward0',
    wrt: [0, 2],
    save: ({ inputs: [, index] }) => [index],
    backward: ({ grad, saved: [index], inputs: [, , src], needs, attrs: { dim } }) => [
      needs[0] && grad.scatter(dim, index, 0),
      needs[2] && padTo(src!, grad.gather(dim, index)),
    ],
  }),
  rule(ops.scatterAdd, {
    name: 'ScatterAddBackward0',
    wrt: [0, 2],
    save: ({ inputs: [, index] }) => [index],
    backward: ({ grad, saved: [index], inputs: [, , src], needs, attrs: { dim } }) => [
      needs[0] && grad,
      needs[2] && padTo(src!, grad.gather(dim, index)),
    ],
  }),
  rule(ops.index, {
    name: 'IndexBackward0',
    wrt: [0],
    save: ({ inputs: [, ...indices] }) => indices,
    backward: ({ grad, saved: indices, inputs: [x], attrs: { dims } }) => [
      dispatch(ops.indexPut, [zerosOf(x!), grad, ...indices], { dims, accumulate: true })[0],
    ],
  }),
  rule(ops.indexPut, {
    name: 'IndexPutBackward0',
    wrt: [0, 1],
    save: ({ inputs: [, , ...indices] }) => indices,
    backward: ({ grad, saved: indices, needs, attrs: { dims, accumulate } }) => [
      needs[0] &&
        (accumulate
          ? grad
          : dispatch(ops.indexPut, [grad, zeros([], { dtype: grad.dtype, device: grad.device }), ...indices], {
              dims,
              accumulate,
            })[0]),
      needs[1] && dispatch(ops.index, [grad, ...indices], { dims })[0],
    ],
  }),
];
