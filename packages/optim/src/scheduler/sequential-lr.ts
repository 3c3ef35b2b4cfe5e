import { ValueError } from '@x/tensor/core';
import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import type { SavedValues } from '../saved-state.js';
import { CombinedScheduler } from './combined-scheduler.js';
import type { LRScheduler, SchedulerOptions } from './lr-scheduler.js';
import { checkedDict, savedValue } from './saved.js';

/**
 * Follows one scheduler after the other. Each starts from the initial learning rates.
 *
 * @param milestones - epochs at which the second scheduler and those after it start.
 * @throws ValueError when there is no scheduler, when they belong to other optimizers, and unless there is one milestone less
 *   than schedulers.
 * @example
 * const warmup = new LinearLR(optimizer, { startFactor: 0.1, totalIters: 5 });
 * const scheduler = new SequentialLR(optimizer, [warmup, new CosineAnnealingLR(optimizer, 45)], [5]);
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.SequentialLR.html
 */
export class SequentialLR extends CombinedScheduler<LRScheduler> {
  /** Index of the epoch that the learning rates are for. */
  lastEpoch: number;
  #milestones: readonly number[];

  constructor(
    optimizer: Optimizer,
    schedulers: readonly LRScheduler[],
    milestones: readonly number[],
    options: SchedulerOptions = {},
  ) {
    const { lastEpoch } = withDefaults('SequentialLR', { lastEpoch: -1 }, options);
    super(schedulers, optimizer);
    if (milestones.length !== schedulers.length - 1) {
      throw new ValueError(
        'SequentialLR',
        `expects one scheduler more than milestones, but got ${schedulers.length} schedulers and ${milestones.length} milestones`,
        { counts: [schedulers.length, milestones.length] },
      );
    }
    this.#milestones = [...milestones];
    this.lastEpoch = lastEpoch + 1;
    // every scheduler has set its first learning rates when it was made: only the first one's are to hold
    for (const group of optimizer.paramGroups) group.lr = group.initialLr ?? group.lr;
    for (const scheduler of schedulers) scheduler.lastEpoch--;
    schedulers[0]?.start();
    this.noteLrs();
  }

  /** Goes on to the next epoch, and to the next scheduler if that is a milestone. */
  override step(): void {
    this.lastEpoch++;
    const passed = this.#milestones.filter((epoch) => epoch <= this.lastEpoch).length;
    const starts = this.#milestones[passed - 1] === this.lastEpoch;
    this.schedulers[passed]?.step(starts ? 0 : undefined);
    this.noteLrs();
  }

  override stateDict(): SavedValues {
    return { ...super.stateDict(), _milestones: [...this.#milestones], last_epoch: this.lastEpoch };
  }

  override loadStateDict(dict: unknown): void {
    const op = `${this.name}.loadStateDict`;
    const values = checkedDict(op, dict);
    const milestones = savedValue(op, values, '_milestones', this.#milestones);
    const lastEpoch = savedValue(op, values, 'last_epoch', this.lastEpoch);
    super.loadStateDict(dict);
    this.#milestones = milestones;
    this.lastEpoch = lastEpoch;
  }
}
