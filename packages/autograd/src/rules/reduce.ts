/**
 * @file Gradients of reductions.
 */
import { type Shape, type Tensor, type TensorMeta, zeros, recomputed } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { constant, rule, type RuleEntry } from '../rule.js';

/** A reduced tensor with its dimensions back, of size 1. */
function unreduced(y: Tensor, shape: Shape, dims: readonly number[]): Tensor {
  return y.reshape(shape.map((n, d) => (dims.includes(d) ? 1 : n)));
}

const count = ({ shape }: TensorMeta, dims: readonly number[]): number => dims.reduce((n, d) => n * shape[d]!, 1);

/** The gradient shared evenly among all elements that are equal to the extreme one. */
function evenly(name: string, op: typeof ops.amax): RuleEntry {
  return rule(op, {
    name,
    save: ({ inputs: [x], outputs: [y] }) => [x.detach(), y.detach()],
    backward: ({ grad, saved: [x, y], attrs: { dims } }) => {
      const top = unreduced(y, x.shape, dims);
      const mask = x.eq(top).logicalOr(x.isnan().logicalAnd(top.isnan())).to(grad.dtype);
      const share = dims.length === 0 ? mask : mask.div(mask.sum(dims, { keepdim: true }));
      return [unreduced(grad, x.shape, dims).mul(share)];
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

function varianceGradient(
  grad: Tensor,
  x: Tensor,
  meta: TensorMeta,
  { dims, correction }: { readonly dims: readonly number[]; readonly correction: number },
): Tensor {
  const centred = dims.length === 0 ? x.sub(x) : x.sub(x.mean(dims, { keepdim: true }));
  return unreduced(grad, x.shape, dims)
    .mul(centred)
    .mul(2 / (count(meta, dims) - correction));
}

export const reduceRules: readonly RuleEntry[] = [
  rule(ops.sum, {
    name: ({ all }) => (all ? 'SumBackward0' : 'SumBackward1'),
    backward: ({ grad, inputs: [x], attrs: { dims } }) => [unreduced(grad, x!.shape, dims).expand(x!.shape)],
  }),
  rule(ops.mean, {
    name: ({ all }) => (all ? 'MeanBackward0' : 'MeanBackward1'),
    backward: ({ grad, inputs: [x], attrs: { dims } }) => [
      unreduced(grad, x!.shape, dims).expand(x!.shape).div(count(x!, dims)),
    ],
  }),
  evenly('AmaxBackward0', ops.amax),
  evenly('AminBackward0', ops.amin),
  evenly('MaxBackward1', ops.maxAll),
  evenly('MinBackward1', ops.minAll),
  atPosition('MaxBackward0', ops.maxAlong),
  atPosition('MinBackward0', ops.minAlong),
  rule(ops.variance, {
    name: 'VarBackward0',
    save: ({ inputs: [x] }) => [x],
    backward: ({ grad, saved: [x], inputs: [meta], attrs }) => [varianceGradient(grad, x, meta!, attrs)],
  }),
  rule(ops.std, {
    name: 'StdBackward0',
    save: ({ inputs: [x], outputs: [y] }) => [x, y],
    backward: ({ grad, saved: [x, y], inputs: [meta], attrs }) => {
      const ofVariance = grad.div(y.mul(2)).maskedFill(y.eq(0), 0);
      return [varianceGradient(ofVariance, x, meta!, attrs)];
    },
  }),
  rule(ops.logsumexp, {
    name: 'LogsumexpBackward0',
    save: ({ inputs: [x], outputs: [y] }) => [x, y],
    backward: ({ grad, saved: [x, y], attrs: { dims } }) => [
      unreduced(grad, x.shape, dims).mul(x.sub(unreduced(y, x.shape, dims)).exp()),
    ],
  }),
  rule(ops.norm, {
    name: 'NormBackward1',
    save: ({ inputs: [x], outputs: [y] }) => [x, y],
    backward: ({ grad, saved: [x, y], attrs: { p, dims } }) => {
      const g = unreduced(grad, x.shape, dims);
      const size = unreduced(y, x.shape, dims);
      if (p === 0) return [x.detach().mul(0)];
      if (p === 1) return [g.mul(x.sign())];
      if (p === 2) return [x.mul(g.div(size)).maskedFill(size.eq(0), 0)];
      if (Math.abs(p) === Infinity) {
        const top = x.detach().abs().eq(size.detach()).to(g.dtype);
        return [g.mul(x.sign()).mul(dims.length === 0 ? top : top.div(top.sum(dims, { keepdim: true })))];
      }
      const direction = x
        .sign()
        .mul(x.abs().pow(p - 1))
        .div(size.pow(p - 1));
      return [g.mul(direction).maskedFill(size.eq(0), 0)];
    },
  }),
  rule(ops.prod, recomputed({ name: ({ all }) => (all ? 'ProdBackward0' : 'ProdBackward1') })),
  constant(ops.argmax),
  constant(ops.argmin),
];
