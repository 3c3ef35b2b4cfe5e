/**
 * @file Losses that want scores apart by a margin.
 */
import { dispatch, isFloatingPoint, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { type LossOptions, lossDefaults, lossOptions, reduceLosses } from './reduction.js';
import { logsigmoid } from './smooth.js';

export interface MarginOptions extends LossOptions {
  /** How far apart the scores should be. Default: 0, for `hingeEmbeddingLoss` 1. */
  readonly margin?: number;
}

/**
 * `x` where the target is 1, `max(0, margin − x)` where it is −1: `[*], [*] → []`, or `[*]` with reduction 'none'.
 *
 * @throws ShapeError when the shapes do not broadcast, ValueError for an option that does not exist.
 * @example hingeEmbeddingLoss(tensor([0.5, 0.25]), tensor([1, -1])) // 0.625
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hinge_embedding_loss.html
 */
export function hingeEmbeddingLoss(input: Tensor, target: Tensor, options: MarginOptions = {}): Tensor {
  const { margin, reduction } = lossOptions('hingeEmbeddingLoss', options, { ...lossDefaults, margin: 1 });
  const far = input.rsub(margin).clampMin(0).where(target.ne(1), 0);
  return reduceLosses(far.add(input.where(target.ne(-1), 0)), reduction);
}

/**
 * `max(0, −y · (x1 − x2) + margin)`: the first score should be the higher one where the target y is 1, the second where it is
 * −1: `[*], [*], [*] → []`, or `[*]` with reduction 'none'.
 *
 * @throws ShapeError when the shapes do not broadcast, ValueError for an option that does not exist.
 * @example marginRankingLoss(tensor([1.]), tensor([1.5]), tensor([1])) // 0.5
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.margin_ranking_loss.html
 */
export function marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, options: MarginOptions = {}): Tensor {
  const { margin, reduction } = lossOptions('marginRankingLoss', options, { ...lossDefaults, margin: 0 });
  const wrong = target.neg().mul(input1.sub(input2));
  // the margin counts as a number with a fraction
  const wide = isFloatingPoint(wrong.dtype) ? wrong : wrong.to('float32');
  return reduceLosses(wide.add(margin).clampMin(0), reduction);
}

/**
 * `log(1 + e^(−y · x))` with targets y of 1 and −1: `[*], [*] → []`, or `[*]` with reduction 'none'.
 *
 * @throws ShapeError when the shapes differ, DTypeError for integers, ValueError for an option that does not exist.
 * @example softMarginLoss(tensor([0.]), tensor([1])) // 0.6931 (log 2)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.soft_margin_loss.html
 */
export function softMarginLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  return dispatch(ops.softMarginLoss, [input, target], lossOptions('softMarginLoss', options, lossDefaults))[0];
}

export interface MultiMarginOptions extends LossOptions {
  /** Power of each violation: 1 or 2. Default: 1. */
  readonly p?: 1 | 2;
  /** How far the target's score should be above the others. Default: 1. */
  readonly margin?: number;
  /** One factor for each class. Default: none. */
  readonly weight?: Tensor | null;
}

/**
 * `Σ max(0, margin − x[y] + x[c])^p / C` over the classes c other than the target y: `[N, C], int32 [N] → []`, or `[N]` with
 * reduction 'none'; also `[C], []`.
 *
 * @throws ShapeError when the shapes do not fit, IndexError when a target is no class, DTypeError when targets are not int32,
 * ValueError when p is neither 1 nor 2 or for an option that does not exist.
 * @example multiMarginLoss(tensor([[0.5, 1.]]), tensor([1])) // 0.25
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.multi_margin_loss.html
 */
export function multiMarginLoss(input: Tensor, target: Tensor, options: MultiMarginOptions = {}): Tensor {
  const op = 'multiMarginLoss';
  const defaults: Required<MultiMarginOptions> = { ...lossDefaults, p: 1, margin: 1, weight: null };
  const { weight, ...attrs } = lossOptions(op, options, defaults);
  if (![1, 2].includes(attrs.p)) throw new ValueError(op, `p must be 1 or 2, got ${attrs.p}`, { p: attrs.p });
  return dispatch(ops.multiMarginLoss, weight ? [input, target, weight] : [input, target], attrs)[0];
}

/**
 * `Σ max(0, 1 − x[y] + x[c]) / C` over all pairs of a target class y and another class c: `[N, C], int32 [N, C] → []`, or `[N]`
 * with reduction 'none'; also `[C], [C]`. A sample's target classes stand at the start of its row; −1 ends them.
 *
 * @throws ShapeError when the shapes do not fit, IndexError when a target is no class, DTypeError when targets are not int32,
 * ValueError for an option that does not exist.
 * @example multilabelMarginLoss(tensor([[0.5, 1.]]), tensor([[1, -1]])) // 0.25
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.multilabel_margin_loss.html
 */
export function multilabelMarginLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  const attrs = lossOptions('multilabelMarginLoss', options, lossDefaults);
  return dispatch(ops.multilabelMarginLoss, [input, target], attrs)[0];
}

export interface MultilabelSoftMarginOptions extends LossOptions {
  /** One factor for each class. Default: none. */
  readonly weight?: Tensor | null;
}

/**
 * Mean over the classes of the cross entropy of `sigmoid(x)` with targets of 0 and 1: `[*, C], [*, C] → []`, or `[*]` with
 * reduction 'none'.
 *
 * @throws ShapeError when the shapes do not broadcast, DTypeError for integers, ValueError for an option that does not exist.
 * @example multilabelSoftMarginLoss(tensor([[0., 0]]), tensor([[1, 0]])) // 0.6931 (log 2)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.multilabel_soft_margin_loss.html
 */
export function multilabelSoftMarginLoss(
  input: Tensor,
  target: Tensor,
  options: MultilabelSoftMarginOptions = {},
): Tensor {
  const op = 'multilabelSoftMarginLoss';
  const { weight, reduction } = lossOptions(op, options, { ...lossDefaults, weight: null });
  const losses = target
    .mul(logsigmoid(input))
    .add(target.rsub(1).mul(logsigmoid(input.neg())))
    .neg();
  const weighted = weight ? losses.mul(weight) : losses;
  return reduceLosses(weighted.sum(-1).div(input.size(-1)), reduction);
}
