import type { Backend } from '@x/tensor/core';
import { targetBackend } from '../elements/tensor.js';
import { type Fail, failureIn } from '../failure.js';
import { checkOptions } from '../options.js';
import type { DeserializeOptions } from '../safetensors/deserialize.js';
import { isZip } from '../zip/directory.js';
import { isLegacyFile, readLegacyFile } from './legacy-file.js';
import { readZipFile } from './zip-file.js';

/** Reads a file of `torch.save`, in either of its forms. */
export function readTorch(bytes: Uint8Array, backend: Backend, fail: Fail): unknown {
  if (isZip(bytes)) return readZipFile(bytes, backend, fail);
  if (isLegacyFile(bytes)) return readLegacyFile(bytes, backend, fail);
  throw fail('not a file of torch.save: it is neither a ZIP archive nor begins with the magic number of older files');
}

/**
 * Reads the bytes of a `.pt` or `.pth` file that `torch.save` wrote: state dicts, checkpoints made of them, and plain values.
 *
 * Nothing is executed: the file may name tensors, containers, numbers and texts, and whatever else it names is an error. An
 * OrderedDict becomes a `Map`, a dict an object (a `Map` when it has keys of other kinds), tuples and lists become arrays, a set a
 * `Set`, None null, dtypes and devices their names. Tensors that share memory in the file share it here; element types become those
 * of {@link deserialize}. Parameters are read as tensors.
 * @throws FormatError for damaged files and for what is not on the list; DeviceError when the device is not registered.
 * @example
 * const bytes = new Uint8Array(await (await fetch('lenet.pt')).arrayBuffer());
 * net.loadStateDict(deserializeTorch(bytes) as Map<string, Tensor>);
 * @see https://pytorch.org/docs/stable/generated/torch.load.html
 */
export function deserializeTorch(bytes: Uint8Array, options: DeserializeOptions = {}): unknown {
  checkOptions('deserializeTorch', options, ['device', 'name']);
  const backend = targetBackend('deserializeTorch', options.device);
  return readTorch(bytes, backend, failureIn('deserializeTorch', options.name ?? 'bytes'));
}
