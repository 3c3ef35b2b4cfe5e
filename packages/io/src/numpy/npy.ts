import type { Tensor } from '@x/tensor/core';
import { targetBackend } from '../elements/tensor.js';
import { failureIn } from '../failure.js';
import { checkOptions } from '../options.js';
import type { DeserializeOptions } from '../safetensors/deserialize.js';
import { readArray, writeArray } from './array.js';

/**
 * The bytes of an NPY file that holds one tensor, as `numpy.save` writes it.
 *
 * @throws DeviceError on devices that cannot be read synchronously: use `await serializeNpyAsync()`.
 * @example
 * const blob = new Blob([serializeNpy(tensor([[1, 2], [3, 4]]))]);
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function serializeNpy(tensor: Tensor): Uint8Array<ArrayBuffer> {
  return writeArray(tensor, tensor.toTypedArray());
}

/** `serializeNpy` on every device. */
export async function serializeNpyAsync(tensor: Tensor): Promise<Uint8Array<ArrayBuffer>> {
  return writeArray(tensor, await tensor.toTypedArrayAsync());
}

/**
 * Reads the bytes of an NPY file, as `numpy.load` does.
 *
 * Element types become those of {@link deserialize}; both byte orders and both orders of dimensions are read.
 * @throws FormatError for a damaged file, for elements of other types (complex, text, objects), and for an integer that does
 * not fit int32; DeviceError when the device is not registered.
 * @example
 * const x = deserializeNpy(bytes);
 * @see https://numpy.org/doc/stable/reference/generated/numpy.load.html
 */
export function deserializeNpy(bytes: Uint8Array, options: DeserializeOptions = {}): Tensor {
  checkOptions('deserializeNpy', options, ['device', 'name']);
  const backend = targetBackend('deserializeNpy', options.device);
  return readArray(bytes, backend, failureIn('deserializeNpy', options.name ?? 'bytes'));
}
