/**
 * @file What a state dict says about its tensors, checked before any of their data are touched.
 */
import { type FileDType } from '../elements/dtypes.js';
import type { Fail } from '../failure.js';
import { Custom, Dict, Global, kindOf, Tuple, type Value } from '../pickle/values.js';

/** Memory that tensors share: `count` elements under a key. */
export class StorageRecord extends Custom {
  readonly kind: string = 'storage';
  readonly key: string;
  readonly dtype: FileDType;
  readonly count: number;

  constructor(key: string, dtype: FileDType, count: number) {
    super();
    this.key = key;
    this.dtype = dtype;
    this.count = count;
  }
}

/** A tensor: where its elements lie in a storage. */
export class TensorRecord extends Custom {
  readonly kind: string = 'tensor';
  readonly storage: StorageRecord;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: StorageRecord, offset: number, shape: readonly number[], strides: readonly number[]) {
    super();
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

/** Storage classes of PyTorch by name, and the element types that they have in files. */
const storageTypes: ReadonlyMap<string, FileDType> = new Map([
  ['FloatStorage', 'F32'],
  ['DoubleStorage', 'F64'],
  ['HalfStorage', 'F16'],
  ['BFloat16Storage', 'BF16'],
  ['LongStorage', 'I64'],
  ['IntStorage', 'I32'],
  ['ShortStorage', 'I16'],
  ['CharStorage', 'I8'],
  ['ByteStorage', 'U8'],
  ['BoolStorage', 'BOOL'],
]);

const STORAGE = /^torch\.(?:cuda\.)?(\w+Storage)$/;

/** Whether a name is a storage class, known or not: what is unknown has an error of its own. */
export function isStorageClass(path: string): boolean {
  return STORAGE.test(path);
}

/** Most dimensions of a tensor in PyTorch. */
const MOST_DIMENSIONS = 64;

function isCount(value: Value | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** What a persistent id says: `('storage', class, key, device, number of elements)`. */
export function storageOf(id: Value, fail: Fail): StorageRecord {
  const [tag, type, key, , count, view] = id instanceof Tuple ? id.items : [];
  if (tag !== 'storage' || !(type instanceof Global) || typeof key !== 'string' || !isCount(count))
    throw fail('a reference to the data of a tensor is damaged');
  if (view !== undefined && view !== null)
    throw fail('storages that are views of others are not read (save again with PyTorch 1.6 or newer)');
  const name = STORAGE.exec(type.path)?.[1] ?? type.path;
  const dtype = storageTypes.get(name);
  if (!dtype)
    throw fail(`tensors of ${name} are not read (known: ${[...storageTypes.keys()].join(', ')})`, { storage: name });
  return new StorageRecord(key, dtype, count);
}

function counts(value: Value | undefined): readonly number[] | undefined {
  if (!(value instanceof Tuple) || value.items.length > MOST_DIMENSIONS) return undefined;
  return value.items.every(isCount) ? value.items : undefined;
}

/** `torch._utils._rebuild_tensor(storage, offset, size, stride)`; what follows (requires_grad, hooks) makes no difference. */
export function rebuildTensor(args: readonly Value[], fail: Fail): TensorRecord {
  const [storage, offset, size, stride] = args;
  const shape = counts(size);
  const strides = counts(stride);
  if (!(storage instanceof StorageRecord) || !isCount(offset) || !shape || shape.length !== strides?.length)
    throw fail('a tensor is damaged: storage, offset, size or stride are not what they should be');
  const elements = shape.reduce((product, n) => product * n, 1);
  // the last element, counted from the first
  const reach = elements === 0 ? -1 : shape.reduce((sum, n, d) => sum + (n - 1) * strides[d]!, 0);
  if (!Number.isSafeInteger(elements) || offset + reach >= storage.count)
    throw fail(
      `a tensor of size [${shape.join(', ')}], stride [${strides.join(', ')}] and offset ${offset} does not fit its storage of ${storage.count} elements`,
      { shape, strides, offset, count: storage.count },
    );
  return new TensorRecord(storage, offset, shape, strides);
}

/** `torch._utils._rebuild_parameter(data, requires_grad, hooks)`: a parameter is read as its tensor. */
export function rebuildParameter([data]: readonly Value[], fail: Fail): TensorRecord {
  if (data instanceof TensorRecord) return data;
  throw fail(`a parameter is made of a ${kindOf(data)} instead of a tensor`);
}

/** `collections.OrderedDict()`, or of a list of pairs. */
export function orderedDict([items = []]: readonly Value[], fail: Fail): Dict {
  const dict = new Dict(true);
  if (!Array.isArray(items)) throw fail(`an OrderedDict is made of a ${kindOf(items)}`);
  for (const item of items) {
    const [key, value] = item instanceof Tuple ? item.items : Array.isArray(item) ? item : [];
    if ((key !== null && typeof key === 'object') || key === undefined || value === undefined)
      throw fail('an OrderedDict has an item that is no pair');
    dict.entries.set(key, value);
  }
  return dict;
}
