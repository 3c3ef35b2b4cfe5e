/**
 * @file From what a pickle says to JavaScript values and tensors.
 */
import { type Backend, itemSize, Layout, Storage, Tensor, type TypedArray } from '@x/tensor/core';
import { encodings } from '../elements/dtypes.js';
import { bytesOf } from '../elements/tensor.js';
import { type Fail, quote } from '../failure.js';
import { Dict, Global, kindOf, Tuple, type Value } from '../pickle/values.js';
import { type StorageRecord, TensorRecord } from './records.js';

/** The bytes of a storage in the file. */
export type ReadStorage = (record: StorageRecord) => Uint8Array;

/** Levels of nesting that a value may have. */
const DEEPEST = 100;

/** Builds values; tensors that share a storage in the file share one here. */
export class Materializer {
  readonly #read: ReadStorage;
  readonly #backend: Backend;
  readonly #fail: Fail;
  readonly #done = new Map<object, unknown>();
  readonly #storages = new Map<string, Storage>();
  readonly #tensors: Tensor[] = [];

  constructor(read: ReadStorage, backend: Backend, fail: Fail) {
    this.#read = read;
    this.#backend = backend;
    this.#fail = fail;
  }

  /** The value with all that is in it; when a part cannot be read, the tensors before it are disposed. */
  run(value: Value): unknown {
    try {
      return this.#convert(value, 0);
    } catch (error) {
      for (const tensor of this.#tensors) tensor.dispose();
      throw error;
    }
  }

  #convert(value: Value, depth: number): unknown {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    if (depth > DEEPEST) throw this.#fail(`is nested deeper than ${DEEPEST}, or holds itself`);
    const known = this.#done.get(value);
    if (known !== undefined) return known;
    const made = this.#make(value, (part) => this.#convert(part, depth + 1));
    this.#done.set(value, made);
    return made;
  }

  #make(value: Value & object, convert: (part: Value) => unknown): unknown {
    if (value instanceof TensorRecord) return this.#tensor(value);
    if (value instanceof Dict) return dictionary(value, convert);
    if (value instanceof Tuple) return value.items.map(convert);
    if (Array.isArray(value)) return value.map(convert);
    if (value instanceof Set) return new Set(Array.from(value, convert));
    // torch.float32 and its like
    if (value instanceof Global) return value.path.replace(/^torch\./, '');
    throw this.#fail(`holds a ${kindOf(value)} outside of a tensor`);
  }

  #tensor({ storage: record, offset, shape, strides }: TensorRecord): Tensor {
    const { dtype } = encodings[record.dtype];
    const tensor = new Tensor(this.#storage(record), Layout.strided(shape, strides, offset), dtype);
    this.#tensors.push(tensor);
    return tensor;
  }

  #storage(record: StorageRecord): Storage {
    const id = `${record.dtype} ${record.key}`;
    const known = this.#storages.get(id);
    if (known) return known;
    const values = this.#elements(record);
    const { dtype } = encodings[record.dtype];
    const storage = new Storage(this.#backend, values.length * itemSize[dtype]);
    this.#backend.write(storage.buffer, bytesOf(values));
    this.#storages.set(id, storage);
    return storage;
  }

  #elements(record: StorageRecord): TypedArray {
    const { bytes, decode } = encodings[record.dtype];
    const raw = this.#read(record);
    const refuse: Fail = (rule, details) => this.#fail(`storage ${quote(record.key)}: ${rule}`, details);
    if (raw.length !== record.count * bytes)
      throw refuse(`has ${raw.length} bytes, ${record.count} elements of ${record.dtype} take ${record.count * bytes}`);
    return decode(new Uint8Array(raw).buffer, refuse);
  }
}

/** An OrderedDict is a Map; a dict is an object, or a Map when it has keys that objects do not. */
function dictionary({ ordered, entries }: Dict, convert: (part: Value) => unknown): unknown {
  const pairs = Array.from(entries, ([key, value]) => [key, convert(value)] as const);
  const plain = pairs.every(([key]) => typeof key === 'string' || typeof key === 'number');
  // fromEntries defines properties, so a key `__proto__` is one like any other
  return ordered || !plain ? new Map(pairs) : Object.fromEntries(pairs);
}
