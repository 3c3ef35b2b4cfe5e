/**
 * @file Losses of probabilities.
 */
import { dispatch, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { checkChoice, withDefaults } from './options.js';
import { type LossOptions, lossDefaults, lossOptions, type Reduction, reduceLosses } from './reduction.js';

export interface BceOptions extends LossOptions {
  /** Factor of each element's loss; broadcasts. Default: none. */
  readonly weight?: Tensor | null;
}

/**
 * Cross entropy of probabilities with targets in [0, 1]: `−(y · log x + (1 − y) · log(1 − x))`: `[*], [*] → []`, or `[*]` with
 * reduction 'none'. Logarithms are not taken below −100.
 *
 * @throws ShapeError when the shapes differ, ValueError when an input is not in [0, 1] or for an option that does not exist.
 * @example binaryCrossEntropy(tensor([0.5]), tensor([1.])) // 0.6931 (log 2)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy.html
 */
export function binaryCrossEntropy(input: Tensor, target: Tensor, options: BceOptions = {}): Tensor {
  const { weight, ...attrs } = lossOptions('binaryCrossEntropy', options, { ...lossDefaults, weight: null });
  return dispatch(ops.binaryCrossEntropy, weight ? [input, target, weight] : [input, target], attrs)[0];
}

export interface BceWithLogitsOptions extends BceOptions {
  /** Factor of positive targets' losses; broadcasts. Default: none. */
  readonly posWeight?: Tensor | null;
}

/**
 * Cross entropy of `sigmoid(x)` with targets in [0, 1], safe for logits of any size: `[*], [*] → []`, or `[*]` with reduction
 * 'none'.
 *
 * @throws ShapeError when the shapes differ, ValueError for an option that does not exist.
 * @example binaryCrossEntropyWithLogits(tensor([0.]), tensor([1.])) // 0.6931 (log 2)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy_with_logits.html
 */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: BceWithLogitsOptions = {},
): Tensor {
  const { weight, posWeight, reduction } = lossOptions('binaryCrossEntropyWithLogits', options, {
    ...lossDefaults,
    weight: null,
    posWeight: null,
  });
  const weights = [weight, posWeight].filter((t) => t !== null);
  const attrs = { reduction, hasWeight: weight !== null, hasPosWeight: posWeight !== null };
  return dispatch(ops.binaryCrossEntropyWithLogits, [input, target, ...weights], attrs)[0];
}

export interface KlDivOptions {
  /** As for other losses; 'batchmean' divides the sum by the number of samples, which is the divergence. Default: 'mean'. */
  readonly reduction?: Reduction | 'batchmean';
  /** Whether the target holds logarithms too. Default: false. */
  readonly logTarget?: boolean;
}

/**
 * Kullback-Leibler divergence `y · (log y − x)` of log probabilities x from probabilities y: `[*], [*] → []`, or `[*]` with
 * reduction 'none'.
 *
 * @throws ShapeError when the shapes do not broadcast, DTypeError for integers, ValueError for an option that does not exist.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.kl_div.html
 */
export function klDiv(input: Tensor, target: Tensor, options: KlDivOptions = {}): Tensor {
  const { reduction, logTarget } = withDefaults('klDiv', options, { reduction: 'mean', logTarget: false });
  checkChoice('klDiv', 'reduction', reduction, ['none', 'mean', 'sum', 'batchmean']);
  ops.checkFloating('klDiv', input, target);
  const losses = logTarget ? target.exp().mul(target.sub(input)) : target.xlogy(target).sub(target.mul(input));
  return reduction === 'batchmean' ? losses.sum().div(input.shape[0] ?? 1) : reduceLosses(losses, reduction);
}
