/**
 * @file Losses of scores that should be apart by a margin.
 */
import * as F from '@x/functional';
import { type Tensor, ValueError } from '@x/tensor/core';
import type { Buffer } from '../module/buffer.js';
import { Loss, weightBuffer } from './loss.js';

/**
 * `x` where the target is 1, `max(0, margin − x)` where it is −1: `[*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new HingeEmbeddingLoss()(tensor([0.5, 0.25]), tensor([1, -1])) // 0.625
 * @see https://pytorch.org/docs/stable/generated/torch.nn.HingeEmbeddingLoss.html
 */
export class HingeEmbeddingLoss extends Loss<F.Reduction> {
  static readonly name: string = 'HingeEmbeddingLoss';
  readonly margin: number;

  constructor(options: F.MarginOptions = {}) {
    const defaults: Required<F.MarginOptions> = { margin: 1, reduction: 'mean' };
    const { margin, reduction } = F.withDefaults('HingeEmbeddingLoss', options, defaults);
    super('HingeEmbeddingLoss', reduction);
    this.margin = margin;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { margin, reduction } = this;
    return F.hingeEmbeddingLoss(input, target, { margin, reduction });
  }
}

/**
 * `max(0, −y · (x1 − x2) + margin)`: the first score should be larger where y is 1, smaller where it is −1: `[*], [*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new MarginRankingLoss()(tensor([0.5, 0.25]), tensor([1, 0.125]), tensor([1, 1])) // 0.25
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MarginRankingLoss.html
 */
export class MarginRankingLoss extends Loss<F.Reduction, [input1: Tensor, input2: Tensor, target: Tensor]> {
  static readonly name: string = 'MarginRankingLoss';
  readonly margin: number;

  constructor(options: F.MarginOptions = {}) {
    const defaults: Required<F.MarginOptions> = { margin: 0, reduction: 'mean' };
    const { margin, reduction } = F.withDefaults('MarginRankingLoss', options, defaults);
    super('MarginRankingLoss', reduction);
    this.margin = margin;
  }

  override forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    const { margin, reduction } = this;
    return F.marginRankingLoss(input1, input2, target, { margin, reduction });
  }
}

/**
 * `log(1 + e^(−y · x))` for targets of 1 and −1: `[*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new SoftMarginLoss()(tensor([0.0]).float(), tensor([1])) // 0.6931
 * @see https://pytorch.org/docs/stable/generated/torch.nn.SoftMarginLoss.html
 */
export class SoftMarginLoss extends Loss<F.Reduction> {
  static readonly name: string = 'SoftMarginLoss';

  constructor(options: F.LossOptions = {}) {
    super('SoftMarginLoss', F.withDefaults('SoftMarginLoss', options, { reduction: 'mean' }).reduction);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.softMarginLoss(input, target, { reduction: this.reduction });
  }
}

/**
 * The mean over the classes of `max(0, margin − x[target] + x[i])^p`: `[N, C], [N] → []`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new MultiMarginLoss()(tensor([[0.1, 0.2, 0.4, 0.8]]), tensor([3])) // 0.325
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MultiMarginLoss.html
 */
export class MultiMarginLoss extends Loss<F.Reduction> {
  static readonly name: string = 'MultiMarginLoss';
  readonly p: 1 | 2;
  readonly margin: number;
  /** Factor of each class. */
  weight: Buffer | null;

  constructor(options: F.MultiMarginOptions = {}) {
    const defaults: Required<F.MultiMarginOptions> = { p: 1, margin: 1, weight: null, reduction: 'mean' };
    const { p, margin, weight, reduction } = F.withDefaults('MultiMarginLoss', options, defaults);
    super('MultiMarginLoss', reduction);
    if (![1, 2].includes(p)) throw new ValueError('MultiMarginLoss', `p must be 1 or 2, got ${p}`, { p });
    this.p = p;
    this.margin = margin;
    this.weight = weightBuffer(weight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { p, margin, weight, reduction } = this;
    return F.multiMarginLoss(input, target, { p, margin, weight, reduction });
  }
}

/**
 * The sum over labels and other classes of `max(0, 1 − (x[label] − x[i])) / C`; a target lists labels and ends with −1:
 * `[N, C], [N, C] → []`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new MultiLabelMarginLoss()(tensor([[0.1, 0.2, 0.4, 0.8]]), tensor([[3, 0, -1, 1]])) // 0.85
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MultiLabelMarginLoss.html
 */
export class MultiLabelMarginLoss extends Loss<F.Reduction> {
  static readonly name: string = 'MultiLabelMarginLoss';

  constructor(options: F.LossOptions = {}) {
    super('MultiLabelMarginLoss', F.withDefaults('MultiLabelMarginLoss', options, { reduction: 'mean' }).reduction);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.multilabelMarginLoss(input, target, { reduction: this.reduction });
  }
}

/**
 * The mean over the classes of the binary cross entropy of scores and labels of 0 and 1: `[N, C], [N, C] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new MultiLabelSoftMarginLoss()(tensor([[0, 0.0]]).float(), tensor([[1, 0.0]]).float()) // 0.6931
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MultiLabelSoftMarginLoss.html
 */
export class MultiLabelSoftMarginLoss extends Loss<F.Reduction> {
  static readonly name: string = 'MultiLabelSoftMarginLoss';
  /** Factor of each class. */
  weight: Buffer | null;

  constructor(options: F.MultilabelSoftMarginOptions = {}) {
    const defaults: Required<F.MultilabelSoftMarginOptions> = { weight: null, reduction: 'mean' };
    const { weight, reduction } = F.withDefaults('MultiLabelSoftMarginLoss', options, defaults);
    super('MultiLabelSoftMarginLoss', reduction);
    this.weight = weightBuffer(weight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { weight, reduction } = this;
    return F.multilabelSoftMarginLoss(input, target, { weight, reduction });
  }
}
