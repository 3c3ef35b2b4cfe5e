import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ValueError } from '@x/tensor/core';
import { type IdxDatasetOptions, idxDataset } from '../dataset/idx-dataset.js';
import type { ImageDataset } from '../dataset/image-dataset.js';

/** Whether an error says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** @throws ValueError when there is no such file. */
async function read(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error))
      throw new ValueError('idxDatasetFromFiles', `no such file: ${path}`, { path }, { cause: error });
    throw error;
  }
}

/**
 * `idxDataset` of two files on disk.
 *
 * @example
 * ```ts
 * const dataset = await idxDatasetFromFiles('t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz');
 * ```
 * @throws ValueError when a file does not exist, FormatError when one is damaged or they do not belong together.
 */
export async function idxDatasetFromFiles<L = number>(
  imagesPath: string,
  labelsPath: string,
  options: IdxDatasetOptions<L> = {},
): Promise<ImageDataset<L>> {
  const names = { imagesName: basename(imagesPath), labelsName: basename(labelsPath) };
  return idxDataset(await read(imagesPath), await read(labelsPath), { ...names, ...options });
}
