/**
 * @file Gradients of binary cross entropies. Weights are constants, as in PyTorch.
 */
import { dispatch, noAttrs, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';
import { perElement } from './reduction.js';

/** Slope of the loss of a logit at its target: `−x − (posWeight − 1) · log sigmoid(x)`. */
function targetSlope(input: Tensor, posWeight: Tensor | undefined): Tensor {
  if (!posWeight) return input.neg();
  const [log] = dispatch(ops.unaryOps.logSigmoid, [input], noAttrs);
  return input.add(posWeight.sub(1).mul(log)).neg();
}

export const bceRules: readonly RuleEntry[] = [
  rule(ops.binaryCrossEntropy, {
    name: 'BinaryCrossEntropyBackward0',
    wrt: [0, 1],
    save: ({ inputs: [input, target, weight] }) => [input, target, weight],
    backward: ({ grad, saved: [input, target, weight], needs, attrs }) => {
      const each = perElement(grad, attrs.reduction, input.numel());
      const weighted = weight ? each.mul(weight) : each;
      // bounded as PyTorch bounds it, where the logarithms of the loss are
      const spread = input.rsub(1).mul(input).clampMin(1e-12);
      const odds = input.neg().log1p().clampMin(-100).sub(input.log().clampMin(-100));
      return [needs[0] && weighted.mul(input.sub(target)).div(spread), needs[1] && weighted.mul(odds)];
    },
  }),
  rule(ops.binaryCrossEntropyWithLogits, {
    name: 'BinaryCrossEntropyWithLogitsBackward0',
    wrt: [0, 1],
    save: ({ inputs }) => inputs,
    backward: ({ grad, saved: [input, target, ...weights], needs, attrs }) => {
      const { weight, posWeight } = ops.logitWeights(weights, attrs);
      const each = perElement(grad, attrs.reduction, input.numel());
      const weighted = weight ? each.mul(weight) : each;
      const positive = posWeight ? posWeight.mul(target) : target;
      const weightOfBoth = posWeight ? target.rsub(1).add(positive) : undefined;
      const p = input.sigmoid();
      const forInput = (weightOfBoth ? weightOfBoth.mul(p) : p).sub(positive);
      return [needs[0] && weighted.mul(forInput), needs[1] && weighted.mul(targetSlope(input, posWeight))];
    },
  }),
];
