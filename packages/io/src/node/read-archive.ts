import { type FileHandle, open } from 'node:fs/promises';
import { type Fail, failureIn } from '../failure.js';
import type { Archive } from '../safetensors/archive.js';
import { type Header, headerLength, LENGTH_BYTES, parseHeader } from '../safetensors/header.js';
import { withFile } from './file-error.js';
import { readExactly } from './read-exactly.js';

/** The checked header of an open file, and where its data begin and end. */
export async function readHeader(
  file: FileHandle,
  fail: Fail,
): Promise<{ readonly header: Header; readonly start: number; readonly size: number }> {
  const { size } = await file.stat();
  const head = await readExactly(file, 0, Math.min(LENGTH_BYTES, size), fail);
  const length = headerLength(head, size, fail);
  const start = LENGTH_BYTES + length;
  const header = parseHeader(await readExactly(file, LENGTH_BYTES, length, fail), size - start, fail);
  return { header, start, size };
}

/**
 * Reads a safetensors file: its size, then the header, and the data only when the header fits the size.
 *
 * @throws FileError when the system refuses, FormatError when the file breaks a rule of the format.
 */
export async function readArchive(op: string, path: string): Promise<Archive> {
  return withFile(op, path, async () => {
    const fail = failureIn(op, path);
    const file = await open(path, 'r');
    try {
      const { header, start, size } = await readHeader(file, fail);
      return { header, data: await readExactly(file, start, size - start, fail), fail };
    } finally {
      await file.close();
    }
  });
}
