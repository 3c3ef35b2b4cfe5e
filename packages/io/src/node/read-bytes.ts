import { open } from 'node:fs/promises';
import { failureIn } from '../failure.js';
import { withFile } from './file-error.js';
import { readExactly } from './read-exactly.js';

/**
 * All bytes of a file.
 *
 * @throws FileError when the system refuses.
 */
export async function readBytes(op: string, path: string): Promise<Uint8Array> {
  return withFile(op, path, async () => {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return await readExactly(file, 0, size, failureIn(op, path));
    } finally {
      await file.close();
    }
  });
}
