/**
 * @file Cross entropy of probabilities and of logits with targets in [0, 1].
 */
import { ValueError } from '../../errors.js';
import type { Op } from '../../op.js';
import { broadcastShapes } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkEqualShapes, checkFloating, checkSameFloating, composite } from './composite.js';
import { type LossAttrs, reduceLosses } from './reduction.js';

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
);
