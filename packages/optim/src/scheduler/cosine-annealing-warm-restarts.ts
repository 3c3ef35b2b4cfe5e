import { ValueError } from '@x/tensor/core';
import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';

/** Options of CosineAnnealingWarmRestarts. */
export interface WarmRestartsOptions extends SchedulerOptions {
  /** How many times longer each period is than the one before: a whole number. Default: 1. */
  readonly tMult?: number;
  /** Smallest learning rate. Default: 0. */
  readonly etaMin?: number;
}

/** Settings of CosineAnnealingWarmRestarts under PyTorch's names, and where it is in its period. */
export interface WarmRestartsSettings {
  readonly T_0: number;
  readonly TMult: number;
  readonly etaMin: number;
  /** Epochs since the last restart. */
  TCur: number;
  /** Length of the present period. */
  TI: number;
}

/** Checks a number of epochs. @throws ValueError unless it is a whole number above 0. */
function checkCount(what: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ValueError('CosineAnnealingWarmRestarts', `Expected positive integer ${what}, but got ${value}`, { value });
}

/** Position and length of the period that an epoch falls into. */
function periodOf(epoch: number, { T_0: first, TMult: factor }: WarmRestartsSettings): { TCur: number; TI: number } {
  if (epoch < first) return { TCur: epoch, TI: first };
  if (factor === 1) return { TCur: epoch % first, TI: first };
  const restarts = Math.trunc(Math.log((epoch / first) * (factor - 1) + 1) / Math.log(factor));
  return {
    TCur: epoch - (first * (factor ** restarts - 1)) / (factor - 1),
    TI: first * factor ** restarts,
  };
}

/**
 * Lets the learning rates fall to `etaMin` along half a cosine wave, then starts again, with longer and longer periods.
 *
 * @param t0 - epochs of the first period.
 * @throws ValueError unless `t0` and `tMult` are whole numbers above 0; in `step` for an epoch below 0.
 * @example const scheduler = new CosineAnnealingWarmRestarts(optimizer, 10, { tMult: 2 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.html
 * @see https://arxiv.org/abs/1608.03983
 */
export class CosineAnnealingWarmRestarts extends LRScheduler<WarmRestartsSettings> {
  constructor(optimizer: Optimizer, t0: number, options: WarmRestartsOptions = {}) {
    const defaults = { tMult: 1, etaMin: 0, lastEpoch: -1 };
    const { tMult, etaMin, lastEpoch } = withDefaults('CosineAnnealingWarmRestarts', defaults, options);
    checkCount('t0', t0);
    checkCount('tMult', tMult);
    super(optimizer, { T_0: t0, TMult: tMult, etaMin, TCur: lastEpoch, TI: t0 }, lastEpoch);
  }

  protected override getLr(): number[] {
    const { etaMin, TCur, TI } = this.settings;
    return this.baseLrs.map((base) => etaMin + ((base - etaMin) * (1 + Math.cos((Math.PI * TCur) / TI))) / 2);
  }

  /**
   * Goes on to the next epoch.
   *
   * @param epoch - goes there instead; it may have a fraction, for steps within an epoch: `epoch + i / batches`.
   * @throws ValueError for an epoch below 0.
   */
  override step(epoch?: number): void {
    const { settings } = this;
    const to = epoch ?? (this.lastEpoch < 0 ? 0 : undefined);
    if (to === undefined) {
      settings.TCur++;
      if (settings.TCur >= settings.TI) {
        settings.TCur -= settings.TI;
        settings.TI *= settings.TMult;
      }
    } else {
      if (!(to >= 0)) throw new ValueError(this.name, `Expected non-negative epoch, but got ${to}`, { epoch: to });
      Object.assign(settings, periodOf(to, settings));
    }
    this.lastEpoch = Math.floor(to ?? this.lastEpoch + 1);
    this.setLrs(this.getLr());
  }
}
