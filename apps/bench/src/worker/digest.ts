/**
 * @file What is compared of a result: too much to send whole.
 */
import type { Results } from '../adapters/adapter.js';

/** The size of an array, its norm, and numbers at even distances; null where one is not finite. */
export interface Digest {
  readonly size: number;
  readonly norm: number | null;
  readonly sample: readonly (number | null)[];
}

export type Digests = Readonly<Record<string, Digest>>;

const samples = 512;
const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

export function digest(values: ArrayLike<number>): Digest {
  const { length } = values;
  const step = Math.max(1, Math.ceil(length / samples));
  let squares = 0;
  for (let i = 0; i < length; i++) squares += (values[i] ?? 0) ** 2;
  const sample = Array.from({ length: Math.ceil(length / step) }, (_, i) => finite(values[i * step] ?? Number.NaN));
  return { size: length, norm: finite(Math.sqrt(squares)), sample };
}

export function digests(results: Results): Digests {
  return Object.fromEntries(Object.entries(results).map(([name, values]) => [name, digest(values)]));
}
