/**
 * @file Gradients of padding, and of windows laid out as columns.
 */
import { dispatch, zerosOf } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';

function borderRule(kind: string, op: ops.BorderPadOp): RuleEntry {
  return rule(op, {
    name: ({ pads }) => `${kind}Pad${pads.length}DBackward0`,
    backward: ({ grad, attrs, inputs: [x] }) => {
      // the last dimension was padded last, and comes first on the way back
      const steps = ops.borderPositions(x!, attrs, op.border).toReversed();
      return [
        steps.reduce((g, { dim, index }) => {
          const zeros = zerosOf({ ...x!, shape: g.shape.with(dim, x!.shape[dim]!) });
          return zeros.indexAdd(dim, index, g);
        }, grad),
      ];
    },
  });
}

export const padRules: readonly RuleEntry[] = [
  rule(ops.constantPad, {
    name: 'ConstantPadNdBackward0',
    backward: ({ grad, attrs: { pads } }) => {
      const opposite = pads.map(([before, behind]) => [-before, -behind] as const);
      return [dispatch(ops.constantPad, [grad], { pads: opposite, value: 0 })[0]];
    },
  }),
  borderRule('Reflection', ops.reflectionPad),
  borderRule('Replication', ops.replicationPad),
  rule(ops.im2col, {
    name: 'Im2ColBackward0',
    backward: ({ grad, attrs, inputs: [x] }) => [
      dispatch(ops.col2im, [grad], { ...attrs, outputSize: ops.planeOf(x!.shape) })[0],
    ],
  }),
  rule(ops.col2im, {
    name: 'Col2ImBackward0',
    backward: ({ grad, attrs }) => [dispatch(ops.im2col, [grad], attrs)[0]],
  }),
];
