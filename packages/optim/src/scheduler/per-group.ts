import { ValueError } from '@x/tensor/core';
import type { Optimizer } from '../optimizer.js';

/** A value for all groups, or one for each. */
export type PerGroup<T> = T | readonly T[];

const isList = <T>(value: PerGroup<T>): value is readonly T[] => Array.isArray(value);

/** The value of each group. @throws ValueError when there are not as many values as groups. */
export function perGroup<T>(op: string, what: string, optimizer: Optimizer, value: PerGroup<T>): readonly T[] {
  const { length } = optimizer.paramGroups;
  const values = isList(value) ? value : Array.from({ length }, () => value);
  if (values.length === length) return [...values];
  throw new ValueError(op, `Expected ${length} ${what}, but got ${values.length}`, {
    expected: length,
    got: values.length,
  });
}
