import { loadFile, saveFile } from '@x/io/node';
import type { Classifier } from './models/index.js';

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
