import { isTensor, type Tensor, ValueError } from '@x/tensor/core';
import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import type { SavedValues } from '../saved-state.js';
import { withSnakeKeys } from '../names.js';
import { checkOptimizer } from './lr-scheduler.js';
import { type PerGroup, perGroup } from './per-group.js';
import { checkedDict, loadedSettings, savedValue } from './saved.js';

/** Whether smaller or larger metrics are better. */
export type PlateauMode = 'min' | 'max';

/** Whether an improvement is measured in parts of the best metric or in its unit. */
export type ThresholdMode = 'rel' | 'abs';

/** Options of ReduceLROnPlateau. */
export interface ReduceLROnPlateauOptions {
  /** Default: 'min'. */
  readonly mode?: PlateauMode;
  /** Factor of each reduction, below 1. Default: 0.1. */
  readonly factor?: number;
  /** Epochs without improvement that are waited for. Default: 10. */
  readonly patience?: number;
  /** Smallest change that counts as an improvement. Default: 1e-4. */
  readonly threshold?: number;
  /** Default: 'rel'. */
  readonly thresholdMode?: ThresholdMode;
  /** Epochs after a reduction in which nothing is counted. Default: 0. */
  readonly cooldown?: number;
  /** Smallest learning rate, of all groups or of each. Default: 0. */
  readonly minLr?: PerGroup<number>;
  /** Smallest change of a learning rate; smaller ones are not made. Default: 1e-8. */
  readonly eps?: number;
}

/** Settings of ReduceLROnPlateau as they are saved. */
export interface PlateauSettings {
  readonly mode: PlateauMode;
  readonly factor: number;
  readonly patience: number;
  readonly threshold: number;
  readonly thresholdMode: ThresholdMode;
  readonly cooldown: number;
  readonly minLrs: readonly number[];
  readonly eps: number;
}

const defaults: Required<ReduceLROnPlateauOptions> = {
  mode: 'min',
  factor: 0.1,
  patience: 10,
  threshold: 1e-4,
  thresholdMode: 'rel',
  cooldown: 0,
  minLr: 0,
  eps: 1e-8,
};

/** What any metric improves on. */
const worst: Readonly<Record<PlateauMode, number>> = { min: Infinity, max: -Infinity };

type Improves = (metric: number, best: number, threshold: number) => boolean;

const improvements: Readonly<Record<PlateauMode, Readonly<Record<ThresholdMode, Improves>>>> = {
  min: {
    rel: (metric, best, threshold) => metric < best * (1 - threshold),
    abs: (metric, best, threshold) => metric < best - threshold,
  },
  max: {
    rel: (metric, best, threshold) => metric > best * (threshold + 1),
    abs: (metric, best, threshold) => metric > best + threshold,
  },
};

function checkModes(op: string, { mode, thresholdMode }: PlateauSettings): void {
  if (!Object.hasOwn(improvements, mode))
    throw new ValueError(op, `mode ${mode} is unknown (known: min, max)`, { mode });
  if (Object.hasOwn(improvements[mode], thresholdMode)) return;
  throw new ValueError(op, `threshold mode ${thresholdMode} is unknown (known: rel, abs)`, { thresholdMode });
}

/**
 * Reduces the learning rates when a metric has stopped improving.
 *
 * @throws ValueError for a factor of 1 or more, unknown modes, and a list of `minLr` that does not fit the groups.
 * @example
 * const scheduler = new ReduceLROnPlateau(optimizer, { patience: 3 });
 * scheduler.step(validationLoss);
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
 */
export class ReduceLROnPlateau {
  readonly optimizer: Optimizer;
  readonly settings: PlateauSettings;
  /** The best metric so far. */
  best: number;
  /** Epochs since the last improvement or reduction. */
  numBadEpochs = 0;
  /** Epochs until metrics count again. */
  cooldownCounter = 0;
  /** Number of metrics so far. */
  lastEpoch = 0;
  #lastLr: readonly number[] | undefined;

  constructor(optimizer: Optimizer, options: ReduceLROnPlateauOptions = {}) {
    const op = 'ReduceLROnPlateau';
    const { minLr, ...given } = withDefaults(op, defaults, options);
    if (!(given.factor < 1)) {
      throw new ValueError(op, `Factor should be < 1.0, got ${given.factor}`, { factor: given.factor });
    }
    checkOptimizer(op, optimizer);
    this.optimizer = optimizer;
    this.settings = { ...given, minLrs: perGroup(op, 'minLrs', optimizer, minLr) };
    checkModes(op, this.settings);
    this.best = worst[given.mode];
  }

  /** Whether metrics are not counted at present. */
  get inCooldown(): boolean {
    return this.cooldownCounter > 0;
  }

  /** The learning rates after the last step. */
  getLastLr(): number[] {
    return [...(this.#lastLr ?? this.#lrs)];
  }

  get #lrs(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /**
   * Takes the metric of an epoch.
   *
   * @param metric - a number, or a tensor of one element, which is read at once.
   * @throws ShapeError for a tensor of more elements.
   */
  step(metric: number | Tensor): void {
    const { mode, thresholdMode, threshold, patience, cooldown } = this.settings;
    const current = isTensor(metric) ? metric.item() : metric;
    this.lastEpoch++;
    if (improvements[mode][thresholdMode](current, this.best, threshold)) {
      this.best = current;
      this.numBadEpochs = 0;
    } else {
      this.numBadEpochs++;
    }
    if (this.inCooldown) {
      this.cooldownCounter--;
      this.numBadEpochs = 0;
    }
    if (this.numBadEpochs > patience) {
      this.#reduce();
      this.cooldownCounter = cooldown;
      this.numBadEpochs = 0;
    }
    this.#lastLr = this.#lrs;
  }

  #reduce(): void {
    const { factor, minLrs, eps } = this.settings;
    this.optimizer.paramGroups.forEach((group, i) => {
      const reduced = Math.max(group.lr * factor, minLrs[i] ?? 0);
      if (group.lr - reduced > eps) group.lr = reduced;
    });
  }

  /** The state under PyTorch's names. */
  stateDict(): SavedValues {
    return {
      ...withSnakeKeys(this.settings),
      best: this.best,
      num_bad_epochs: this.numBadEpochs,
      cooldown_counter: this.cooldownCounter,
      mode_worse: worst[this.settings.mode],
      last_epoch: this.lastEpoch,
      verbose: false,
      ...(this.#lastLr && { _last_lr: [...this.#lastLr] }),
    };
  }

  /**
   * Takes over a saved state, also one that PyTorch saved. The learning rates of the groups are part of the optimizer's
   * state: load that as well.
   *
   * @throws ValueError when it is not the state of such a scheduler; then nothing is changed.
   */
  loadStateDict(dict: unknown): void {
    const op = 'ReduceLROnPlateau.loadStateDict';
    const values = checkedDict(op, dict);
    const settings = loadedSettings(op, values, this.settings);
    checkModes(op, { ...this.settings, ...settings });
    const loaded = {
      best: savedValue(op, values, 'best', this.best),
      numBadEpochs: savedValue(op, values, 'num_bad_epochs', this.numBadEpochs),
      cooldownCounter: savedValue(op, values, 'cooldown_counter', this.cooldownCounter),
      lastEpoch: savedValue(op, values, 'last_epoch', this.lastEpoch),
    };
    const lastLr = values._last_lr === undefined ? undefined : savedValue(op, values, '_last_lr', this.#lrs);
    Object.assign(this.settings, settings);
    Object.assign(this, loaded);
    this.#lastLr = lastLr;
  }
}
