import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';

/** Options of CosineAnnealingLR. */
export interface CosineAnnealingLROptions extends SchedulerOptions {
  /** Smallest learning rate. Default: 0. */
  readonly etaMin?: number;
}

/** The cosine wave of the schedule, between 2 and 0. */
const wave = (epoch: number, tMax: number): number => 1 + Math.cos((Math.PI * epoch) / tMax);

/**
 * Lets the learning rates fall to `etaMin` along half a cosine wave within `tMax` epochs, and rise again after that. Each
 * rate follows from the one before, so that other changes to the learning rates are kept.
 *
 * @throws ValueError when a learning rate cannot be computed, as with `tMax` 0.
 * @example const scheduler = new CosineAnnealingLR(optimizer, epochs)
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html
 * @see https://arxiv.org/abs/1608.03983
 */
export class CosineAnnealingLR extends LRScheduler<{ readonly TMax: number; readonly etaMin: number }> {
  constructor(optimizer: Optimizer, tMax: number, options: CosineAnnealingLROptions = {}) {
    const { etaMin, lastEpoch } = withDefaults('CosineAnnealingLR', { etaMin: 0, lastEpoch: -1 }, options);
    super(optimizer, { TMax: tMax, etaMin }, lastEpoch);
  }

  protected override getLr(): readonly number[] {
    const { TMax, etaMin } = this.settings;
    const { lastEpoch: epoch, lrs, baseLrs } = this;
    if (epoch === 0) return lrs;
    if (this.stepCount === 1) return baseLrs.map((base) => etaMin + ((base - etaMin) * wave(epoch, TMax)) / 2);
    if ((epoch - 1 - TMax) % (2 * TMax) === 0) {
      // the last rate was the smallest one: there is no quotient to go on from
      const rise = (1 - Math.cos(Math.PI / TMax)) / 2;
      return lrs.map((lr, i) => lr + (baseLrs[i]! - etaMin) * rise);
    }
    const quotient = wave(epoch, TMax) / wave(epoch - 1, TMax);
    return lrs.map((lr) => quotient * (lr - etaMin) + etaMin);
  }

  protected override getClosedFormLr(): number[] {
    const { TMax, etaMin } = this.settings;
    return this.baseLrs.map((base) => etaMin + ((base - etaMin) * wave(this.lastEpoch, TMax)) / 2);
  }
}
