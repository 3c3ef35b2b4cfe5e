import { ValueError } from '@x/tensor';
import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';

/** Factor of the initial learning rate in an epoch. */
export type LRLambda = (epoch: number) => number;

/**
 * Sets each learning rate to the initial one times a function of the epoch. The functions are not part of `stateDict()`.
 *
 * @param lrLambda - one function for all groups, or one for each.
 * @throws ValueError when there is not one function for each group.
 * @example const scheduler = new LambdaLR(optimizer, (epoch) => 0.95 ** epoch)
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LambdaLR.html
 */
export class LambdaLR extends LRScheduler<{ readonly lrLambdas: readonly LRLambda[] }> {
  constructor(optimizer: Optimizer, lrLambda: LRLambda | readonly LRLambda[], options: SchedulerOptions = {}) {
    const { lastEpoch } = withDefaults('LambdaLR', { lastEpoch: -1 }, options);
    const groups = optimizer.paramGroups;
    const lrLambdas = typeof lrLambda === 'function' ? groups.map(() => lrLambda) : [...lrLambda];
    if (lrLambdas.length !== groups.length) {
      throw new ValueError('LambdaLR', `Expected ${groups.length} lrLambdas, but got ${lrLambdas.length}`, {
        expected: groups.length,
        got: lrLambdas.length,
      });
    }
    super(optimizer, { lrLambdas }, lastEpoch);
  }

  protected override getLr(): number[] {
    return this.baseLrs.map((base, i) => base * (this.settings.lrLambdas[i]?.(this.lastEpoch) ?? NaN));
  }
}
