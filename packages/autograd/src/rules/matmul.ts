/**
 * @file Gradients of matrix products.
 */
import type { Tensor, TensorMeta } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../rule.js';

/** Whether the columns of the matrices are what lies together in memory, as in the transposed weight of a linear layer. */
function columnsLieTogether({ layout: { strides } }: TensorMeta): boolean {
  return strides.at(-2) === 1 && strides.at(-1) !== 1;
}

/** `a × b`, which lies in memory as what it is the gradient of does: a gradient of a transposed weight is not copied then. */
function mmLike(meta: TensorMeta, a: Tensor, b: Tensor): Tensor {
  return columnsLieTogether(meta) ? b.t().mm(a.t()).t() : a.mm(b);
}

/** The same for batches. */
function bmmLike(meta: TensorMeta, a: Tensor, b: Tensor): Tensor {
  return columnsLieTogether(meta) ? b.mT.bmm(a.mT).mT : a.bmm(b);
}

export const matmulRules: readonly RuleEntry[] = [
  rule(ops.mm, {
    name: 'MmBackward0',
    save: ({ inputs: [a, b], needs }) => [needs[1] && a, needs[0] && b],
    backward: ({ grad, saved: [a, b], inputs }) => [
      b && mmLike(inputs[0]!, grad, b.t()),
      a && mmLike(inputs[1]!, a.t(), grad),
    ],
  }),
  rule(ops.bmm, {
    name: 'BmmBackward0',
    save: ({ inputs: [a, b], needs }) => [needs[1] && a, needs[0] && b],
    backward: ({ grad, saved: [a, b], inputs }) => [
      b && bmmLike(inputs[0]!, grad, b.mT),
      a && bmmLike(inputs[1]!, a.mT, grad),
    ],
  }),
  rule(ops.mv, {
    name: 'MvBackward0',
    save: ({ inputs: [a, b], needs }) => [needs[1] && a, needs[0] && b],
    backward: ({ grad, saved: [a, b] }) => [b && grad.outer(b), a && a.t().mv(grad)],
  }),
  rule(ops.dot, {
    name: 'DotBackward0',
    save: ({ inputs: [a, b], needs }) => [needs[1] && a, needs[0] && b],
    backward: ({ grad, saved: [a, b] }) => [b && grad.mul(b), a && grad.mul(a)],
  }),
  rule(ops.addmm, {
    name: 'AddmmBackward0',
    save: ({ inputs: [, a, b], needs }) => [needs[2] && a, needs[1] && b],
    backward: ({ grad, saved: [a, b], needs, inputs, attrs: { alpha, beta } }) => {
      const product = alpha === 1 ? grad : grad.mul(alpha);
      return [
        needs[0] && (beta === 1 ? grad : grad.mul(beta)),
        b && mmLike(inputs[1]!, product, b.t()),
        a && mmLike(inputs[2]!, a.t(), product),
      ];
    },
  }),
  rule(ops.baddbmm, {
    name: 'BaddbmmBackward0',
    save: ({ inputs: [, a, b], needs }) => [needs[2] && a, needs[1] && b],
    backward: ({ grad, saved: [a, b], needs, inputs, attrs: { alpha, beta } }) => {
      const product = alpha === 1 ? grad : grad.mul(alpha);
      return [
        needs[0] && (beta === 1 ? grad : grad.mul(beta)),
        b && bmmLike(inputs[1]!, product, b.mT),
        a && bmmLike(inputs[2]!, a.mT, product),
      ];
    },
  }),
];
