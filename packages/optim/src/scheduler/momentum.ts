/**
 * @file Momentum in parameter groups, which cyclic schedulers move against the learning rate.
 */
import { ValueError } from '@x/tensor/core';
import type { ParamGroup } from '../groups.js';
import type { Optimizer } from '../optimizer.js';

type Momentum = { momentum: number };
type Betas = { betas: readonly number[] };

const hasMomentum = <T extends object>(group: T): group is T & Momentum =>
  'momentum' in group && typeof group.momentum === 'number';

const hasBetas = <T extends object>(group: T): group is T & Betas => 'betas' in group && Array.isArray(group.betas);

/** Sets the momentum of a group: `momentum`, or the first of its `betas`. */
export function setMomentum(group: ParamGroup, momentum: number): void {
  if (hasBetas(group)) group.betas = [momentum, ...group.betas.slice(1)];
  else if (hasMomentum(group)) group.momentum = momentum;
}

/** The momentum of a group that has one. */
export const momentumOf = (group: ParamGroup): number => (hasMomentum(group) ? group.momentum : NaN);

/** Whether the optimizer's momentum is the first of its betas. */
export const usesBetas = (optimizer: Optimizer): boolean => hasBetas(optimizer.defaults);

/** @throws ValueError when the optimizer has no momentum; `betas` says whether those of Adam will do. */
export function checkMomentum(op: string, optimizer: Optimizer, betas: boolean): void {
  if (hasMomentum(optimizer.defaults) || (betas && usesBetas(optimizer))) return;
  throw new ValueError(op, 'optimizer must support momentum with `cycleMomentum` option enabled; set it to false');
}
