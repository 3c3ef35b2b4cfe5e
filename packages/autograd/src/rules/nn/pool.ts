/**
 * @file Gradients of pooling, and of those gradients: pooling again.
 */
import { dispatch, type Op, type Shape, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';

function maxPoolRule<A>(name: string, op: ops.MaxPoolOp<A>): RuleEntry {
  return rule(op, {
    name,
    save: ({ outputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], inputs: [x] }) => [
      dispatch(ops.maxPool2dBackward, [grad, indices], { shape: x!.shape })[0],
    ],
  });
}

/** As `maxPoolRule`, for pools whose positions count in the last `n` dimensions as one. */
function positionsRule<I extends readonly [Tensor, ...Tensor[]], A>(
  name: (attrs: A) => string,
  op: Op<I, A, readonly [values: Tensor, indices: Tensor]>,
  n: (attrs: A) => number,
): RuleEntry {
  return rule(op, {
    name,
    wrt: [0],
    save: ({ outputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], inputs: [x], attrs }) => {
      const row = (t: Tensor): Tensor => ops.joinLast(t, n(attrs)).unsqueeze(-2);
      const size = x!.shape.slice(-n(attrs)).reduce((a, b) => a * b, 1);
      const shape = [...x!.shape.slice(0, -n(attrs)), 1, size];
      return [dispatch(ops.maxPool2dBackward, [row(grad), row(indices)], { shape })[0].view(x!.shape)];
    },
  });
}

/** The last two dimensions as one. */
function flat(x: Tensor): Tensor {
  const lead: Shape = x.shape.slice(0, -2);
  return x.reshape([...lead, x.size(-2) * x.size(-1)]);
}

export const poolRules: readonly RuleEntry[] = [
  maxPoolRule('MaxPool2DWithIndicesBackward0', ops.maxPool2d),
  maxPoolRule('AdaptiveMaxPool2DBackward0', ops.adaptiveMaxPool2d),
  rule(ops.maxPool2dBackward, {
    name: 'MaxPool2DWithIndicesBackwardBackward0',
    wrt: [0],
    save: ({ inputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices] }) => [flat(grad).gather(-1, flat(indices)).view(indices.shape)],
  }),
  rule(ops.avgPool2d, {
    name: 'AvgPool2DBackward0',
    backward: ({ grad, attrs, inputs: [x] }) => [
      dispatch(ops.avgPool2dBackward, [grad], { ...attrs, shape: x!.shape })[0],
    ],
  }),
  rule(ops.avgPool2dBackward, {
    name: 'AvgPool2DBackwardBackward0',
    backward: ({ grad, attrs }) => [dispatch(ops.avgPool2d, [grad], attrs)[0]],
  }),
  rule(ops.adaptiveAvgPool2d, {
    name: 'AdaptiveAvgPool2DBackward0',
    backward: ({ grad, inputs: [x] }) => [dispatch(ops.adaptiveAvgPool2dBackward, [grad], { shape: x!.shape })[0]],
  }),
  rule(ops.adaptiveAvgPool2dBackward, {
    name: 'AdaptiveAvgPool2DBackwardBackward0',
    backward: ({ grad, inputs: [small] }) => [
      dispatch(ops.adaptiveAvgPool2d, [grad], { outputSize: ops.planeOf(small!.shape) })[0],
    ],
  }),
  positionsRule(
    () => 'MaxPool3DWithIndicesBackward0',
    ops.maxPool3d,
    () => 3,
  ),
  positionsRule(
    () => 'AdaptiveMaxPool3DBackward0',
    ops.adaptiveMaxPool3d,
    () => 3,
  ),
  positionsRule(
    ({ kernelSize }) => `FractionalMaxPool${kernelSize.length}DBackward0`,
    ops.fractionalMaxPool,
    ({ kernelSize }) => kernelSize.length,
  ),
  rule(ops.avgPool3d, { name: 'AvgPool3DBackward0', recompute: 'atZeros' }),
  rule(ops.adaptiveAvgPool3d, { name: 'AdaptiveAvgPool3DBackward0', recompute: 'atZeros' }),
  rule(ops.maxUnpool, {
    name: ({ outputSize }) => `MaxUnpool${outputSize.length}DBackward0`,
    wrt: [0],
    save: ({ inputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], attrs: { outputSize } }) => {
      const n = outputSize.length;
      return [ops.joinLast(grad, n).gather(-1, ops.joinLast(indices, n)).view(indices.shape)];
    },
  }),
];
