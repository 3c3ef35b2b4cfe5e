/**
 * @file What learning-rate schedulers have in common.
 */
import { ValueError } from '@x/tensor/core';
import type { Optimizer } from '../optimizer.js';
import { isRecord, type SavedValues } from '../saved-state.js';
import { checkedDict, loadedSettings, savedSettings, savedValue } from './saved.js';

/** Options of every scheduler. */
export interface SchedulerOptions {
  /** Index of the last epoch, to go on from; groups then need their `initialLr`. Default: -1, from the start. */
  readonly lastEpoch?: number;
}

/** What all schedulers of learning rates can do: those that follow epochs, and those that combine others. */
export interface Scheduler {
  readonly optimizer: Optimizer;
  /** The learning rates that were set last. */
  getLastLr(): number[];
  /** Goes on to the next epoch. */
  step(): void;
  stateDict(): SavedValues;
  loadStateDict(dict: unknown): void;
}

/**
 * Base class of schedulers: it sets the learning rates of an optimizer's groups, once when it is made and then in every
 * `step()`. `A` are the settings of a subclass, which `getLr` reads.
 *
 * @example
 * class Warmup extends LRScheduler<{ epochs: number }> {
 *   constructor(optimizer: Optimizer, epochs: number) { super(optimizer, { epochs }); }
 *   protected override getLr(): number[] {
 *     const factor = Math.min(1, (this.lastEpoch + 1) / this.settings.epochs);
 *     return this.baseLrs.map((lr) => lr * factor);
 *   }
 * }
 * @see https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
 */
export abstract class LRScheduler<A extends object = object> implements Scheduler {
  readonly optimizer: Optimizer;
  /** What the scheduler was made with, and what else it has to remember. */
  readonly settings: A;
  /** Index of the epoch that the learning rates are for. */
  lastEpoch: number;
  /** Learning rates at the start. */
  baseLrs: readonly number[];
  #lastLr: readonly number[] = [];
  #stepCount = 0;
  #startCount = 0;

  /**
   * @throws ValueError when `lastEpoch` is given and a group has no `initialLr`, and for learning rates that are not finite.
   */
  constructor(optimizer: Optimizer, settings: A, lastEpoch: number = -1) {
    checkOptimizer(this.name, optimizer);
    this.optimizer = optimizer;
    this.settings = settings;
    this.lastEpoch = lastEpoch;
    this.baseLrs = optimizer.paramGroups.map((group, i) => {
      if (lastEpoch === -1) group.initialLr ??= group.lr;
      if (group.initialLr !== undefined) return group.initialLr;
      throw new ValueError(
        this.name,
        `param 'initialLr' is not specified in paramGroups[${i}] when resuming an optimizer`,
        { group: i },
      );
    });
    this.start();
  }

  /** Sets the learning rates of the first epoch: the one after `lastEpoch`. */
  start(): void {
    this.#startCount = this.optimizer.stepCount;
    this.#stepCount = 0;
    this.step();
  }

  /** Name of the class, for messages. */
  protected get name(): string {
    return this.constructor.name;
  }

  /** The learning rates that the groups have now. */
  protected get lrs(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** Number of calls of `step`, the one that is under way included; 1 while the scheduler is being made. */
  protected get stepCount(): number {
    return this.#stepCount;
  }

  /**
   * The learning rates of epoch `lastEpoch`, one for each group. It runs in the constructor already, when the fields of a
   * subclass do not exist yet: read `settings`.
   */
  protected abstract getLr(): readonly number[];

  /** The same, where it follows from the initial rates alone and not from those before. */
  protected getClosedFormLr(): readonly number[] {
    return this.getLr();
  }

  /** The learning rates that were set last. */
  getLastLr(): number[] {
    return [...this.#lastLr];
  }

  /**
   * Goes on to the next epoch. Call it after the epoch's `optimizer.step()`; where that was forgotten, it warns.
   *
   * @param epoch - goes there instead; the learning rates then follow from the initial ones, if the schedule has such a form.
   * @throws ValueError for learning rates that are not finite.
   */
  step(epoch?: number): void {
    if (this.#stepCount === 1 && this.optimizer.stepCount === this.#startCount) {
      console.warn(
        `${this.name}.step: was called before optimizer.step(), so that the first learning rate of the schedule is skipped; call optimizer.step() first`,
      );
    }
    this.#stepCount++;
    this.lastEpoch = epoch ?? this.lastEpoch + 1;
    this.setLrs(epoch === undefined ? this.getLr() : this.getClosedFormLr());
  }

  /** Sets the learning rates of the groups. @throws ValueError for one that is not finite. */
  protected setLrs(lrs: readonly number[]): void {
    lrs.forEach((lr, i) => {
      if (Number.isFinite(lr)) return;
      throw new ValueError(this.name, `the learning rate of group ${i} would be ${lr} in epoch ${this.lastEpoch}`, {
        group: i,
        lr,
        epoch: this.lastEpoch,
      });
    });
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = lrs[i] ?? group.lr;
    });
    this.#lastLr = this.lrs;
  }

  /**
   * The state under PyTorch's names. Functions among the settings are not saved.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LambdaLR.html
   */
  stateDict(): SavedValues {
    return {
      ...savedSettings(this.settings),
      base_lrs: [...this.baseLrs],
      last_epoch: this.lastEpoch,
      verbose: false,
      _step_count: this.#stepCount,
      _get_lr_called_within_step: false,
      _last_lr: this.getLastLr(),
    };
  }

  /**
   * Takes over a saved state, also one that PyTorch saved. The learning rates of the groups are part of the optimizer's
   * state: load that as well.
   *
   * @throws ValueError when it is not the state of such a scheduler.
   */
  loadStateDict(dict: unknown): void {
    const op = `${this.name}.loadStateDict`;
    const values = checkedDict(op, dict);
    const settings = loadedSettings(op, values, this.settings);
    this.checkSettings(op, { ...this.settings, ...settings });
    const baseLrs = savedValue(op, values, 'base_lrs', this.baseLrs);
    const lastLr = savedValue(op, values, '_last_lr', this.#lastLr);
    const lastEpoch = savedValue(op, values, 'last_epoch', this.lastEpoch);
    const stepCount = savedValue(op, values, '_step_count', this.#stepCount);
    Object.assign(this.settings, settings);
    this.baseLrs = baseLrs;
    this.#lastLr = lastLr;
    this.lastEpoch = lastEpoch;
    this.#stepCount = stepCount;
  }

  /** Refuses settings of a state dict that are of the right type but make no sense, with a ValueError. */
  protected checkSettings(_op: string, _settings: A): void {}
}

/** @throws ValueError for what is not an optimizer. */
export function checkOptimizer(op: string, optimizer: unknown): void {
  if (isRecord(optimizer) && Array.isArray(optimizer.paramGroups)) return;
  throw new ValueError(op, `${typeof optimizer} is not an Optimizer`);
}
