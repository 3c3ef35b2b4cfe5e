/**
 * @file Gradients of matrix products.
 */
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../rule.js';

export const matmulRules: readonly RuleEntry[] = [
  rule(ops.mm, {
    name: 'MmBackward0',
    save: ({ inputs: [a, b], needs }) => [needs[1] && a, needs[0] && b],
    backward: ({ grad, saved: [a, b] }) => [b && grad.mm(b.t()), a && a.t().mm(grad)],
  }),
  rule(ops.bmm, {
    name: 'BmmBackward0',
    save: ({ inputs: [a, b], needs }) => [needs[1] && a, needs[0] && b],
    backward: ({ grad, saved: [a, b] }) => [b && grad.bmm(b.mT), a && a.mT.bmm(grad)],
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
    backward: ({ grad, saved: [a, b], needs, attrs: { alpha, beta } }) => {
      const product = alpha === 1 ? grad : grad.mul(alpha);
      return [needs[0] && (beta === 1 ? grad : grad.mul(beta)), b && product.mm(b.t()), a && a.t().mm(product)];
    },
  }),
  rule(ops.baddbmm, {
    name: 'BaddbmmBackward0',
    save: ({ inputs: [, a, b], needs }) => [needs[2] && a, needs[1] && b],
    backward: ({ grad, saved: [a, b], needs, attrs: { alpha, beta } }) => {
      const product = alpha === 1 ? grad : grad.mul(alpha);
      return [needs[0] && (beta === 1 ? grad : grad.mul(beta)), b && product.bmm(b.mT), a && a.mT.bmm(product)];
    },
  }),
];
