import { failureIn } from '../failure.js';
import { checkOptions } from '../options.js';
import { targetBackend } from '../elements/tensor.js';
import { openArchive } from './archive.js';
import { readAll, type SafeTensors } from './tensors.js';

/** Options of everything that reads a file. */
export interface LoadOptions {
  /** Device for the tensors; `getDefaultDevice()` when omitted. */
  readonly device?: string;
}

/** Options of everything that reads bytes. */
export interface DeserializeOptions extends LoadOptions {
  /** What errors call the bytes; `bytes` when omitted. */
  readonly name?: string;
}

/**
 * Reads the bytes of a safetensors file.
 *
 * float32, float64, int32, uint8 and bool come as they are, F16 and BF16 as float32, the other integers as int32.
 * @param bytes - the whole file, such as `new Uint8Array(await blob.arrayBuffer())`.
 * @throws FormatError when the bytes break a rule of the format, or an integer does not fit int32; DeviceError when
 * the device is not registered.
 * @example
 * const tensors = deserialize(bytes);
 * net.loadStateDict(tensors);
 * @see https://huggingface.co/docs/safetensors/index
 */
export function deserialize(bytes: Uint8Array, options: DeserializeOptions = {}): SafeTensors {
  checkOptions('deserialize', options, ['device', 'name']);
  const backend = targetBackend('deserialize', options.device);
  return readAll(openArchive(bytes, failureIn('deserialize', options.name ?? 'bytes')), backend);
}
