/**
 * @file Gradients of copies and of choosing between elements.
 */
import { where, zerosLike } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { constant, rule, type RuleEntry } from '../rule.js';

export const chooseRules: readonly RuleEntry[] = [
  rule(ops.where, {
    name: 'WhereBackward0',
    wrt: [1, 2],
    save: ({ inputs: [condition] }) => [condition],
    backward: ({ grad, saved: [condition], needs }) => [
      needs[1] && where(condition, grad, 0),
      needs[2] && where(condition, 0, grad),
    ],
  }),
  rule(ops.maskedFill, {
    name: 'MaskedFillBackward0',
    wrt: [0, 2],
    save: ({ inputs: [, mask] }) => [mask],
    backward: ({ grad, saved: [mask], needs }) => [
      needs[0] && grad.maskedFill(mask, 0),
      needs[2] && where(mask, grad, 0),
    ],
  }),
  // the engine converts a gradient to the dtype and device of the tensor that it is for
  rule(ops.toCopy, { name: 'ToCopyBackward0', backward: ({ grad }) => [grad] }),
  rule(ops.toDevice, { name: 'ToCopyBackward0', backward: ({ grad }) => [grad] }),
  rule(ops.clone, { name: 'CloneBackward0', backward: ({ grad }) => [grad] }),
  rule(ops.copy, {
    name: 'CopyBackwards',
    backward: ({ grad, needs }) => [needs[0] && zerosLike(grad), needs[1] && grad],
  }),
  rule(ops.fill, {
    name: ({ value }) => (value === 0 ? 'ZeroBackward0' : 'FillBackward0'),
    backward: ({ grad }) => [zerosLike(grad)],
  }),
  constant(ops.detach),
];
