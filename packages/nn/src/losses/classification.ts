/**
 * @file Losses of classes and probabilities.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import type { Buffer } from '../module/buffer.js';
import { Loss, weightBuffer } from './loss.js';

/**
 * Cross entropy of logits and classes: `[N, C, *], [N, *] (int32 classes) or [N, C, *] (probabilities) → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example
 * const criterion = new CrossEntropyLoss();
 * criterion(net(x), labels).backward();
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
export class CrossEntropyLoss extends Loss<F.Reduction> {
  static readonly name: string = 'CrossEntropyLoss';
  /** Factor of each class. */
  weight: Buffer | null;
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;

  constructor(options: F.CrossEntropyOptions = {}) {
    const defaults = { weight: null, ignoreIndex: -100, reduction: 'mean', labelSmoothing: 0 } as const;
    const { weight, ignoreIndex, reduction, labelSmoothing } = F.withDefaults('CrossEntropyLoss', options, defaults);
    super('CrossEntropyLoss', reduction);
    this.weight = weightBuffer(weight);
    this.ignoreIndex = ignoreIndex;
    this.labelSmoothing = labelSmoothing;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, reduction, labelSmoothing } = this;
    return F.crossEntropy(input, target, { weight, ignoreIndex, reduction, labelSmoothing });
  }
}

/**
 * Negative log likelihood of log probabilities and classes: `[N, C, *], [N, *] (int32) → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new NLLLoss()(tensor([[-0.5, -1.5]]), tensor([1])).item() // 1.5
 * @see https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 */
export class NLLLoss extends Loss<F.Reduction> {
  static readonly name: string = 'NLLLoss';
  /** Factor of each class. */
  weight: Buffer | null;
  readonly ignoreIndex: number;

  constructor(options: F.NllOptions = {}) {
    const defaults = { weight: null, ignoreIndex: -100, reduction: 'mean' } as const;
    const { weight, ignoreIndex, reduction } = F.withDefaults('NLLLoss', options, defaults);
    super('NLLLoss', reduction);
    this.weight = weightBuffer(weight);
    this.ignoreIndex = ignoreIndex;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, reduction } = this;
    return F.nllLoss(input, target, { weight, ignoreIndex, reduction });
  }
}

/**
 * Binary cross entropy of probabilities: `[*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new BCELoss()(tensor([0.5]), ones(1)).item() // 0.6931
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
 */
export class BCELoss extends Loss<F.Reduction> {
  static readonly name: string = 'BCELoss';
  /** Factor of each element's loss. */
  weight: Buffer | null;

  constructor(options: F.BceOptions = {}) {
    const { weight, reduction } = F.withDefaults('BCELoss', options, { weight: null, reduction: 'mean' });
    super('BCELoss', reduction);
    this.weight = weightBuffer(weight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.binaryCrossEntropy(input, target, { weight: this.weight, reduction: this.reduction });
  }
}

/**
 * Binary cross entropy of logits, more exact than a sigmoid followed by `BCELoss`: `[*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new BCEWithLogitsLoss()(tensor([0.5]), tensor([0.5])).item() // 0.7241
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
 */
export class BCEWithLogitsLoss extends Loss<F.Reduction> {
  static readonly name: string = 'BCEWithLogitsLoss';
  /** Factor of each element's loss. */
  weight: Buffer | null;
  /** Factor of the loss of positive targets. */
  posWeight: Buffer | null;

  constructor(options: F.BceWithLogitsOptions = {}) {
    const defaults = { weight: null, reduction: 'mean', posWeight: null } as const;
    const { weight, reduction, posWeight } = F.withDefaults('BCEWithLogitsLoss', options, defaults);
    super('BCEWithLogitsLoss', reduction);
    this.weight = weightBuffer(weight);
    this.posWeight = weightBuffer(posWeight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { weight, posWeight, reduction } = this;
    return F.binaryCrossEntropyWithLogits(input, target, { weight, posWeight, reduction });
  }
}

type KlReduction = NonNullable<F.KlDivOptions['reduction']>;

/**
 * Kullback-Leibler divergence of log probabilities from probabilities: `[*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new KLDivLoss({ reduction: 'sum' })(tensor([-0.5]), tensor([0.5])).item() // -0.0966
 * @see https://pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html
 */
export class KLDivLoss extends Loss<KlReduction> {
  static readonly name: string = 'KLDivLoss';
  readonly logTarget: boolean;

  constructor(options: F.KlDivOptions = {}) {
    const { reduction, logTarget } = F.withDefaults('KLDivLoss', options, { reduction: 'mean', logTarget: false });
    super('KLDivLoss', reduction, ['none', 'mean', 'sum', 'batchmean']);
    this.logTarget = logTarget;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.klDiv(input, target, { reduction: this.reduction, logTarget: this.logTarget });
  }
}
