import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';
import { type PerGroup, perGroup } from './per-group.js';

/** Factor of a learning rate in an epoch. */
export type LRLambda = (epoch: number) => number;

/** The functions of each group, which are not part of a state dict. */
export interface LambdaSettings {
  readonly lrLambdas: readonly LRLambda[];
}

/**
 * Sets each learning rate to the initial one times a function of the epoch. The functions are not part of `stateDict()`.
 *
 * @param lrLambda - one function for all groups, or one for each.
 * @throws ValueError when there is not one function for each group.
 * @example const scheduler = new LambdaLR(optimizer, (epoch) => 0.95 ** epoch)
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LambdaLR.html
 */
export class LambdaLR extends LRScheduler<LambdaSettings> {
  constructor(optimizer: Optimizer, lrLambda: PerGroup<LRLambda>, options: SchedulerOptions = {}) {
    const { lastEpoch } = withDefaults('LambdaLR', { lastEpoch: -1 }, options);
    super(optimizer, { lrLambdas: perGroup('LambdaLR', 'lrLambdas', optimizer, lrLambda) }, lastEpoch);
  }

  protected override getLr(): number[] {
    return this.baseLrs.map((base, i) => base * (this.settings.lrLambdas[i]?.(this.lastEpoch) ?? NaN));
  }
}
