import type { FileHandle } from 'node:fs/promises';
import type { Fail } from '../failure.js';

/** Bytes of one read; systems do not read more than 2 GiB at once. */
const MOST = 2 ** 30;

/** `length` bytes of a file from `position` on. */
export async function readExactly(file: FileHandle, position: number, length: number, fail: Fail): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, at, Math.min(MOST, length - at), position + at);
    if (bytesRead === 0)
      throw fail(`the file became shorter while it was read: ${position + at} bytes of ${position + length}`);
    at += bytesRead;
  }
  return bytes;
}
