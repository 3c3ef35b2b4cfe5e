import { ValueError } from '@x/tensor/core';
import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';
import { checkMomentum, momentumOf, setMomentum } from './momentum.js';
import { type PerGroup, perGroup } from './per-group.js';

/** How the height of cycles changes: not at all, by half each time, or by `gamma` each step. */
export type CyclicMode = 'triangular' | 'triangular2' | 'exp_range';

/** What the height is a function of: the number of the cycle, from 1, or of the step. */
export type CyclicScaleMode = 'cycle' | 'iterations';

/** Options of CyclicLR. */
export interface CyclicLROptions extends SchedulerOptions {
  /** Steps from the lowest to the highest learning rate. Default: 2000. */
  readonly stepSizeUp?: number;
  /** Steps back to the lowest. Default: null, as many. */
  readonly stepSizeDown?: number | null;
  /** Default: 'triangular'. */
  readonly mode?: CyclicMode;
  /** Factor of the height in each step of mode 'exp_range'. Default: 1. */
  readonly gamma?: number;
  /** Factor of the height, in the place of the mode's. It is not part of `stateDict()`. */
  readonly scaleFn?: ((x: number) => number) | null;
  /** What `scaleFn` is a function of. Default: 'cycle'. */
  readonly scaleMode?: CyclicScaleMode;
  /** Let the momentum fall while the learning rate rises. Default: true. */
  readonly cycleMomentum?: boolean;
  /** Lowest momentum. Default: 0.8. */
  readonly baseMomentum?: PerGroup<number>;
  /** Highest momentum. Default: 0.9. */
  readonly maxMomentum?: PerGroup<number>;
}

/** Settings of CyclicLR as they are saved. */
export interface CyclicSettings {
  readonly maxLrs: readonly number[];
  /** Steps of a cycle. */
  readonly totalSize: number;
  /** Share of the steps in which the learning rate rises. */
  readonly stepRatio: number;
  readonly mode: CyclicMode;
  readonly gamma: number;
  readonly scaleMode: CyclicScaleMode;
  readonly cycleMomentum: boolean;
  readonly baseMomentums?: readonly number[];
  readonly maxMomentums?: readonly number[];
  readonly scaleFn?: (x: number) => number;
}

interface Scale {
  readonly scaleMode: CyclicScaleMode;
  readonly factor: (x: number, gamma: number) => number;
}

const scales: Readonly<Record<CyclicMode, Scale>> = {
  triangular: { scaleMode: 'cycle', factor: () => 1 },
  triangular2: { scaleMode: 'cycle', factor: (cycle) => 1 / 2 ** (cycle - 1) },
  exp_range: { scaleMode: 'iterations', factor: (step, gamma) => gamma ** step },
};

function checkMode(op: string, mode: string): void {
  if (Object.hasOwn(scales, mode)) return;
  throw new ValueError(op, `mode '${mode}' is invalid (known: ${Object.keys(scales).join(', ')})`, { mode });
}

const defaults: Required<CyclicLROptions> = {
  stepSizeUp: 2000,
  stepSizeDown: null,
  mode: 'triangular',
  gamma: 1,
  scaleFn: null,
  scaleMode: 'cycle',
  cycleMomentum: true,
  baseMomentum: 0.8,
  maxMomentum: 0.9,
  lastEpoch: -1,
};

/** Share of the way from the lowest to the highest learning rate, with the mode's factor. */
function height(epoch: number, { totalSize, stepRatio, mode, gamma, scaleMode, scaleFn }: CyclicSettings): number {
  const cycle = Math.floor(1 + epoch / totalSize);
  const x = 1 + epoch / totalSize - cycle;
  const rise = x <= stepRatio ? x / stepRatio : (x - 1) / (stepRatio - 1);
  const at = scaleMode === 'cycle' ? cycle : epoch;
  return rise * (scaleFn ? scaleFn(at) : scales[mode].factor(at, gamma));
}

/**
 * Moves the learning rates up and down between `baseLr` and `maxLr`, and the momentum down and up. Call `step` after each
 * batch.
 *
 * @param baseLr - lowest learning rate, of all groups or of each; where the schedule starts.
 * @param maxLr - highest learning rate.
 * @throws ValueError for an unknown mode, an optimizer without `momentum`, and lists that do not fit the groups.
 * @example const scheduler = new CyclicLR(optimizer, 0.01, 0.1, { stepSizeUp: 500 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CyclicLR.html
 * @see https://arxiv.org/abs/1506.01186
 */
export class CyclicLR extends LRScheduler<CyclicSettings> {
  constructor(optimizer: Optimizer, baseLr: PerGroup<number>, maxLr: PerGroup<number>, options: CyclicLROptions = {}) {
    const op = 'CyclicLR';
    const { scaleFn, lastEpoch, ...given } = withDefaults(op, defaults, options);
    const { stepSizeUp, mode, gamma, cycleMomentum } = given;
    if (!scaleFn) checkMode(op, mode);
    const baseLrs = perGroup(op, 'values for baseLr', optimizer, baseLr);
    const totalSize = stepSizeUp + (given.stepSizeDown ?? stepSizeUp);
    const settings = {
      maxLrs: perGroup(op, 'values for maxLr', optimizer, maxLr),
      totalSize,
      stepRatio: stepSizeUp / totalSize,
      mode,
      gamma,
      scaleMode: scaleFn ? given.scaleMode : scales[mode].scaleMode,
      cycleMomentum,
      ...(scaleFn && { scaleFn }),
    };
    const lows = perGroup(op, 'values for baseMomentum', optimizer, given.baseMomentum);
    const maxMomentums = perGroup(op, 'values for maxMomentum', optimizer, given.maxMomentum);
    if (cycleMomentum) checkMomentum(op, optimizer, false);
    optimizer.paramGroups.forEach((group, i) => {
      if (lastEpoch !== -1) return;
      group.lr = baseLrs[i]!;
      if (cycleMomentum) setMomentum(group, lows[i]!);
    });
    const baseMomentums = optimizer.paramGroups.map(momentumOf);
    super(optimizer, { ...settings, ...(cycleMomentum && { baseMomentums, maxMomentums }) }, lastEpoch);
    this.baseLrs = baseLrs;
  }

  protected override checkSettings(op: string, { mode, scaleFn }: CyclicSettings): void {
    if (!scaleFn) checkMode(op, mode);
  }

  protected override getLr(): number[] {
    const up = height(this.lastEpoch, this.settings);
    return this.baseLrs.map((low, i) => low + (this.settings.maxLrs[i]! - low) * up);
  }

  protected override setLrs(lrs: readonly number[]): void {
    super.setLrs(lrs);
    const { baseMomentums, maxMomentums } = this.settings;
    if (!baseMomentums || !maxMomentums) return;
    const down = height(this.lastEpoch, this.settings);
    maxMomentums.forEach((high, i) => {
      setMomentum(this.optimizer.paramGroups[i]!, high - (high - baseMomentums[i]!) * down);
    });
  }
}
