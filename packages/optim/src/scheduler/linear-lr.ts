import { ValueError } from '@x/tensor/core';
import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';

/** Options of LinearLR. */
export interface LinearLROptions extends SchedulerOptions {
  /** Factor of the learning rates in the first epoch. Default: 1/3. */
  readonly startFactor?: number;
  /** Factor of the learning rates in the end. Default: 1. */
  readonly endFactor?: number;
  /** Epochs until the end is reached. Default: 5. */
  readonly totalIters?: number;
}

const defaults: Required<LinearLROptions> = { startFactor: 1 / 3, endFactor: 1, totalIters: 5, lastEpoch: -1 };

function checkFactor(what: string, factor: number): void {
  if (factor >= 0 && factor <= 1) return;
  throw new ValueError('LinearLR', `${what} multiplicative factor expected to be between 0 and 1, got ${factor}`, {
    factor,
  });
}

/**
 * Multiplies the learning rates by a factor that changes evenly from `startFactor` to `endFactor` within `totalIters` epochs.
 *
 * @throws ValueError for factors outside of [0, 1], and in the second epoch when `startFactor` is 0.
 * @example const warmup = new LinearLR(optimizer, { startFactor: 0.1, totalIters: 10 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html
 */
export class LinearLR extends LRScheduler<Omit<Required<LinearLROptions>, 'lastEpoch'>> {
  constructor(optimizer: Optimizer, options: LinearLROptions = {}) {
    const { lastEpoch, ...settings } = withDefaults('LinearLR', defaults, options);
    checkFactor('Starting', settings.startFactor);
    checkFactor('Ending', settings.endFactor);
    super(optimizer, settings, lastEpoch);
  }

  protected override getLr(): number[] {
    const { startFactor, endFactor, totalIters } = this.settings;
    const { lastEpoch: epoch, lrs } = this;
    if (epoch === 0) return lrs.map((lr) => lr * startFactor);
    if (epoch > totalIters) return lrs;
    const change = endFactor - startFactor;
    const quotient = 1 + change / (totalIters * startFactor + (epoch - 1) * change);
    return lrs.map((lr) => lr * quotient);
  }

  protected override getClosedFormLr(): number[] {
    const { startFactor, endFactor, totalIters } = this.settings;
    const share = Math.min(totalIters, this.lastEpoch) / totalIters;
    return this.baseLrs.map((lr) => lr * (startFactor + (endFactor - startFactor) * share));
  }
}
