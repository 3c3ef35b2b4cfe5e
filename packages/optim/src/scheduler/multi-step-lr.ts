import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler } from './lr-scheduler.js';
import { type GammaOptions, gammaDefaults } from './step-lr.js';

/** How often each epoch is a milestone. */
type Milestones = Readonly<Record<string, number>>;

/**
 * Multiplies the learning rates by `gamma` at every milestone, as often as it is named.
 *
 * @param milestones - epochs.
 * @example const scheduler = new MultiStepLR(optimizer, [30, 80], { gamma: 0.1 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiStepLR.html
 */
export class MultiStepLR extends LRScheduler<{ readonly milestones: Milestones; readonly gamma: number }> {
  constructor(optimizer: Optimizer, milestones: readonly number[], options: GammaOptions = {}) {
    const { gamma, lastEpoch } = withDefaults('MultiStepLR', gammaDefaults, options);
    const counts: Record<string, number> = {};
    for (const epoch of milestones) counts[epoch] = (counts[epoch] ?? 0) + 1;
    super(optimizer, { milestones: counts, gamma }, lastEpoch);
  }

  protected override getLr(): number[] {
    const { milestones, gamma } = this.settings;
    const times = milestones[this.lastEpoch];
    return times === undefined ? this.lrs : this.lrs.map((lr) => lr * gamma ** times);
  }

  protected override getClosedFormLr(): number[] {
    const { milestones, gamma } = this.settings;
    const passed = Object.entries(milestones).filter(([epoch]) => Number(epoch) <= this.lastEpoch);
    const times = passed.reduce((sum, [, count]) => sum + count, 0);
    return this.baseLrs.map((lr) => lr * gamma ** times);
  }
}
