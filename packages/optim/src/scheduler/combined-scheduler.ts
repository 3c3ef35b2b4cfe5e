/**
 * @file Schedulers that are made of others.
 */
import { ValueError } from '@x/tensor/core';
import type { Optimizer } from '../optimizer.js';
import type { SavedValues } from '../saved-state.js';
import type { Scheduler } from './lr-scheduler.js';
import { checkedDict, savedValue } from './saved.js';

/** What schedulers that are made of others of the same optimizer share. */
export abstract class CombinedScheduler<S extends Scheduler> implements Scheduler {
  readonly optimizer: Optimizer;
  /** The schedulers that it is made of. */
  readonly schedulers: readonly S[];
  #lastLr: readonly number[] = [];

  /** @throws ValueError when there is no scheduler, and when they belong to different optimizers. */
  constructor(schedulers: readonly S[], optimizer: Optimizer | undefined = schedulers[0]?.optimizer) {
    if (!optimizer || schedulers.length === 0) throw new ValueError(this.name, 'needs at least one scheduler');
    const other = schedulers.findIndex((scheduler) => scheduler.optimizer !== optimizer);
    if (other !== -1) {
      throw new ValueError(
        this.name,
        `expects all schedulers to belong to the same optimizer, but the one at index ${other} has another`,
        { index: other },
      );
    }
    this.optimizer = optimizer;
    this.schedulers = [...schedulers];
  }

  /** Name of the class, for messages. */
  protected get name(): string {
    return this.constructor.name;
  }

  abstract step(): void;

  /** The learning rates that were set last. */
  getLastLr(): number[] {
    return [...this.#lastLr];
  }

  /** Remembers the learning rates that were set. */
  protected noteLrs(): void {
    this.#lastLr = this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** The state under PyTorch's names, with those of the schedulers. */
  stateDict(): SavedValues {
    return { _last_lr: this.getLastLr(), _schedulers: this.schedulers.map((scheduler) => scheduler.stateDict()) };
  }

  /**
   * Takes over a saved state, also one that PyTorch saved. The learning rates of the groups are part of the optimizer's
   * state: load that as well.
   *
   * @throws ValueError when it is not the state of such schedulers; then nothing is changed.
   */
  loadStateDict(dict: unknown): void {
    const op = `${this.name}.loadStateDict`;
    const values = checkedDict(op, dict);
    const lastLr = savedValue(op, values, '_last_lr', this.#lastLr);
    const states: unknown = values._schedulers;
    if (!Array.isArray(states) || states.length !== this.schedulers.length) {
      throw new ValueError(op, `the state dict has no list '_schedulers' of ${this.schedulers.length} states`);
    }
    const before = this.schedulers.map((scheduler) => scheduler.stateDict());
    try {
      this.schedulers.forEach((scheduler, i) => scheduler.loadStateDict(states[i]));
    } catch (error) {
      this.schedulers.forEach((scheduler, i) => scheduler.loadStateDict(before[i]));
      throw error;
    }
    this.#lastLr = lastLr;
  }
}
