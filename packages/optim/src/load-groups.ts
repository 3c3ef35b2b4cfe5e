/**
 * @file Parameter groups out of a state dict.
 */
import { ValueError } from '@x/tensor/core';
import { type Hyperparameters, type ParamGroup, scheduleNames } from './groups.js';
import { snakeCase } from './names.js';
import { isLike, type SavedGroup, type SavedValues } from './saved-state.js';
import { pythonText } from './text.js';

/**
 * Copies of the groups with the saved values.
 *
 * @throws ValueError when number or sizes of the groups differ, and for a value of another type.
 */
export function loadGroups<H extends Hyperparameters>(
  op: string,
  groups: readonly ParamGroup<H>[],
  saved: readonly SavedGroup[],
): ParamGroup<H>[] {
  if (saved.length !== groups.length) {
    throw new ValueError(
      op,
      `loaded state dict has a different number of parameter groups: ${saved.length} (here: ${groups.length})`,
      { groups: [saved.length, groups.length] },
    );
  }
  return groups.map((group, g) => {
    const { params, values } = saved[g]!;
    if (params.length === group.params.length) return loadGroup(op, g, group, values);
    throw new ValueError(
      op,
      `loaded state dict contains a parameter group that doesn't match the size of optimizer's group: group ${g} has ${params.length} parameters (here: ${group.params.length})`,
      { group: g, sizes: [params.length, group.params.length] },
    );
  });
}

function loadGroup<G extends ParamGroup>(op: string, g: number, group: G, values: SavedValues): G {
  const schedule = Object.fromEntries(scheduleNames.map((name) => [name, group.lr]));
  const now: [string, unknown][] = Object.entries({ ...schedule, ...group });
  const loaded = now.flatMap(([key, value]): [string, unknown][] => {
    const saved = values[snakeCase(key)];
    if (key === 'params' || saved === undefined) return [];
    if (isLike(value, saved)) return [[key, saved]];
    throw new ValueError(op, `'${snakeCase(key)}' of group ${g} cannot be ${pythonText(saved)}`, { group: g, key });
  });
  return Object.assign({ ...group }, Object.fromEntries(loaded));
}
