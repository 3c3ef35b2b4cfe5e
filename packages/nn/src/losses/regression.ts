/**
 * @file Losses of numbers.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Loss } from './loss.js';

/**
 * Squared differences: `[*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new MSELoss()(tensor([1, 2.5]), tensor([0, 2.5])).item() // 0.5
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
 */
export class MSELoss extends Loss<F.Reduction> {
  static readonly name: string = 'MSELoss';

  constructor(options: F.LossOptions = {}) {
    super('MSELoss', F.withDefaults('MSELoss', options, { reduction: 'mean' }).reduction);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.mseLoss(input, target, { reduction: this.reduction });
  }
}

/**
 * Absolute differences: `[*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new L1Loss()(tensor([1, 2.5]), tensor([0, 2.5])).item() // 0.5
 * @see https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html
 */
export class L1Loss extends Loss<F.Reduction> {
  static readonly name: string = 'L1Loss';

  constructor(options: F.LossOptions = {}) {
    super('L1Loss', F.withDefaults('L1Loss', options, { reduction: 'mean' }).reduction);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.l1Loss(input, target, { reduction: this.reduction });
  }
}

/**
 * Half of the squared difference over beta where the difference is below beta, linear above: `[*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new SmoothL1Loss()(tensor([1, 2.5]), tensor([0.5, 0.5])).item() // 0.8125
 * @see https://pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html
 */
export class SmoothL1Loss extends Loss<F.Reduction> {
  static readonly name: string = 'SmoothL1Loss';
  readonly beta: number;

  constructor(options: F.SmoothL1Options = {}) {
    const { reduction, beta } = F.withDefaults('SmoothL1Loss', options, { reduction: 'mean', beta: 1 });
    super('SmoothL1Loss', reduction);
    this.beta = beta;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.smoothL1Loss(input, target, { reduction: this.reduction, beta: this.beta });
  }
}

/**
 * Half of the squared difference where the difference is below delta, linear above: `[*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new HuberLoss()(tensor([1, 2.5]), tensor([0.5, 0.5])).item() // 0.8125
 * @see https://pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html
 */
export class HuberLoss extends Loss<F.Reduction> {
  static readonly name: string = 'HuberLoss';
  readonly delta: number;

  constructor(options: F.HuberOptions = {}) {
    const { reduction, delta } = F.withDefaults('HuberLoss', options, { reduction: 'mean', delta: 1 });
    super('HuberLoss', reduction);
    this.delta = delta;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.huberLoss(input, target, { reduction: this.reduction, delta: this.delta });
  }
}
