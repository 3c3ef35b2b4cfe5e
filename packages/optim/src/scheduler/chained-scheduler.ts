import { CombinedScheduler } from './combined-scheduler.js';
import type { Scheduler } from './lr-scheduler.js';

/**
 * Steps several schedulers in one call, each going on from the learning rates that the one before it has set.
 *
 * @throws ValueError when there is no scheduler, and when they belong to different optimizers.
 * @example
 * const scheduler = new ChainedScheduler([
 *   new ConstantLR(optimizer, { factor: 0.1, totalIters: 2 }),
 *   new ExponentialLR(optimizer, 0.9),
 * ]);
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ChainedScheduler.html
 */
export class ChainedScheduler extends CombinedScheduler<Scheduler> {
  constructor(schedulers: readonly Scheduler[]) {
    super(schedulers);
    this.noteLrs();
  }

  /** Steps all schedulers. */
  override step(): void {
    for (const scheduler of this.schedulers) scheduler.step();
    this.noteLrs();
  }
}
