import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';

/**
 * Multiplies the learning rates by `gamma` every epoch.
 *
 * @example const scheduler = new ExponentialLR(optimizer, 0.95)
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html
 */
export class ExponentialLR extends LRScheduler<{ readonly gamma: number }> {
  constructor(optimizer: Optimizer, gamma: number, options: SchedulerOptions = {}) {
    const { lastEpoch } = withDefaults('ExponentialLR', { lastEpoch: -1 }, options);
    super(optimizer, { gamma }, lastEpoch);
  }

  protected override getLr(): number[] {
    return this.lastEpoch === 0 ? this.lrs : this.lrs.map((lr) => lr * this.settings.gamma);
  }

  protected override getClosedFormLr(): number[] {
    return this.baseLrs.map((lr) => lr * this.settings.gamma ** this.lastEpoch);
  }
}
