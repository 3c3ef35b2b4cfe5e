import { ValueError } from '@x/tensor/core';
import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';

/** Options of ConstantLR. */
export interface ConstantLROptions extends SchedulerOptions {
  /** Factor of the learning rates. Default: 1/3. */
  readonly factor?: number;
  /** Epochs that it holds for. Default: 5. */
  readonly totalIters?: number;
}

const defaults: Required<ConstantLROptions> = { factor: 1 / 3, totalIters: 5, lastEpoch: -1 };

/**
 * Multiplies the learning rates by `factor` for `totalIters` epochs, then takes that back.
 *
 * @throws ValueError for a factor outside of [0, 1], and after `totalIters` epochs when it is 0.
 * @example const scheduler = new ConstantLR(optimizer, { factor: 0.5, totalIters: 4 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ConstantLR.html
 */
export class ConstantLR extends LRScheduler<Omit<Required<ConstantLROptions>, 'lastEpoch'>> {
  constructor(optimizer: Optimizer, options: ConstantLROptions = {}) {
    const { lastEpoch, ...settings } = withDefaults('ConstantLR', defaults, options);
    const { factor } = settings;
    if (!(factor >= 0 && factor <= 1)) {
      throw new ValueError(
        'ConstantLR',
        `Constant multiplicative factor expected to be between 0 and 1, got ${factor}`,
        { factor },
      );
    }
    super(optimizer, settings, lastEpoch);
  }

  protected override getLr(): number[] {
    const { factor, totalIters } = this.settings;
    if (this.lastEpoch === 0) return this.lrs.map((lr) => lr * factor);
    return this.lastEpoch === totalIters ? this.lrs.map((lr) => lr * (1 / factor)) : this.lrs;
  }

  protected override getClosedFormLr(): number[] {
    const { factor, totalIters } = this.settings;
    return this.baseLrs.map((lr) => (this.lastEpoch >= totalIters ? lr : lr * factor));
  }
}
