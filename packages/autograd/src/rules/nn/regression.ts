/**
 * @file Gradients of losses of numbers against numbers: each is a slope at the difference.
 */
import type { Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';
import { perElement } from './reduction.js';

function differenceRule<A extends ops.LossAttrs>(
  name: string,
  op: ops.RegressionLossOp<A>,
  slope: (difference: Tensor, attrs: A) => Tensor,
): RuleEntry {
  return rule(op, {
    name,
    save: ({ inputs: [input, target] }) => [input, target],
    backward: ({ grad, saved: [input, target], needs, attrs }) => {
      const difference = input.sub(target);
      const gradient = slope(difference, attrs).mul(perElement(grad, attrs.reduction, difference.numel()));
      return [needs[0] && gradient, needs[1] && gradient.neg()];
    },
  });
}

export const regressionRules: readonly RuleEntry[] = [
  differenceRule('MseLossBackward0', ops.mseLoss, (d) => d.mul(2)),
  differenceRule('SmoothL1LossBackward0', ops.smoothL1Loss, (d, { beta }) =>
    beta === 0 ? d.sign() : d.div(beta).clamp({ min: -1, max: 1 }),
  ),
  differenceRule('HuberLossBackward0', ops.huberLoss, (d, { delta }) => d.clamp({ min: -delta, max: delta })),
];
