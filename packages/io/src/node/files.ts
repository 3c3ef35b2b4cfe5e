import { checkOptions } from '../options.js';
import { targetBackend } from '../elements/tensor.js';
import type { LoadOptions } from '../safetensors/deserialize.js';
import { chunksAsync, type SaveOptions } from '../safetensors/plan.js';
import { planTensors } from '../safetensors/serialize.js';
import { type NamedTensors, readAll, type SafeTensors } from '../safetensors/tensors.js';
import { writeAtomic } from './atomic.js';
import { readArchive } from './read-archive.js';

/**
 * Writes tensors to a safetensors file, whole or not at all: when anything fails, what was at `path` is as before.
 *
 * What happens to the tensors after the call is not in the file.
 * @param tensors - a `stateDict()`, other pairs of names and tensors, or a plain object.
 * @throws ValueError for a name or text that the format does not allow, DisposedError for a tensor that is gone,
 * FileError when the system refuses.
 * @example
 * await saveFile(net.stateDict(), 'lenet.safetensors');
 * @see https://huggingface.co/docs/safetensors/api/torch
 */
export async function saveFile(tensors: NamedTensors, path: string, options: SaveOptions = {}): Promise<void> {
  await writeAtomic('saveFile', path, await chunksAsync(planTensors('saveFile', tensors, options)));
}

/**
 * Reads a safetensors file.
 *
 * float32, float64, int32, uint8 and bool come as they are, F16 and BF16 as float32, the other integers as int32.
 * @throws FileError when there is no such file or the system refuses, FormatError when it breaks a rule of the format or
 * an integer does not fit int32, DeviceError when the device is not registered.
 * @example
 * net.loadStateDict(await loadFile('lenet.safetensors'));
 * @see https://huggingface.co/docs/safetensors/api/torch
 */
export async function loadFile(path: string, options: LoadOptions = {}): Promise<SafeTensors> {
  checkOptions('loadFile', options, ['device']);
  const backend = targetBackend('loadFile', options.device);
  return readAll(await readArchive('loadFile', path), backend);
}
