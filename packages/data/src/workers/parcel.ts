/**
 * @file Batches on their way between threads: tensors travel as their bytes, which change hands instead of being copied.
 */
import { allocate, backendOf, type DType, getDefaultDevice, isTensor, type Tensor } from '@x/tensor/core';

/** A tensor under way. */
interface Parcel {
  readonly [PARCEL]: true;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

const PARCEL = '@x/data.tensor';

const isParcel = (value: object): value is Parcel => PARCEL in value;

/** Builds a value anew, leaf by leaf; what is neither a list nor a plain object stays as it is. */
function rebuilt(value: unknown, leaf: (value: object) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const changed = leaf(value);
  if (changed !== undefined) return changed;
  if (Array.isArray(value)) return value.map((item) => rebuilt(item, leaf));
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, rebuilt(item, leaf)]));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rebuilt(item, leaf)]));
}

/** The value without tensors, and the buffers that can change hands. */
export async function pack(value: unknown): Promise<{ readonly packed: unknown; readonly transfer: ArrayBuffer[] }> {
  const tensors: Tensor[] = [];
  rebuilt(value, (part) => (isTensor(part) ? tensors.push(part) : undefined));
  const transfer: ArrayBuffer[] = [];
  const parcels = new Map<object, Parcel>();
  for (const tensor of tensors) {
    const values = await tensor.toTypedArrayAsync();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
    transfer.push(bytes.buffer);
    parcels.set(tensor, { [PARCEL]: true, dtype: tensor.dtype, shape: tensor.shape, bytes });
  }
  return { packed: rebuilt(value, (part) => parcels.get(part)), transfer };
}

/** The value with its tensors, on the default device. */
export function unpack(value: unknown): unknown {
  return rebuilt(value, (part) => (isParcel(part) ? tensorOf(part) : undefined));
}

function tensorOf({ dtype, shape, bytes }: Parcel): Tensor {
  const backend = backendOf('DataLoader', getDefaultDevice());
  const tensor = allocate(backend, shape, dtype);
  backend.write(tensor.storage.buffer, bytes);
  return tensor;
}
