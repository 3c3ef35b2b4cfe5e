import { ValueError } from '@x/tensor/core';
import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';

/** Options of schedulers that decay by a factor. */
export interface GammaOptions extends SchedulerOptions {
  /** Factor of each decay. Default: 0.1. */
  readonly gamma?: number;
}

/** Defaults of `GammaOptions`. */
export const gammaDefaults: Required<GammaOptions> = { gamma: 0.1, lastEpoch: -1 };

/**
 * Multiplies the learning rates by `gamma` every `stepSize` epochs.
 *
 * @throws ValueError unless `stepSize` is a whole number above 0.
 * @example const scheduler = new StepLR(optimizer, 30, { gamma: 0.1 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html
 */
export class StepLR extends LRScheduler<{ readonly stepSize: number; readonly gamma: number }> {
  constructor(optimizer: Optimizer, stepSize: number, options: GammaOptions = {}) {
    const { gamma, lastEpoch } = withDefaults('StepLR', gammaDefaults, options);
    if (!Number.isInteger(stepSize) || stepSize < 1) {
      throw new ValueError('StepLR', `stepSize must be a whole number above 0, got ${stepSize}`, { stepSize });
    }
    super(optimizer, { stepSize, gamma }, lastEpoch);
  }

  protected override getLr(): number[] {
    const { stepSize, gamma } = this.settings;
    if (this.lastEpoch === 0 || this.lastEpoch % stepSize !== 0) return this.lrs;
    return this.lrs.map((lr) => lr * gamma);
  }

  protected override getClosedFormLr(): number[] {
    const { stepSize, gamma } = this.settings;
    return this.baseLrs.map((lr) => lr * gamma ** Math.floor(this.lastEpoch / stepSize));
  }
}
