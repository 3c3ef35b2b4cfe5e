/**
 * @file Loss of sequences whose labels are not aligned with their steps.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Loss } from './loss.js';

/**
 * Connectionist temporal classification: the negative log likelihood of all ways to place labels on steps:
 * `[T, N, C], [N, S], [N], [N] → []`; N may be missing, and the targets may be one behind the other, `[Σ targetLengths]`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new CTCLoss()(randn(5, 1, 3).logSoftmax(2), tensor([[1, 2]]), [5], [2]).ndim // 0
 * @see https://doi.org/10.1145/1143844.1143891
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CTCLoss.html
 */
export class CTCLoss extends Loss<
  F.Reduction,
  [logProbs: Tensor, targets: Tensor, inputLengths: F.Lengths, targetLengths: F.Lengths]
> {
  static readonly name: string = 'CTCLoss';
  readonly blank: number;
  readonly zeroInfinity: boolean;

  constructor(options: F.CtcOptions = {}) {
    const defaults: Required<F.CtcOptions> = { blank: 0, zeroInfinity: false, reduction: 'mean' };
    const { blank, zeroInfinity, reduction } = F.withDefaults('CTCLoss', options, defaults);
    super('CTCLoss', reduction);
    this.blank = blank;
    this.zeroInfinity = zeroInfinity;
  }

  override forward(logProbs: Tensor, targets: Tensor, inputLengths: F.Lengths, targetLengths: F.Lengths): Tensor {
    const { blank, zeroInfinity, reduction } = this;
    return F.ctcLoss(logProbs, targets, inputLengths, targetLengths, { blank, zeroInfinity, reduction });
  }
}
