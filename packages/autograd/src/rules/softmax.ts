/**
 * @file Gradients of softmax and its logarithm, and of those gradients.
 */
import { dispatch } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../rule.js';

export const softmaxRules: readonly RuleEntry[] = [
  rule(ops.softmax, {
    name: 'SoftmaxBackward0',
    save: ({ outputs: [y] }) => [y],
    backward: ({ grad, saved: [y], attrs }) => [dispatch(ops.softmaxBackward, [grad, y], attrs)[0]],
  }),
  rule(ops.softmaxBackward, {
    name: 'SoftmaxBackwardDataBackward0',
    save: ({ inputs: [g, y] }) => [g, y],
    backward: ({ grad, saved: [g, y], needs, attrs }) => {
      const dim = attrs.dim;
      const total = g.mul(y).sum(dim, { keepdim: true });
      return [
        needs[0] && dispatch(ops.softmaxBackward, [grad, y], attrs)[0],
        needs[1] && grad.mul(g.sub(total)).sub(g.mul(grad.mul(y).sum(dim, { keepdim: true }))),
      ];
    },
  }),
  rule(ops.logSoftmax, {
    name: 'LogSoftmaxBackward0',
    save: ({ outputs: [y] }) => [y],
    backward: ({ grad, saved: [y], attrs }) => [dispatch(ops.logSoftmaxBackward, [grad, y], attrs)[0]],
  }),
  rule(ops.logSoftmaxBackward, {
    name: 'LogSoftmaxBackwardDataBackward0',
    save: ({ inputs: [g, y] }) => [g, y],
    backward: ({ grad, saved: [g, y], needs, attrs: { dim } }) => {
      const p = y.exp();
      return [
        needs[0] && grad.sub(grad.mul(p).sum(dim, { keepdim: true })),
        needs[1] &&
          grad
            .mul(p)
            .mul(g.sum(dim, { keepdim: true }))
            .neg(),
      ];
    },
  }),
];
