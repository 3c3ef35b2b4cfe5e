import { type Checkpoint, planCheckpoint } from '../checkpoint/checkpoint.js';
import { unpack } from '../checkpoint/unpack.js';
import { checkOptions } from '../options.js';
import { targetBackend } from '../elements/tensor.js';
import type { LoadOptions } from '../safetensors/deserialize.js';
import { chunksAsync } from '../safetensors/plan.js';
import { writeAtomic } from './atomic.js';
import { readArchive } from './read-archive.js';

/**
 * Writes the state of a training run to one safetensors file, whole or not at all: when anything fails, what was at
 * `path` is as before. A tensor that appears in two places is stored once.
 *
 * @throws ValueError for what a checkpoint cannot hold (undefined, functions, class instances, cycles), with its place;
 * FileError when the system refuses.
 * @example
 * await saveCheckpoint({ model: net.stateDict(), optimizer: optimizer.stateDict(), rng: getRngState(), epoch }, 'run.safetensors');
 * @see https://pytorch.org/tutorials/recipes/recipes/saving_and_loading_a_general_checkpoint.html
 */
export async function saveCheckpoint(checkpoint: Checkpoint, path: string): Promise<void> {
  await writeAtomic('saveCheckpoint', path, await chunksAsync(planCheckpoint('saveCheckpoint', checkpoint)));
}

/**
 * Reads what {@link saveCheckpoint} wrote: the same structure with the same values; a tensor that appeared in two places
 * is one tensor again.
 *
 * @throws FileError when there is no such file or the system refuses, FormatError when it is damaged or holds no
 * checkpoint, DeviceError when the device is not registered.
 * @example
 * const { model, epoch } = (await loadCheckpoint('run.safetensors')) as { model: Map<string, Tensor>; epoch: number };
 */
export async function loadCheckpoint(path: string, options: LoadOptions = {}): Promise<Record<string, unknown>> {
  checkOptions('loadCheckpoint', options, ['device']);
  const backend = targetBackend('loadCheckpoint', options.device);
  return unpack(await readArchive('loadCheckpoint', path), backend);
}
