/**
 * @file Saving and loading the values of schedulers under PyTorch's names.
 */
import { ValueError } from '@x/tensor/core';
import { snakeCase, withSnakeKeys } from '../names.js';
import { isLike, isNumbers, isRecord, type SavedValues } from '../saved-state.js';
import { pythonText } from '../text.js';

const isFunction = (value: unknown): boolean => typeof value === 'function';

/** Whether a setting consists of functions, which no state dict holds. */
const isCode = (value: unknown): boolean => isFunction(value) || (Array.isArray(value) && value.some(isFunction));

/** The settings for a state dict: functions are left out, null stands in the place of those in lists. */
export function savedSettings(settings: object): SavedValues {
  const entries = Object.entries(withSnakeKeys(settings)).filter(([, value]) => !isFunction(value));
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map((item: unknown) => (isFunction(item) ? null : item)) : value,
    ]),
  );
}

/** @throws ValueError unless a state dict is an object. */
export function checkedDict(op: string, dict: unknown): SavedValues {
  if (isRecord(dict)) return dict;
  throw new ValueError(op, 'the state dict is not an object');
}

/** The saved values of the settings, without functions. @throws ValueError when one is missing or of another type. */
export function loadedSettings(op: string, dict: SavedValues, settings: object): SavedValues {
  const own: [string, unknown][] = Object.entries(settings);
  const values = own.filter(([, value]) => !isCode(value));
  return Object.fromEntries(values.map(([key, value]) => [key, savedValue(op, dict, snakeCase(key), value)]));
}

/** A saved value in the place of `now`. @throws ValueError when there is none of that type. */
export function savedValue<T>(op: string, dict: SavedValues, key: string, now: T): T {
  const value = dict[key];
  if (takesPlaceOf(now, value)) return value;
  throw new ValueError(op, `'${key}' of the state dict cannot be ${pythonText(value)}`, { key });
}

function takesPlaceOf<T>(now: T, value: unknown): value is T {
  return isLike(now, value) && (!isRecord(now) || (isRecord(value) && isNumbers(Object.values(value))));
}
