/**
 * @file Gradients of views: the gradient goes back to the place that the view looked at.
 */
import { dispatch, Layout, type Tensor, type TensorMeta, zerosOf } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../rule.js';
import { Span } from '../span.js';

/** Zeros in the form of the input with the gradient written into a view of it. */
function placed(input: TensorMeta, grad: Tensor, view: (whole: Tensor) => Tensor): Tensor {
  const whole = zerosOf(input);
  view(whole).copy_(grad);
  return whole;
}

export const viewRules: readonly RuleEntry[] = [
  rule(ops.view, { name: 'ViewBackward0', backward: ({ grad, inputs: [x] }) => [grad.reshape(x!.shape)] }),
  rule(ops.reshapeAlias, {
    name: 'ReshapeAliasBackward0',
    backward: ({ grad, inputs: [x] }) => [grad.reshape(x!.shape)],
  }),
  rule(ops.alias, { name: 'AliasBackward0', backward: ({ grad }) => [grad] }),
  rule(ops.permute, {
    name: 'PermuteBackward0',
    backward: ({ grad, attrs: { dims } }) => [grad.permute(dims.map((_, d) => dims.indexOf(d)))],
  }),
  rule(ops.transpose, {
    name: 'TransposeBackward0',
    backward: ({ grad, attrs: { dim0, dim1 } }) => [grad.transpose(dim0, dim1)],
  }),
  rule(ops.t, { name: 'TBackward0', backward: ({ grad }) => [grad.t()] }),
  rule(ops.squeeze, {
    name: ({ all }) => (all ? 'SqueezeBackward0' : 'SqueezeBackward1'),
    backward: ({ grad, inputs: [x] }) => [grad.reshape(x!.shape)],
  }),
  rule(ops.unsqueeze, { name: 'UnsqueezeBackward0', backward: ({ grad, attrs: { dim } }) => [grad.squeeze(dim)] }),
  // summing to the input's shape is what the engine does with any gradient
  rule(ops.expand, { name: 'ExpandBackward0', backward: ({ grad }) => [grad] }),
  rule(ops.slice, {
    name: 'SliceBackward0',
    backward: ({ grad, inputs: [x], attrs }) => [placed(x!, grad, (whole) => dispatch(ops.slice, [whole], attrs)[0])],
  }),
  rule(ops.select, {
    name: 'SelectBackward0',
    backward: ({ grad, inputs: [x], attrs: { dim, index } }) => [placed(x!, grad, (whole) => whole.select(dim, index))],
  }),
  rule(ops.diagonal, {
    name: 'DiagonalBackward0',
    backward: ({ grad, inputs: [x], attrs }) => [placed(x!, grad, (whole) => whole.diagonal(attrs))],
  }),
  rule(ops.asStrided, {
    name: 'AsStridedBackward0',
    backward: ({ grad, inputs: [x], attrs: { layout } }) => {
      const span = new Span(x!.layout);
      const sums = span.sumPart(layout, grad);
      if (x!.layout.contiguous) return [span.read(sums)];
      // elements of the input that share a place share what is due to it
      const holders = span.sumPart(x!.layout, grad.newOnes(x!.shape)).clampMin(1);
      return [span.read(sums.div(holders))];
    },
  }),
  rule(ops.unfold, {
    name: 'UnfoldBackward0',
    backward: ({ grad, inputs: [x], attrs: { dim, size, step } }) => {
      // by elements, not by memory: in the input (windows of windows) several elements may share a place
      const elements = Layout.of(x!.shape);
      const span = new Span(elements);
      return [span.read(span.sumPart(elements.unfold(dim, size, step), grad))];
    },
  }),
];
