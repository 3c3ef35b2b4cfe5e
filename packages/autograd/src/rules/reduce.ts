/**
 * @file Gradients of reductions.
 */
import { type Tensor, type TensorMeta, zeros, recomputed } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { constant, rule, type RuleEntry } from '../rule.js';

const count = ({ shape }: TensorMeta, dims: readonly number[]): number => dims.reduce((n, d) => n * shape[d]!, 1);

/** The gradient shared evenly among all elements that are equal to the extreme one. */
function evenly(name: string, op: typeof ops.amax): RuleEntry {
  return rule(op, {
    name,
    save: ({ inputs: [x], outputs: [y] }) => [x.detach(), y.detach()],
    backward: ({ grad, saved: [x, y], attrs: { dims } }) => {
      const top = ops.unreduced(y, x.shape, dims);
      const mask = x.eq(top).logicalOr(x.isnan().logicalAnd(top.isnan())).to(grad.dtype);
      const share = dims.length === 0 ? mask : mask.div(mask.sum(dims, { keepdim: true }));
      return [ops.unreduced(grad, x.shape, dims).mul(share)];
    },
  });
}

function atPosition(name: string, op: typeof ops.maxAlong): RuleEntry {
  return rule(op, {
    name,
    save: ({ outputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], inputs: [x], attrs: { dim, keepdim } }) => {
      const blank = zeros(x!.shape, { dtype: grad.dtype, device: grad.device });
      const kept = (t: Tensor): Tensor => (keepdim || x!.shape.length === 0 ? t : t.unsqueeze(dim));
      return [blank.scatter(dim, kept(indices), kept(grad))];
    },
  });
}

export const reduceRules: readonly RuleEntry[] = [
  rule(ops.sum, {
    name: ({ all }) => (all ? 'SumBackward0' : 'SumBackward1'),
    backward: ({ grad, inputs: [x], attrs: { dims } }) => [ops.unreduced(grad, x!.shape, dims).expand(x!.shape)],
  }),
  rule(ops.mean, {
    name: ({ all }) => (all ? 'MeanBackward0' : 'MeanBackward1'),
    backward: ({ grad, inputs: [x], attrs: { dims } }) => [
      ops.unreduced(grad, x!.shape, dims).expand(x!.shape).div(count(x!, dims)),
    ],
  }),
  evenly('AmaxBackward0', ops.amax),
  evenly('AminBackward0', ops.amin),
  evenly('MaxBackward1', ops.maxAll),
  evenly('MinBackward1', ops.minAll),
  atPosition('MaxBackward0', ops.maxAlong),
  atPosition('MinBackward0', ops.minAlong),
  rule(ops.prod, recomputed({ name: ({ all }) => (all ? 'ProdBackward0' : 'ProdBackward1') })),
  constant(ops.argmax),
  constant(ops.argmin),
];
