/**
 * @file Losses of the parameters of a distribution.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Loss } from './loss.js';

/**
 * Negative log likelihood of counts under a Poisson distribution, by default `e^x − y · x`: `[*], [*] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new PoissonNLLLoss()(tensor([0.0]).float(), tensor([2])) // 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PoissonNLLLoss.html
 */
export class PoissonNLLLoss extends Loss<F.Reduction> {
  static readonly name: string = 'PoissonNLLLoss';
  readonly logInput: boolean;
  readonly full: boolean;
  readonly eps: number;

  constructor(options: F.PoissonNllOptions = {}) {
    const defaults: Required<F.PoissonNllOptions> = { logInput: true, full: false, eps: 1e-8, reduction: 'mean' };
    const { logInput, full, eps, reduction } = F.withDefaults('PoissonNLLLoss', options, defaults);
    super('PoissonNLLLoss', reduction);
    this.logInput = logInput;
    this.full = full;
    this.eps = eps;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { logInput, full, eps, reduction } = this;
    return F.poissonNllLoss(input, target, { logInput, full, eps, reduction });
  }
}

/**
 * Negative log likelihood of numbers under normal distributions of given means and variances: `[N, *], [N, *], [N, *] → []`; the
 * variance may have 1 or nothing as its last dimension.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new GaussianNLLLoss()(zeros(2), ones(2), ones(2)) // 0.5
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GaussianNLLLoss.html
 */
export class GaussianNLLLoss extends Loss<F.Reduction, [input: Tensor, target: Tensor, variance: Tensor]> {
  static readonly name: string = 'GaussianNLLLoss';
  readonly full: boolean;
  readonly eps: number;

  constructor(options: F.GaussianNllOptions = {}) {
    const defaults: Required<F.GaussianNllOptions> = { full: false, eps: 1e-6, reduction: 'mean' };
    const { full, eps, reduction } = F.withDefaults('GaussianNLLLoss', options, defaults);
    super('GaussianNLLLoss', reduction);
    this.full = full;
    this.eps = eps;
  }

  override forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    const { full, eps, reduction } = this;
    return F.gaussianNllLoss(input, target, variance, { full, eps, reduction });
  }
}
