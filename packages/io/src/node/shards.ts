/**
 * @file Tensors in several safetensors files and an index that says which is where, as the Hugging Face libraries split models.
 */
import { basename, dirname, join } from 'node:path';
import { itemSize, type Tensor, ValueError } from '@x/tensor/core';
import { targetBackend } from '../elements/tensor.js';
import { type Fail, failureIn, quote } from '../failure.js';
import { checkOptions } from '../options.js';
import type { LoadOptions } from '../safetensors/deserialize.js';
import { chunksAsync, plan } from '../safetensors/plan.js';
import { named } from '../safetensors/serialize.js';
import type { NamedTensors } from '../safetensors/tensors.js';
import { writeAtomic } from './atomic.js';
import { readBytes } from './read-bytes.js';
import { safeOpen } from './safe-open.js';

/** Options of `saveSharded`. */
export interface ShardOptions {
  /** Most bytes of tensors in a file, unless one tensor alone has more; 5 GB when omitted. */
  readonly maxShardSize?: number;
}

const SUFFIX = '.safetensors.index.json';
const PLACES = 5;

const bytesOf = ({ dtype }: Tensor, count: number): number => itemSize[dtype] * count;

/** Tensors one after the other, in groups of limited size. */
function groups(tensors: readonly (readonly [string, Tensor])[], most: number): (readonly [string, Tensor])[][] {
  const all: (readonly [string, Tensor])[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const pair of tensors) {
    const bytes = bytesOf(pair[1], pair[1].numel());
    if (size + bytes > most) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(pair);
    size += bytes;
  }
  return all;
}

/**
 * Writes tensors to several safetensors files and an index: `model-00001-of-00002.safetensors`, … and
 * `model.safetensors.index.json`. The index is written last: until then, what it says of older files holds.
 *
 * @param path - of the index; it ends in `.safetensors.index.json`.
 * @throws ValueError for another ending, a size that is not above 0, or a name that the format does not allow; FileError when the
 * system refuses.
 * @example
 * await saveSharded(net.stateDict(), 'model.safetensors.index.json', { maxShardSize: 500e6 });
 * @see https://huggingface.co/docs/safetensors/index
 */
export async function saveSharded(tensors: NamedTensors, path: string, options: ShardOptions = {}): Promise<void> {
  const op = 'saveSharded';
  checkOptions(op, options, ['maxShardSize']);
  const { maxShardSize = 5e9 } = options;
  if (!path.endsWith(SUFFIX))
    throw new ValueError(op, `the path of the index must end in ${SUFFIX}: ${path}`, { path });
  if (!(maxShardSize > 0)) throw new ValueError(op, `maxShardSize must be > 0: ${maxShardSize}`, { maxShardSize });
  const shards = groups([...named(op, tensors)], maxShardSize);
  const stem = basename(path).slice(0, -SUFFIX.length);
  const number = (n: number): string => String(n).padStart(PLACES, '0');
  const weightMap: [string, string][] = [];
  let total = 0;
  for (const [index, shard] of shards.entries()) {
    const file = `${stem}-${number(index + 1)}-of-${number(shards.length)}.safetensors`;
    const chunks = await chunksAsync(plan(op, shard, { metadata: { format: 'pt' } }));
    await writeAtomic(op, join(dirname(path), file), chunks);
    for (const [name, tensor] of shard) {
      weightMap.push([name, file]);
      total += bytesOf(tensor, tensor.numel());
    }
  }
  const text = JSON.stringify({ metadata: { total_size: total }, weight_map: Object.fromEntries(weightMap) }, null, 2);
  await writeAtomic(op, path, [new TextEncoder().encode(`${text}\n`)]);
}

/** Which file each tensor is in; the files lie beside the index. */
function readIndex(bytes: Uint8Array, fail: Fail): Map<string, string> {
  let index: unknown;
  try {
    index = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw fail('the index is not valid JSON');
  }
  const map: unknown =
    typeof index === 'object' && index !== null && 'weight_map' in index ? index.weight_map : undefined;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw fail('the index has no weight_map');
  const found = new Map<string, string>();
  for (const [name, file] of Object.entries(map)) {
    if (typeof file !== 'string' || basename(file) !== file || file.includes('\\') || ['', '.', '..'].includes(file))
      throw fail(`tensor ${quote(name)}: the index names no file beside it: ${quote(String(file))}`, { tensor: name });
    found.set(name, file);
  }
  return found;
}

/**
 * Reads the tensors of several safetensors files by their index.
 *
 * @param path - of the index, such as `model.safetensors.index.json`.
 * @throws FileError when a file is missing or the system refuses, FormatError when the index or a file breaks a rule, or a tensor
 * is not where the index says; DeviceError when the device is not registered.
 * @example
 * net.loadStateDict(await loadSharded('model.safetensors.index.json'));
 * @see https://huggingface.co/docs/safetensors/index
 */
export async function loadSharded(path: string, options: LoadOptions = {}): Promise<Map<string, Tensor>> {
  checkOptions('loadSharded', options, ['device']);
  targetBackend('loadSharded', options.device);
  const places = readIndex(await readBytes('loadSharded', path), failureIn('loadSharded', path));
  const tensors = new Map<string, Tensor>();
  try {
    for (const file of new Set(places.values())) {
      const shard = await safeOpen(join(dirname(path), file), options);
      try {
        for (const [name, place] of places) if (place === file) tensors.set(name, await shard.getTensor(name));
      } finally {
        await shard.close();
      }
    }
  } catch (error) {
    for (const tensor of tensors.values()) tensor.dispose();
    throw error;
  }
  return new Map(
    [...places.keys()].flatMap((name) => {
      const tensor = tensors.get(name);
      return tensor ? [[name, tensor]] : [];
    }),
  );
}
