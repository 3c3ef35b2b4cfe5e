/**
 * @file Gradients of negative log likelihoods: minus each target's weight at its class.
 */
import { zerosOf } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';

function nllRule(name: string, op: ops.NllOp): RuleEntry {
  return rule(op, {
    name,
    wrt: [0],
    save: ({ inputs: [, target, weight] }) => [target, weight],
    backward: ({ grad, saved: [target, weight], inputs: [input], attrs: { reduction, ignoreIndex } }) => {
      const zeros = zerosOf(input!);
      const { index, weights, ignored } = ops.picks(target, weight, ignoreIndex, zeros);
      const shares = reduction === 'mean' ? weights.div(weights.sum()) : weights;
      // where all targets are ignored the mean is 0 / 0, but the gradient is 0
      const given = shares.mul(grad).neg().maskedFill(ignored, 0).unsqueeze(ops.classDim(zeros.ndim));
      return [zeros.scatter(ops.classDim(zeros.ndim), index, given)];
    },
  });
}

export const nllRules: readonly RuleEntry[] = [
  nllRule('NllLossBackward0', ops.nllLoss),
  nllRule('NllLoss2DBackward0', ops.nllLoss2d),
];
