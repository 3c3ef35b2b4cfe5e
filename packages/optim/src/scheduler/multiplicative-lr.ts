import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import type { LambdaSettings, LRLambda } from './lambda-lr.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';
import { type PerGroup, perGroup } from './per-group.js';

/**
 * Multiplies each learning rate by a function of the epoch. The functions are not part of `stateDict()`.
 *
 * @param lrLambda - one function for all groups, or one for each.
 * @throws ValueError when there is not one function for each group.
 * @example const scheduler = new MultiplicativeLR(optimizer, () => 0.95)
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiplicativeLR.html
 */
export class MultiplicativeLR extends LRScheduler<LambdaSettings> {
  constructor(optimizer: Optimizer, lrLambda: PerGroup<LRLambda>, options: SchedulerOptions = {}) {
    const { lastEpoch } = withDefaults('MultiplicativeLR', { lastEpoch: -1 }, options);
    super(optimizer, { lrLambdas: perGroup('MultiplicativeLR', 'lrLambdas', optimizer, lrLambda) }, lastEpoch);
  }

  protected override getLr(): number[] {
    const { lastEpoch: epoch, lrs } = this;
    return epoch > 0 ? lrs.map((lr, i) => lr * (this.settings.lrLambdas[i]?.(epoch) ?? NaN)) : lrs;
  }
}
