import type { Tensor } from '@x/tensor/core';
import { targetBackend } from '../elements/tensor.js';
import { failureIn } from '../failure.js';
import { readArray } from '../numpy/array.js';
import { serializeNpyAsync } from '../numpy/npy.js';
import { type NpzOptions, packAsync, planArrays, readArchive } from '../numpy/npz.js';
import { checkOptions } from '../options.js';
import type { LoadOptions } from '../safetensors/deserialize.js';
import type { NamedTensors } from '../safetensors/tensors.js';
import { writeAtomic } from './atomic.js';
import { readBytes } from './read-bytes.js';

/**
 * Writes a tensor to an NPY file, as `numpy.save` does, whole or not at all.
 *
 * @throws FileError when the system refuses.
 * @example
 * await saveNpy(x, 'x.npy'); // numpy.load('x.npy')
 * @see https://numpy.org/doc/stable/reference/generated/numpy.save.html
 */
export async function saveNpy(tensor: Tensor, path: string): Promise<void> {
  await writeAtomic('saveNpy', path, [await serializeNpyAsync(tensor)]);
}

/**
 * Reads an NPY file.
 *
 * @throws FileError when there is no such file or the system refuses, FormatError for what `deserializeNpy` refuses,
 * DeviceError when the device is not registered.
 * @example
 * const x = await loadNpy('x.npy');
 * @see https://numpy.org/doc/stable/reference/generated/numpy.load.html
 */
export async function loadNpy(path: string, options: LoadOptions = {}): Promise<Tensor> {
  checkOptions('loadNpy', options, ['device']);
  const backend = targetBackend('loadNpy', options.device);
  return readArray(await readBytes('loadNpy', path), backend, failureIn('loadNpy', path));
}

/**
 * Writes named tensors to an NPZ file, as `numpy.savez` does, whole or not at all.
 *
 * @throws ValueError for what is no tensor, FileError when the system refuses.
 * @example
 * await saveNpz({ images, labels }, 'digits.npz', { compress: true });
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 */
export async function saveNpz(tensors: NamedTensors, path: string, options: NpzOptions = {}): Promise<void> {
  await writeAtomic('saveNpz', path, [await packAsync(planArrays('saveNpz', tensors, options), options)]);
}

/**
 * Reads an NPZ file: its arrays by name.
 *
 * @throws FileError when there is no such file or the system refuses, FormatError for what `deserializeNpz` refuses,
 * DeviceError when the device is not registered.
 * @example
 * const arrays = await loadNpz('digits.npz');
 * @see https://numpy.org/doc/stable/reference/generated/numpy.load.html
 */
export async function loadNpz(path: string, options: LoadOptions = {}): Promise<Map<string, Tensor>> {
  checkOptions('loadNpz', options, ['device']);
  const backend = targetBackend('loadNpz', options.device);
  return readArchive(await readBytes('loadNpz', path), backend, failureIn('loadNpz', path));
}
