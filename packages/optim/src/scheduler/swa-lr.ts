import { ValueError } from '@x/tensor/core';
import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { type Anneal, annealing, type AnnealStrategy } from './annealing.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';
import { type PerGroup, perGroup } from './per-group.js';

/** Options of SWALR. */
export interface SWALROptions extends SchedulerOptions {
  /** Epochs until the learning rates are reached. Default: 10. */
  readonly annealEpochs?: number;
  /** Default: 'cos'. */
  readonly annealStrategy?: AnnealStrategy;
}

const defaults: Required<SWALROptions> = { annealEpochs: 10, annealStrategy: 'cos', lastEpoch: -1 };

/** The rate that annealing started from, if `share` of the way to `target` led to `lr`. */
const startOf = (lr: number, target: number, share: number): number =>
  share === 1 ? target : (lr - share * target) / (1 - share);

/**
 * Leads the learning rates to `swaLr` within `annealEpochs` epochs and leaves them there, for averaging the parameters.
 *
 * @param swaLr - learning rate in the end, of all groups or of each.
 * @throws ValueError unless `annealEpochs` is a whole number, for an unknown strategy, and for a list that does not fit the
 *   groups.
 * @example const scheduler = new SWALR(optimizer, 0.05, { annealEpochs: 5 })
 * @see https://pytorch.org/docs/stable/optim.html#swa-learning-rate-schedules
 * @see https://arxiv.org/abs/1803.05407
 */
export class SWALR extends LRScheduler<{ readonly annealEpochs: number; readonly annealFunc: Anneal }> {
  constructor(optimizer: Optimizer, swaLr: PerGroup<number>, options: SWALROptions = {}) {
    const { annealEpochs, annealStrategy, lastEpoch } = withDefaults('SWALR', defaults, options);
    const swaLrs = perGroup('SWALR', 'values for swaLr', optimizer, swaLr);
    const annealFunc = annealing('SWALR', annealStrategy);
    if (!Number.isInteger(annealEpochs) || annealEpochs < 0) {
      throw new ValueError('SWALR', `annealEpochs must be a whole number of 0 or more, got ${annealEpochs}`, {
        annealEpochs,
      });
    }
    optimizer.paramGroups.forEach((group, i) => {
      group.swaLr = swaLrs[i]!;
    });
    super(optimizer, { annealEpochs, annealFunc }, lastEpoch);
  }

  protected override getLr(): number[] {
    const { annealEpochs, annealFunc } = this.settings;
    const step = annealEpochs === 0 ? Math.max(1, this.stepCount - 1) : this.stepCount - 1;
    const [before, now] = [step - 1, step].map((at) =>
      annealFunc(0, 1, Math.max(0, Math.min(1, at / Math.max(1, annealEpochs)))),
    );
    return this.optimizer.paramGroups.map(({ lr, swaLr = lr }) => {
      return swaLr * now! + startOf(lr, swaLr, before!) * (1 - now!);
    });
  }
}
