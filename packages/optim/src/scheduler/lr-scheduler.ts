/**
 * @file What learning-rate schedulers have in common.
 */
import { ValueError } from '@x/tensor';
import { snakeCase, withSnakeKeys } from '../names.js';
import type { Optimizer } from '../optimizer.js';
import { pythonText } from '../text.js';
import { isLike, isNumbers, isRecord, type SavedValues } from '../saved-state.js';

/** Options of every scheduler. */
export interface SchedulerOptions {
  /** Index of the last epoch, to go on from; groups then need their `initialLr`. Default: -1, from the start. */
  readonly lastEpoch?: number;
}

/** Functions are not saved: null stands in their place. */
function withoutFunctions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFunctions);
  return typeof value === 'function' ? null : value;
}

/** Whether a setting consists of functions, which no state dict holds. */
const isCode = (value: unknown): boolean =>
  typeof value === 'function' || (Array.isArray(value) && value.some((item) => typeof item === 'function'));

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
export abstract class LRScheduler<A extends object = object> {
  readonly optimizer: Optimizer;
  /** What the scheduler was made with. */
  readonly settings: Readonly<A>;
  /** Index of the epoch that the learning rates are for. */
  lastEpoch: number;
  #baseLrs: readonly number[];
  #lastLr: readonly number[] = [];
  #stepCount = 0;
  readonly #startCount: number;

  /**
   * @throws ValueError when `lastEpoch` is given and a group has no `initialLr`, and for learning rates that are not finite.
   */
  constructor(optimizer: Optimizer, settings: A, lastEpoch: number = -1) {
    if (!isRecord(optimizer) || !Array.isArray(optimizer.paramGroups)) {
      throw new ValueError(this.name, `${typeof optimizer} is not an Optimizer`);
    }
    this.optimizer = optimizer;
    this.settings = settings;
    this.lastEpoch = lastEpoch;
    this.#baseLrs = optimizer.paramGroups.map((group, i) => {
      if (lastEpoch === -1) group.initialLr ??= group.lr;
      if (group.initialLr !== undefined) return group.initialLr;
      throw new ValueError(
        this.name,
        `param 'initialLr' is not specified in paramGroups[${i}] when resuming an optimizer`,
        { group: i },
      );
    });
    this.#startCount = optimizer.stepCount;
    this.#advance();
  }

  /** Learning rates at the start. */
  get baseLrs(): readonly number[] {
    return this.#baseLrs;
  }

  /** Name of the class, for messages. */
  protected get name(): string {
    return this.constructor.name;
  }

  /** The learning rates that the groups have now. */
  protected get lrs(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** Number of calls of `getLr`, the present one included; 1 while the scheduler is being made. */
  protected get stepCount(): number {
    return this.#stepCount;
  }

  /**
   * The learning rates of epoch `lastEpoch`, one for each group. It runs in the constructor already, when the fields of a
   * subclass do not exist yet: read `settings`.
   */
  protected abstract getLr(): readonly number[];

  /** The learning rates that were set last. */
  getLastLr(): number[] {
    return [...this.#lastLr];
  }

  /**
   * Goes on to the next epoch. Call it after the epoch's `optimizer.step()`; where that was forgotten, it warns.
   *
   * @throws ValueError for learning rates that are not finite.
   */
  step(): void {
    if (this.#stepCount === 1 && this.optimizer.stepCount === this.#startCount) {
      console.warn(
        `${this.name}.step: was called before optimizer.step(), so that the first learning rate of the schedule is skipped; call optimizer.step() first`,
      );
    }
    this.#advance();
  }

  #advance(): void {
    this.#stepCount++;
    this.lastEpoch++;
    const lrs = this.getLr();
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
    const settings = Object.entries(withSnakeKeys(this.settings));
    return {
      ...Object.fromEntries(settings.map(([key, value]) => [key, withoutFunctions(value)])),
      base_lrs: [...this.#baseLrs],
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
    if (!isRecord(dict)) throw new ValueError(op, 'the state dict is not an object');
    const own: [string, unknown][] = Object.entries(this.settings);
    const settings = own
      .filter(([, value]) => !isCode(value))
      .map(([key, value]): [string, unknown] => [key, saved(op, dict, snakeCase(key), value)]);
    const baseLrs = saved(op, dict, 'base_lrs', this.#baseLrs);
    const lastLr = saved(op, dict, '_last_lr', this.#lastLr);
    const lastEpoch = saved(op, dict, 'last_epoch', this.lastEpoch);
    const stepCount = saved(op, dict, '_step_count', this.#stepCount);
    Object.assign(this.settings, Object.fromEntries(settings));
    this.#baseLrs = baseLrs;
    this.#lastLr = lastLr;
    this.lastEpoch = lastEpoch;
    this.#stepCount = stepCount;
  }
}

/** A saved value in the place of `now`. @throws ValueError when there is none of that type. */
function saved<T>(op: string, dict: SavedValues, key: string, now: T): T {
  const value = dict[key];
  if (takesPlaceOf(now, value)) return value;
  throw new ValueError(op, `'${key}' of the state dict cannot be ${pythonText(value)}`, { key });
}

function takesPlaceOf<T>(now: T, value: unknown): value is T {
  return isLike(now, value) && (!isRecord(now) || (isRecord(value) && isNumbers(Object.values(value))));
}
