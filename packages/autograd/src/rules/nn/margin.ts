/**
 * @file Gradients of losses that want scores apart, and of the loss of sequences.
 */
import { tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { gradientsAgain } from '../../recompute.js';
import { rule, type RuleEntry } from '../../rule.js';

export const marginRules: readonly RuleEntry[] = [
  rule(ops.softMarginLoss, { name: 'SoftMarginLossBackward0', wrt: [0], recompute: 'atInputs' }),
  rule(ops.multiMarginLoss, { name: 'MultiMarginLossBackward0', wrt: [0], recompute: 'atInputs' }),
  rule(ops.multilabelMarginLoss, { name: 'MultilabelMarginLossBackward0', wrt: [0], recompute: 'atInputs' }),
  rule(ops.ctcLoss, {
    name: 'CtcLossBackward0',
    save: ({ inputs: [x], outputs: [loss] }) => [x, loss],
    backward: (pass) => {
      const { saved, attrs } = pass;
      const [x, loss] = saved;
      const given = pass.grad.maskedFill(loss.isinf(), attrs.zeroInfinity ? 0 : NaN);
      const [ways] = gradientsAgain(ops.ctcLoss, { ...pass, grad: given, saved: [x] });
      // As in PyTorch, the gradient is the one for logits: a log softmax in front turns both into the same.
      const lengths = tensor([...attrs.inputLengths], { device: x.device, dtype: 'int32' });
      const steps = tensor(
        Array.from({ length: x.size(0) }, (_, t) => t),
        { device: x.device, dtype: 'int32' },
      );
      const beyond = steps.unsqueeze(1).ge(lengths).unsqueeze(2);
      return [ways?.add(x.exp().mul(given.unsqueeze(1)).maskedFill(beyond, 0))];
    },
  }),
];
