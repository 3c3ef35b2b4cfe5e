import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileError } from '@x/io/node';
import type { TrainOptions } from './options.js';

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

async function checkTarget(option: string, path: string): Promise<void> {
  const folder = dirname(path);
  if (!(await isFolder(folder)))
    throw new FileError(option, `no such folder: ${folder}`, { path: folder, code: 'ENOENT' });
  if (await isFolder(path)) throw new FileError(option, `is a folder, not a file: ${path}`, { path, code: 'EISDIR' });
}

/**
 * Looks whether the files of a run can be written, so that the answer does not come after the training.
 *
 * @throws FileError when there is no folder for one, or a folder where it should be.
 */
export async function checkTargets({ save, checkpoint, log, report }: TrainOptions): Promise<void> {
  const files = { '--save': save, '--checkpoint': checkpoint?.path, '--log': log, '--report': report };
  for (const [option, path] of Object.entries(files)) if (path !== undefined) await checkTarget(option, path);
}
