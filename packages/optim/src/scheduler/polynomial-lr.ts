import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';

/** Options of PolynomialLR. */
export interface PolynomialLROptions extends SchedulerOptions {
  /** Epochs until the learning rates are 0. Default: 5. */
  readonly totalIters?: number;
  /** Power of the share of epochs that is left. Default: 1. */
  readonly power?: number;
}

const defaults: Required<PolynomialLROptions> = { totalIters: 5, power: 1, lastEpoch: -1 };

/**
 * Lets the learning rates fall to 0 within `totalIters` epochs, as a power of the share of epochs that is left.
 *
 * @throws ValueError for learning rates that are not finite.
 * @example const scheduler = new PolynomialLR(optimizer, { totalIters: 30, power: 2 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.PolynomialLR.html
 */
export class PolynomialLR extends LRScheduler<Omit<Required<PolynomialLROptions>, 'lastEpoch'>> {
  constructor(optimizer: Optimizer, options: PolynomialLROptions = {}) {
    const { lastEpoch, ...settings } = withDefaults('PolynomialLR', defaults, options);
    super(optimizer, settings, lastEpoch);
  }

  protected override getLr(): number[] {
    const { totalIters, power } = this.settings;
    const { lastEpoch: epoch, lrs } = this;
    if (epoch === 0 || epoch > totalIters) return lrs;
    const factor = ((1 - epoch / totalIters) / (1 - (epoch - 1) / totalIters)) ** power;
    return lrs.map((lr) => lr * factor);
  }

  protected override getClosedFormLr(): number[] {
    const { totalIters, power } = this.settings;
    const left = 1 - Math.min(totalIters, this.lastEpoch) / totalIters;
    return this.baseLrs.map((lr) => lr * left ** power);
  }
}
