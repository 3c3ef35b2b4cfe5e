/**
 * @file Whether two implementations have computed the same.
 */
import type { Case } from './cases/case.js';
import type { Digest, Digests } from './worker/digest.js';

/** How far numbers may be apart, relative to their size: float32 sums in another order stay far below. */
export const tolerance = 2e-3;

const close = (a: number | null | undefined, b: number | null | undefined, scale: number): boolean =>
  typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= tolerance * (Math.abs(b) + scale);

/**
 * Share of the numbers that may be further apart after several updates: where a step of rounding size takes relu or a maximum
 * to its other side, Adam moves parameters that have nearly no gradient by as much as any other.
 */
const outliers = 0.01;

function same(got: Digest, expected: Digest, share: number): boolean {
  if (got.size !== expected.size || !close(got.norm, expected.norm, 0)) return false;
  const typical = (expected.norm ?? 0) / Math.sqrt(Math.max(1, expected.size));
  const wrong = expected.sample.filter((value, i) => !close(got.sample[i], value, typical));
  return wrong.length <= share * expected.sample.length;
}

/** What differs between the results of a case, for a reader; undefined where they agree. */
export function difference(c: Case, got: Digests, expected: Digests): string | undefined {
  const share = 'optimizer' in c && c.optimizer !== null ? outliers : 0;
  const names = Object.entries(expected).filter(([name, digest]) => {
    const other = got[name];
    return !other || !same(other, digest, share);
  });
  return names.length === 0 ? undefined : names.map(([name]) => name).join(', ');
}
