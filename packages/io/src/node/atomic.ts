import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withFile } from './file-error.js';

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

/** Makes a rename last through a power failure, on systems that let a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows opens no folders; the file itself is complete either way
  }
}

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, flushed to the disk, then renamed. When
 * anything fails, the temporary file is removed and what was at `path` is as before.
 *
 * @throws FileError when the system refuses.
 */
export async function writeAtomic(op: string, path: string, chunks: readonly Uint8Array[]): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  await withFile(op, path, async () => {
    const file = await open(temporary, 'wx');
    try {
      try {
        for (const chunk of chunks) await writeAll(file, chunk);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
  await syncFolder(folder);
}
