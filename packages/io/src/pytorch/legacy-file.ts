/**
 * @file Files of `torch.save` before PyTorch 1.6 (and with `_use_new_zipfile_serialization=False`): five pickles one after the
 * other, then the storages: for each an element count of 64 bits and the elements.
 */
import type { Backend } from '@x/tensor/core';
import { encodings } from '../elements/dtypes.js';
import { type Fail, quote } from '../failure.js';
import { loadPickle, type World } from '../pickle/machine.js';
import { Dict, type Value } from '../pickle/values.js';
import { Materializer } from './materialize.js';
import { StorageRecord } from './records.js';
import { pytorch } from './world.js';

const MAGIC = 0x1950a86a20f9469cfc6cn;
const VERSION = 1001;
const COUNT_BYTES = 8;

/** How the magic number begins: protocol 2, an integer of 10 bytes. */
const START = [0x80, 2, 0x8a, 10, 0x6c, 0xfc] as const;

/** Whether bytes begin like such a file. */
export function isLegacyFile(bytes: Uint8Array): boolean {
  return START.every((byte, i) => bytes[i] === byte);
}

/** Reads such a file. */
export function readLegacyFile(bytes: Uint8Array, backend: Backend, fail: Fail): unknown {
  const used = new Map<string, StorageRecord>();
  const world: World = {
    ...pytorch,
    persistent: (id, refuse) => {
      const record = pytorch.persistent(id, refuse);
      if (record instanceof StorageRecord) used.set(record.key, record);
      return record;
    },
  };
  let at = 0;
  const next = (): Value => {
    const { value, end } = loadPickle(bytes, at, world, fail);
    at = end;
    return value;
  };
  if (next() !== MAGIC) throw fail('not a file of torch.save: it has another magic number');
  if (next() !== VERSION) throw fail(`has another version of the format than ${VERSION}`);
  const system = next();
  if (system instanceof Dict && system.entries.get('little_endian') === false)
    throw fail('was written on a big-endian machine');
  const value = next();
  const storages = locate(bytes, next(), at, used, fail);
  const read = ({ key }: StorageRecord): Uint8Array => {
    const contents = storages.get(key);
    if (!contents) throw fail(`storage ${quote(key)} is missing`);
    return contents;
  };
  return new Materializer(read, backend, fail).run(value);
}

/** Where the storages lie, in the order of their keys. */
function locate(
  bytes: Uint8Array,
  keys: Value,
  start: number,
  used: ReadonlyMap<string, StorageRecord>,
  fail: Fail,
): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let at = start;
  for (const key of Array.isArray(keys) ? keys : []) {
    const record = typeof key === 'string' ? used.get(key) : undefined;
    if (!record) throw fail('lists a storage that no tensor has');
    if (at + COUNT_BYTES > bytes.length) throw fail(`truncated before storage ${quote(record.key)}`);
    const count = new DataView(bytes.buffer, bytes.byteOffset + at).getBigUint64(0, true);
    const begin = at + COUNT_BYTES;
    const end = begin + record.count * encodings[record.dtype].bytes;
    if (count !== BigInt(record.count) || end > bytes.length)
      throw fail(`storage ${quote(record.key)} is truncated or damaged: ${count} elements, ${record.count} expected`);
    found.set(record.key, bytes.subarray(begin, end));
    at = end;
  }
  return found;
}
