import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** What a file's bytes must hash to, in lower-case hexadecimal; both are checked where both are given. */
export interface Checksums {
  readonly md5?: string;
  readonly sha256?: string;
}

const ALGORITHMS = ['md5', 'sha256'] as const;

/**
 * Compares a file with its checksums.
 *
 * @returns `undefined` when all agree, otherwise a sentence part such as `md5 is 0a… instead of f6…`.
 */
export async function checksumMismatch(path: string, checksums: Checksums): Promise<string | undefined> {
  for (const algorithm of ALGORITHMS) {
    const expected = checksums[algorithm];
    if (expected === undefined) continue;
    const hash = createHash(algorithm);
    await pipeline(createReadStream(path), hash);
    const actual = hash.digest('hex');
    if (actual !== expected) return `${algorithm} is ${actual} instead of ${expected}`;
  }
  return undefined;
}
