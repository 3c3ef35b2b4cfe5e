/**
 * @file Parameter groups: parameters that share hyperparameters.
 */
import { GradError } from '@x/autograd';
import { isTensor, type Tensor, ValueError } from '@x/tensor/core';

/** What every optimizer has in a group. */
export interface Hyperparameters {
  /** Learning rate. */
  lr: number;
}

/** What schedulers note in a group, so that it is saved with the optimizer. */
export interface ScheduleEntries {
  /** Learning rate at the start, which schedulers refer to. */
  initialLr?: number;
  /** Largest learning rate of a OneCycleLR. */
  maxLr?: number;
  /** Last learning rate of a OneCycleLR. */
  minLr?: number;
  /** Momentum of a OneCycleLR at its smallest learning rates. */
  maxMomentum?: number;
  /** Momentum of a OneCycleLR at its largest learning rate. */
  baseMomentum?: number;
  /** Learning rate that a SWALR leads to. */
  swaLr?: number;
}

/** Names of `ScheduleEntries`. */
export const scheduleNames: readonly (keyof ScheduleEntries)[] = [
  'initialLr',
  'maxLr',
  'minLr',
  'maxMomentum',
  'baseMomentum',
  'swaLr',
];

/** The entries that schedulers noted. */
export function scheduleEntries(group: Readonly<ScheduleEntries>): ScheduleEntries {
  const noted = scheduleNames.filter((name) => group[name] !== undefined);
  return Object.fromEntries(noted.map((name) => [name, group[name]]));
}

/** Parameters with their hyperparameters: a plain object whose values may be changed at any time. */
export type ParamGroup<H extends Hyperparameters = Hyperparameters> = H & ScheduleEntries & { params: Tensor[] };

/** A group as it is given to an optimizer; what it leaves out is taken from the optimizer's options. */
export type GroupOptions<H extends Hyperparameters = Hyperparameters> = Partial<H> &
  Readonly<ScheduleEntries> & { readonly params: Tensor | Iterable<Tensor> };

/** What an optimizer is made for: parameters, or groups of them. */
export type Params<H extends Hyperparameters = Hyperparameters> = Iterable<Tensor> | Iterable<GroupOptions<H>>;

/** Hyperparameters of an optimizer; the learning rate may be left to the groups. */
export type Defaults<H extends Hyperparameters> = Omit<H, 'lr'> & { lr?: number | undefined };

/** Whether the hyperparameters have a learning rate; nothing else can be missing. */
export function hasRate<H extends Hyperparameters>(given: Defaults<H>): given is Defaults<H> & H {
  return given.lr !== undefined;
}

/** Whether an item of `Params` is a group. */
export function isGroup<H extends Hyperparameters>(item: Tensor | GroupOptions<H>): item is GroupOptions<H> {
  return typeof item === 'object' && item !== null && !isTensor(item) && 'params' in item;
}

function typeText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return value.constructor?.name ?? 'object';
}

/**
 * The parameters of a new group.
 *
 * @param taken - parameters of the groups before it.
 * @throws ValueError for what is not a tensor, and for a parameter that is there already; GradError for a tensor that is not
 *   a leaf.
 */
export function checkedParams(op: string, params: Tensor | Iterable<unknown>, taken: ReadonlySet<Tensor>): Tensor[] {
  const list = Array.from(isTensor(params) ? [params] : params, (param) => checkedParam(op, param));
  if (new Set(list).size !== list.length) {
    throw new ValueError(op, 'optimizer contains a parameter group with duplicate parameters; give each of them once');
  }
  if (list.some((param) => taken.has(param))) {
    throw new ValueError(op, 'some parameters appear in more than one parameter group');
  }
  return list;
}

function checkedParam(op: string, param: unknown): Tensor {
  if (!isTensor(param)) {
    const type = typeText(param);
    throw new ValueError(op, `optimizer can only optimize Tensors, but one of the params is ${type}`, { type });
  }
  if (!param.isLeaf && !param.retainsGrad) {
    throw new GradError(op, "can't optimize a non-leaf Tensor; give the tensors that it was computed from", {
      shape: param.shape,
    });
  }
  return param;
}
