import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ValueError, XError } from '@x/tensor/core';
import { type Checksums, checksumMismatch } from './checksum.js';
import { isMissing } from './files.js';
import { MirrorFailure, transfer } from './transfer.js';

/** Options of `download`. */
export interface DownloadOptions extends Checksums {
  /** Milliseconds without a byte after which a mirror is given up; 30,000 when omitted. */
  readonly timeout?: number;
}

/** What became of one mirror. */
export interface DownloadAttempt {
  readonly url: string;
  readonly reason: string;
}

/** No mirror delivered the file; `details.attempts` tells for each mirror why. */
export class DownloadError extends XError<{ file: string; attempts: readonly DownloadAttempt[] }> {}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function isComplete(path: string, checksums: Checksums): Promise<boolean> {
  return (await sizeOf(path)) !== undefined && (await checksumMismatch(path, checksums)) === undefined;
}

/**
 * One mirror's try at `part`: resumes what is there, and starts over once if that beginning turns out to be worthless.
 *
 * @returns why the mirror failed, or `undefined` if it did not.
 */
async function tryMirror(
  url: string,
  part: string,
  checksums: Checksums,
  timeout: number,
): Promise<string | undefined> {
  for (;;) {
    const from = (await sizeOf(part)) ?? 0;
    if (from > 0 && (await isComplete(part, checksums))) return undefined;
    try {
      await transfer(url, part, from, timeout);
      const mismatch = await checksumMismatch(part, checksums);
      if (mismatch === undefined) return undefined;
      throw new MirrorFailure(`wrong content: ${mismatch}`, true);
    } catch (error) {
      if (!(error instanceof MirrorFailure)) throw error;
      if (error.useless) await rm(part, { force: true });
      if (!error.useless || from === 0) return error.message;
    }
  }
}

/**
 * Downloads a file from the first mirror that delivers it whole and unharmed.
 *
 * A file that is already there and has the right checksum is left alone. Otherwise the bytes go to `path + '.part'`,
 * which takes its final name only when it is complete and verified. With a checksum an interrupted download continues
 * where it stopped, on the same mirror or the next, now or in a later run.
 *
 * @example
 * ```ts
 * await download(['https://example.org/train.gz', 'https://mirror.example.org/train.gz'], 'data/train.gz', {
 *   md5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873',
 * });
 * ```
 * @param urls the mirrors in the order to try them.
 * @throws DownloadError when no mirror delivered the file.
 * @throws ValueError when there is no mirror to try or the timeout is not positive.
 */
export async function download(urls: readonly string[], path: string, options: DownloadOptions = {}): Promise<void> {
  const { timeout = 30_000, ...checksums } = options;
  const file = basename(path);
  if (urls.length === 0) throw new ValueError('download', `${file}: no mirror given`, { file });
  if (!(timeout > 0)) throw new ValueError('download', `timeout must be positive: ${timeout} ms`, { timeout });
  if (await isComplete(path, checksums)) return;

  // Without a checksum nothing would notice that two halves do not belong together: such a part is never taken up again.
  const resumable = checksums.md5 !== undefined || checksums.sha256 !== undefined;
  const part = resumable ? `${path}.part` : `${path}.${randomUUID()}.part`;
  await mkdir(dirname(path), { recursive: true });
  const attempts: DownloadAttempt[] = [];
  try {
    for (const url of urls) {
      const reason = await tryMirror(url, part, checksums, timeout);
      if (reason === undefined) return await rename(part, path);
      attempts.push({ url, reason });
      if (!resumable) await rm(part, { force: true });
    }
  } catch (error) {
    // Another process that downloads the same file was quicker and has taken the part away.
    if (isMissing(error) && (await isComplete(path, checksums))) return;
    throw error;
  }
  const list = attempts.map(({ url, reason }) => `${url} (${reason})`).join('; ');
  throw new DownloadError('download', `${file}: no mirror delivered it: ${list}`, { file, attempts });
}
