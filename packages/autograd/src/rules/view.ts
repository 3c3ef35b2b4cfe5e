/**
 * @file Gradients of views: the gradient goes back to the place that the view looked at.
 */
import { dispatch, ops, type Tensor } from '@x/tensor';
import { type TensorMeta, zerosOf } from '../node.js';
import { defineRule } from '../rule.js';
import { Span } from '../span.js';

/** Zeros in the form of the input with the gradient written into a view of it. */
function placed(input: TensorMeta, grad: Tensor, view: (whole: Tensor) => Tensor): Tensor {
  const whole = zerosOf(input);
  view(whole).copy_(grad);
  return whole;
}

defineRule(ops.view, { name: 'ViewBackward0', backward: ({ grad, inputs: [x] }) => [grad.reshape(x!.shape)] });
defineRule(ops.reshapeAlias, {
  name: 'ReshapeAliasBackward0',
  backward: ({ grad, inputs: [x] }) => [grad.reshape(x!.shape)],
});
defineRule(ops.alias, { name: 'AliasBackward0', backward: ({ grad }) => [grad] });
defineRule(ops.permute, {
  name: 'PermuteBackward0',
  backward: ({ grad, attrs: { dims } }) => [grad.permute(dims.map((_, d) => dims.indexOf(d)))],
});
defineRule(ops.transpose, {
  name: 'TransposeBackward0',
  backward: ({ grad, attrs: { dim0, dim1 } }) => [grad.transpose(dim0, dim1)],
});
defineRule(ops.t, { name: 'TBackward0', backward: ({ grad }) => [grad.t()] });
defineRule(ops.squeeze, {
  name: ({ all }) => (all ? 'SqueezeBackward0' : 'SqueezeBackward1'),
  backward: ({ grad, inputs: [x] }) => [grad.reshape(x!.shape)],
});
defineRule(ops.unsqueeze, { name: 'UnsqueezeBackward0', backward: ({ grad, attrs: { dim } }) => [grad.squeeze(dim)] });
// summing to the input's shape is what the engine does with any gradient
defineRule(ops.expand, { name: 'ExpandBackward0', backward: ({ grad }) => [grad] });
defineRule(ops.slice, {
  name: 'SliceBackward0',
  backward: ({ grad, inputs: [x], attrs }) => [placed(x!, grad, (whole) => dispatch(ops.slice, [whole], attrs)[0])],
});
defineRule(ops.select, {
  name: 'SelectBackward0',
  backward: ({ grad, inputs: [x], attrs: { dim, index } }) => [placed(x!, grad, (whole) => whole.select(dim, index))],
});
defineRule(ops.diagonal, {
  name: 'DiagonalBackward0',
  backward: ({ grad, inputs: [x], attrs }) => [placed(x!, grad, (whole) => whole.diagonal(attrs))],
});
defineRule(ops.asStrided, {
  name: 'AsStridedBackward0',
  backward: ({ grad, inputs: [x], attrs: { layout } }) => {
    const span = new Span(x!.layout);
    return [span.read(span.sumPart(layout, grad))];
  },
});
defineRule(ops.unfold, {
  name: 'UnfoldBackward0',
  backward: ({ grad, inputs: [x], attrs: { dim, size, step } }) => {
    const span = new Span(x!.layout);
    return [span.read(span.sumPart(x!.layout.unfold(dim, size, step), grad))];
  },
});
