import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileError, loadFile, saveFile } from '@x/io/node';
import type { Classifier } from './models.js';

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

/**
 * Looks whether weights can be saved to a file, so that the answer does not come after the training.
 *
 * @throws FileError when there is no folder for it, or a folder where the file should be.
 */
export async function checkTarget(path: string): Promise<void> {
  const folder = dirname(path);
  if (!(await isFolder(folder)))
    throw new FileError('--save', `no such folder: ${folder}`, { path: folder, code: 'ENOENT' });
  if (await isFolder(path)) throw new FileError('--save', `is a folder, not a file: ${path}`, { path, code: 'EISDIR' });
}

/**
 * Writes the weights to a safetensors file, whole or not at all.
 *
 * @throws FileError when the system refuses.
 */
export async function saveWeights(net: Classifier, path: string): Promise<void> {
  await saveFile(net.stateDict(), path);
}

/**
 * Reads the weights from a safetensors file.
 *
 * @throws FileError when there is no such file, FormatError for a damaged one, and an error that lists the differences when it
 *   is the file of another network.
 */
export async function loadWeights(net: Classifier, path: string): Promise<void> {
  net.loadStateDict(await loadFile(path));
}
