import { ValueError } from '@x/tensor/core';
import type { ParamGroup } from '../groups.js';
import { withDefaults } from '../options.js';
import type { Optimizer } from '../optimizer.js';
import { type Anneal, annealing, type AnnealStrategy } from './annealing.js';
import { LRScheduler, type SchedulerOptions } from './lr-scheduler.js';
import { checkMomentum, setMomentum, usesBetas } from './momentum.js';
import { endOf, ends, isPhases, type NotedValue, type Phase, phaseAt, phasesOf } from './one-cycle-phases.js';
import { type PerGroup, perGroup } from './per-group.js';

/** Options of OneCycleLR. */
export interface OneCycleLROptions extends SchedulerOptions {
  /** Steps of the whole cycle. Default: null, `epochs · stepsPerEpoch`. */
  readonly totalSteps?: number | null;
  /** Default: null. */
  readonly epochs?: number | null;
  /** Default: null. */
  readonly stepsPerEpoch?: number | null;
  /** Share of the steps in which the learning rate rises. Default: 0.3. */
  readonly pctStart?: number;
  /** Default: 'cos'. */
  readonly annealStrategy?: AnnealStrategy;
  /** Let the momentum (of Adam: its first beta) fall while the learning rate rises. Default: true. */
  readonly cycleMomentum?: boolean;
  /** Lowest momentum. Default: 0.85. */
  readonly baseMomentum?: PerGroup<number>;
  /** Highest momentum, where the cycle starts. Default: 0.95. */
  readonly maxMomentum?: PerGroup<number>;
  /** The cycle starts at `maxLr / divFactor`. Default: 25. */
  readonly divFactor?: number;
  /** It ends at its start divided by this. Default: 1e4. */
  readonly finalDivFactor?: number;
  /** Go back to the start before falling to the end. Default: false. */
  readonly threePhase?: boolean;
}

/** Settings of OneCycleLR as they are saved. */
export interface OneCycleSettings {
  readonly totalSteps: number;
  readonly _schedulePhases: readonly Phase[];
  readonly cycleMomentum: boolean;
  readonly useBeta1?: boolean;
  readonly annealFunc: Anneal;
}

const defaults: Required<OneCycleLROptions> = {
  totalSteps: null,
  epochs: null,
  stepsPerEpoch: null,
  pctStart: 0.3,
  annealStrategy: 'cos',
  cycleMomentum: true,
  baseMomentum: 0.85,
  maxMomentum: 0.95,
  divFactor: 25,
  finalDivFactor: 1e4,
  threePhase: false,
  lastEpoch: -1,
};

const op = 'OneCycleLR';

function checkCount(what: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new ValueError(op, `Expected positive integer ${what}, but got ${value}`, { value });
}

function stepsOf({ totalSteps, epochs, stepsPerEpoch }: Required<OneCycleLROptions>): number {
  if (totalSteps !== null) return checkCount('totalSteps', totalSteps);
  if (epochs === null || stepsPerEpoch === null) {
    throw new ValueError(op, 'You must define either totalSteps or epochs and stepsPerEpoch');
  }
  return checkCount('epochs', epochs) * checkCount('stepsPerEpoch', stepsPerEpoch);
}

/** What the scheduler noted in a group. @throws ValueError when it is not there. */
function noted(group: ParamGroup, key: NotedValue): number {
  const value = group[key];
  if (value !== undefined) return value;
  throw new ValueError(op, `a parameter group has no '${key}'; load the state of the optimizer first`, { key });
}

/**
 * Lets the learning rates rise to `maxLr` and then fall far below the start, and the momentum fall and rise, once. Call
 * `step` after each batch.
 *
 * @param maxLr - highest learning rate, of all groups or of each.
 * @throws ValueError for numbers of steps that are no whole numbers above 0, `pctStart` outside of [0, 1], an optimizer
 *   without momentum, lists that do not fit the groups; in `step` after the last step.
 * @example const scheduler = new OneCycleLR(optimizer, 0.1, { epochs: 10, stepsPerEpoch: loader.length })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html
 * @see https://arxiv.org/abs/1708.07120
 */
export class OneCycleLR extends LRScheduler<OneCycleSettings> {
  constructor(optimizer: Optimizer, maxLr: PerGroup<number>, options: OneCycleLROptions = {}) {
    const given = withDefaults(op, defaults, options);
    const { pctStart, cycleMomentum, lastEpoch } = given;
    const totalSteps = stepsOf(given);
    if (!(pctStart >= 0 && pctStart <= 1)) {
      throw new ValueError(op, `Expected number between 0 and 1 pctStart, but got ${pctStart}`, { pctStart });
    }
    const annealFunc = annealing(op, given.annealStrategy);
    const maxLrs = perGroup(op, 'values for maxLr', optimizer, maxLr);
    const highs = perGroup(op, 'values for maxMomentum', optimizer, given.maxMomentum);
    const lows = perGroup(op, 'values for baseMomentum', optimizer, given.baseMomentum);
    if (cycleMomentum) checkMomentum(op, optimizer, true);
    optimizer.paramGroups.forEach((group, i) => {
      if (lastEpoch !== -1) return;
      const initialLr = maxLrs[i]! / given.divFactor;
      Object.assign(group, { initialLr, maxLr: maxLrs[i]!, minLr: initialLr / given.finalDivFactor });
      if (cycleMomentum) Object.assign(group, { maxMomentum: highs[i]!, baseMomentum: lows[i]! });
    });
    const _schedulePhases = phasesOf(totalSteps, pctStart, given.threePhase);
    const momentum = cycleMomentum && { useBeta1: usesBetas(optimizer) };
    super(optimizer, { totalSteps, _schedulePhases, cycleMomentum, ...momentum, annealFunc }, lastEpoch);
  }

  protected override checkSettings(loading: string, { _schedulePhases }: OneCycleSettings): void {
    if (isPhases(_schedulePhases)) return;
    throw new ValueError(loading, "'_schedule_phases' of the state dict are not those of a OneCycleLR");
  }

  /** The value of a group in the present step. */
  protected valueOf(group: ParamGroup, what: 'lr' | 'momentum'): number {
    const { _schedulePhases: phases, annealFunc } = this.settings;
    const index = phaseAt(this.lastEpoch, phases);
    const [from, to] = [endOf(phases, index - 1), endOf(phases, index)];
    const share = (this.lastEpoch - from) / (to - from);
    const [start, end] = ends(phases[index]!, what);
    return annealFunc(noted(group, start), noted(group, end), share);
  }

  protected override getLr(): number[] {
    const { totalSteps } = this.settings;
    if (this.lastEpoch > totalSteps) {
      throw new ValueError(
        op,
        `Tried to step ${this.lastEpoch + 1} times. The specified number of total steps is ${totalSteps}`,
        { totalSteps },
      );
    }
    return this.optimizer.paramGroups.map((group) => this.valueOf(group, 'lr'));
  }

  protected override setLrs(lrs: readonly number[]): void {
    super.setLrs(lrs);
    if (!this.settings.cycleMomentum) return;
    for (const group of this.optimizer.paramGroups) setMomentum(group, this.valueOf(group, 'momentum'));
  }
}
