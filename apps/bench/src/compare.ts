/**
 * @file Whether two implementations have computed the same.
 */
import type { Digest, Digests } from './worker/digest.js';

/** How far numbers may be apart, relative to their size: float32 sums in another order stay far below. */
export const tolerance = 2e-3;

const close = (a: number | null | undefined, b: number | null | undefined, scale: number): boolean =>
  typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= tolerance * (Math.abs(b) + scale);

function same(got: Digest, expected: Digest): boolean {
  if (got.size !== expected.size || !close(got.norm, expected.norm, 0)) return false;
  const typical = (expected.norm ?? 0) / Math.sqrt(Math.max(1, expected.size));
  return expected.sample.every((value, i) => close(got.sample[i], value, typical));
}

/** What differs between results, for a reader; undefined where they agree. */
export function difference(got: Digests, expected: Digests): string | undefined {
  const names = Object.entries(expected).filter(([name, digest]) => {
    const other = got[name];
    return !other || !same(other, digest);
  });
  return names.length === 0 ? undefined : names.map(([name]) => name).join(', ');
}
