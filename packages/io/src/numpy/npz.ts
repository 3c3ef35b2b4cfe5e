import { type Backend, type Tensor, type TypedArray } from '@x/tensor/core';
import { zipSync } from 'fflate';
import { targetBackend } from '../elements/tensor.js';
import { type Fail, failureIn, quote } from '../failure.js';
import { checkOptions } from '../options.js';
import type { DeserializeOptions } from '../safetensors/deserialize.js';
import { named } from '../safetensors/serialize.js';
import type { NamedTensors } from '../safetensors/tensors.js';
import { ZipArchive } from '../zip/archive.js';
import { readArray, writeArray } from './array.js';

const SUFFIX = '.npy';

/** Options of everything that writes NPZ files. */
export interface NpzOptions {
  /** Whether the arrays are compressed, as `numpy.savez_compressed` does; `false` when omitted. */
  readonly compress?: boolean;
}

/** The arrays of an NPZ file; when one cannot be read, those before it are disposed. */
export function readArchive(bytes: Uint8Array, backend: Backend, fail: Fail): Map<string, Tensor> {
  const archive = new ZipArchive(bytes, fail);
  const tensors = new Map<string, Tensor>();
  try {
    for (const entry of archive.entries.keys()) {
      const name = entry.endsWith(SUFFIX) ? entry.slice(0, -SUFFIX.length) : entry;
      const refuse: Fail = (rule, details) => fail(`array ${quote(name)}: ${rule}`, { array: name, ...details });
      if (tensors.has(name)) throw fail(`two arrays are called ${quote(name)}`);
      tensors.set(name, readArray(archive.read(entry), backend, refuse));
    }
    return tensors;
  } catch (error) {
    for (const tensor of tensors.values()) tensor.dispose();
    throw error;
  }
}

function pack(arrays: readonly (readonly [string, Tensor, TypedArray])[], compress: boolean): Uint8Array<ArrayBuffer> {
  // the same tensors give the same bytes: archives note when a file was changed
  const options = { level: compress ? 6 : 0, mtime: new Date(1980, 0, 1) } as const;
  const files = arrays.map(([name, tensor, values]) => [`${name}${SUFFIX}`, writeArray(tensor, values)] as const);
  return zipSync(Object.fromEntries(files), options);
}

/** The tensors with their names, which must be texts, one each. */
export function planArrays(
  op: string,
  tensors: NamedTensors,
  options: NpzOptions,
): readonly (readonly [string, Tensor])[] {
  checkOptions(op, options, ['compress']);
  return [...new Map(named(op, tensors))];
}

/** The file's bytes when the tensors have been read. */
export async function packAsync(
  arrays: readonly (readonly [string, Tensor])[],
  { compress = false }: NpzOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const read = async ([name, tensor]: readonly [string, Tensor]): Promise<[string, Tensor, TypedArray]> => [
    name,
    tensor,
    await tensor.toTypedArrayAsync(),
  ];
  return pack(await Promise.all(arrays.map(read)), compress);
}

/**
 * The bytes of an NPZ file: named arrays in a ZIP archive, as `numpy.savez` writes it.
 *
 * @param tensors - a `stateDict()`, other pairs of names and tensors, or a plain object.
 * @throws ValueError for what is no tensor; DeviceError on devices that cannot be read synchronously.
 * @example
 * const bytes = serializeNpz({ images, labels }, { compress: true });
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 */
export function serializeNpz(tensors: NamedTensors, options: NpzOptions = {}): Uint8Array<ArrayBuffer> {
  const arrays = planArrays('serializeNpz', tensors, options);
  return pack(
    arrays.map(([name, tensor]) => [name, tensor, tensor.toTypedArray()]),
    options.compress ?? false,
  );
}

/** `serializeNpz` on every device. */
export async function serializeNpzAsync(
  tensors: NamedTensors,
  options: NpzOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return packAsync(planArrays('serializeNpzAsync', tensors, options), options);
}

/**
 * Reads the bytes of an NPZ file: its arrays by name, compressed or not.
 *
 * @throws FormatError for a damaged file and for what {@link deserializeNpy} refuses, with the name of the array; DeviceError
 * when the device is not registered.
 * @example
 * const { images, labels } = Object.fromEntries(deserializeNpz(bytes));
 * @see https://numpy.org/doc/stable/reference/generated/numpy.load.html
 */
export function deserializeNpz(bytes: Uint8Array, options: DeserializeOptions = {}): Map<string, Tensor> {
  checkOptions('deserializeNpz', options, ['device', 'name']);
  const backend = targetBackend('deserializeNpz', options.device);
  return readArchive(bytes, backend, failureIn('deserializeNpz', options.name ?? 'bytes'));
}
