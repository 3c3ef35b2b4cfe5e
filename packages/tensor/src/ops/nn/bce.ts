/**
 * @file Cross entropy of probabilities and of logits with targets in [0, 1].
 */
import { dispatch } from '../../dispatch.js';
import { ValueError } from '../../errors.js';
import { gradientRule } from '../../gradient.js';
import { noAttrs, type Op } from '../../op.js';
import { broadcastShapes } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { unaryOps } from '../elementwise.js';
import { checkEqualShapes, checkFloating, checkSameFloating, composite } from './composite.js';
import { type LossAttrs, perElement, reduceLosses } from './reduction.js';

export type BceOp = Op<
  readonly [input: Tensor, target: Tensor] | readonly [input: Tensor, target: Tensor, weight: Tensor],
  LossAttrs,
  readonly [Tensor]
>;

/** Devices that cannot be read at once give NaN for such values instead. */
function checkProbabilities(input: Tensor): void {
  if (!input.storage.backend.readSync) return;
  for (const p of input.detach().toTypedArray()) {
    if (p < 0 || p > 1) {
      throw new ValueError('binaryCrossEntropy', `all elements of input should be between 0 and 1, got ${p}`, {
        value: p,
      });
    }
  }
}

/** `−(y · log x + (1 − y) · log(1 − x))`, with logarithms not below −100. */
export const binaryCrossEntropy: BceOp = composite(
  'binaryCrossEntropy',
  ([input, target, weight]) => {
    checkSameFloating('binaryCrossEntropy', input, target);
    checkEqualShapes('binaryCrossEntropy', input, target);
    if (weight) broadcastShapes('binaryCrossEntropy', input.shape, weight.shape);
    checkProbabilities(input);
  },
  ([input, target, weight], { reduction }) => {
    const yes = input.log().clampMin(-100);
    const no = input.neg().log1p().clampMin(-100);
    const losses = target.sub(1).mul(no).sub(target.mul(yes));
    return reduceLosses(weight ? losses.mul(weight) : losses, reduction);
  },
  // the weight is a constant, as in PyTorch
  gradientRule({
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
);

export interface BceWithLogitsAttrs extends LossAttrs {
  /** Whether the weight of each element is the third input. */
  readonly hasWeight: boolean;
  /** Whether the weight of positive targets is the last input. */
  readonly hasPosWeight: boolean;
}

export type BceWithLogitsOp = Op<
  readonly [input: Tensor, target: Tensor, ...weights: Tensor[]],
  BceWithLogitsAttrs,
  readonly [Tensor]
>;

/** The optional inputs by name. */
export function logitWeights(
  weights: readonly (Tensor | undefined | false)[],
  attrs: BceWithLogitsAttrs,
): { readonly weight: Tensor | undefined; readonly posWeight: Tensor | undefined } {
  return {
    weight: (attrs.hasWeight && weights[0]) || undefined,
    posWeight: (attrs.hasPosWeight && weights.at(-1)) || undefined,
  };
}

/** Slope of the loss of a logit at its target: `−x − (posWeight − 1) · log sigmoid(x)`. */
function targetSlope(input: Tensor, posWeight: Tensor | undefined): Tensor {
  if (!posWeight) return input.neg();
  const [log] = dispatch(unaryOps.logSigmoid, [input], noAttrs);
  return input.add(posWeight.sub(1).mul(log)).neg();
}

/** Cross entropy of `sigmoid(x)`: `(1 − y) · x − (1 + (posWeight − 1) · y) · log sigmoid(x)`. */
export const binaryCrossEntropyWithLogits: BceWithLogitsOp = composite(
  'binaryCrossEntropyWithLogits',
  ([input, target, ...weights]) => {
    checkFloating('binaryCrossEntropyWithLogits', input, target);
    checkEqualShapes('binaryCrossEntropyWithLogits', input, target);
    for (const weight of weights) broadcastShapes('binaryCrossEntropyWithLogits', input.shape, weight.shape);
  },
  ([input, target, ...weights], attrs) => {
    const { weight, posWeight } = logitWeights(weights, attrs);
    // −log sigmoid(x) as PyTorch computes it: what is lost beside 1 counts as 0, where log1p would keep it
    const miss = input.abs().neg().exp().add(1).log().add(input.neg().clampMin(0));
    const positive = posWeight ? posWeight.sub(1).mul(target).add(1).mul(miss) : miss;
    const losses = target.rsub(1).mul(input).add(positive);
    return reduceLosses(weight ? losses.mul(weight) : losses, attrs.reduction);
  },
  gradientRule({
    name: 'BinaryCrossEntropyWithLogitsBackward0',
    wrt: [0, 1],
    save: ({ inputs }) => inputs,
    backward: ({ grad, saved: [input, target, ...weights], needs, attrs }) => {
      const { weight, posWeight } = logitWeights(weights, attrs);
      const each = perElement(grad, attrs.reduction, input.numel());
      const weighted = weight ? each.mul(weight) : each;
      const positive = posWeight ? posWeight.mul(target) : target;
      const weightOfBoth = posWeight ? target.rsub(1).add(positive) : undefined;
      const p = input.sigmoid();
      const forInput = (weightOfBoth ? weightOfBoth.mul(p) : p).sub(positive);
      return [needs[0] && weighted.mul(forInput), needs[1] && weighted.mul(targetSlope(input, posWeight))];
    },
  }),
);
