/**
 * @file The phases of a OneCycleLR in the layout of PyTorch's state dicts.
 */
import type { ScheduleEntries } from '../groups.js';
import { isRecord } from '../saved-state.js';

/** What a OneCycleLR notes in a group. */
export type NotedValue = Exclude<keyof ScheduleEntries, 'swaLr'>;

/** PyTorch's names of them. */
type Noted = 'initial_lr' | 'max_lr' | 'min_lr' | 'max_momentum' | 'base_momentum';

const noted: Readonly<Record<Noted, NotedValue>> = {
  initial_lr: 'initialLr',
  max_lr: 'maxLr',
  min_lr: 'minLr',
  max_momentum: 'maxMomentum',
  base_momentum: 'baseMomentum',
};

/** One phase: up to which step it goes, and between which noted values. */
export interface Phase {
  readonly end_step: number;
  readonly start_lr: Noted;
  readonly end_lr: Noted;
  readonly start_momentum: Noted;
  readonly end_momentum: Noted;
}

const isNoted = (name: unknown): boolean => typeof name === 'string' && Object.hasOwn(noted, name);

function isPhase(value: unknown): value is Phase {
  if (!isRecord(value) || typeof value.end_step !== 'number') return false;
  return [value.start_lr, value.end_lr, value.start_momentum, value.end_momentum].every(isNoted);
}

/** Whether a saved value is a list of phases. */
export const isPhases = (value: unknown): value is readonly Phase[] => Array.isArray(value) && value.every(isPhase);

const up = {
  start_lr: 'initial_lr',
  end_lr: 'max_lr',
  start_momentum: 'max_momentum',
  end_momentum: 'base_momentum',
} as const;
const back = {
  start_lr: 'max_lr',
  end_lr: 'initial_lr',
  start_momentum: 'base_momentum',
  end_momentum: 'max_momentum',
} as const;
const down = { ...back, end_lr: 'min_lr' } as const;
const out = {
  start_lr: 'initial_lr',
  end_lr: 'min_lr',
  start_momentum: 'max_momentum',
  end_momentum: 'max_momentum',
} as const;

/** The phases of a cycle of `steps` steps. */
export function phasesOf(steps: number, share: number, threePhase: boolean): readonly Phase[] {
  const first = { end_step: share * steps - 1, ...up };
  const last = steps - 1;
  if (!threePhase) return [first, { end_step: last, ...down }];
  return [first, { end_step: 2 * share * steps - 2, ...back }, { end_step: last, ...out }];
}

/** Number of the phase that a step belongs to. */
export function phaseAt(step: number, phases: readonly Phase[]): number {
  const found = phases.findIndex((phase) => step <= phase.end_step);
  return found === -1 ? phases.length - 1 : found;
}

/** Last step of a phase; that of the one before the first is 0. */
export const endOf = (phases: readonly Phase[], index: number): number => phases[index]?.end_step ?? 0;

/** Where the values at the two ends of a phase are noted. */
export const ends = (phase: Phase, what: 'lr' | 'momentum'): readonly [NotedValue, NotedValue] => [
  noted[phase[`start_${what}`]],
  noted[phase[`end_${what}`]],
];
