/**
 * @file Memory of one storage on the gpu device: bytes that nobody has used yet, or a value.
 */
import {
  type Buffer,
  type DType,
  hostArray,
  hostView,
  InternalError,
  itemSize,
  type TypedArray,
  ValueError,
} from '@x/tensor/core';
import type { Device } from './device.js';
import { LARGEST_INTEGER } from './emit/integers.js';
import type { Value } from './value.js';

/** @throws ValueError where float32 cannot hold a whole number, or an operation has left the range in which it can. */
function checkIntegers(op: string, elements: ArrayLike<number>): void {
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i]!;
    if (Math.abs(element) <= LARGEST_INTEGER) continue;
    const got = Number.isNaN(element) ? 'the result is outside of it' : `got ${element}`;
    throw new ValueError(
      op,
      `device 'gpu' holds int32 numbers from -${LARGEST_INTEGER} to ${LARGEST_INTEGER}, ${got}; use the device cpu`,
      { limit: LARGEST_INTEGER },
    );
  }
}

function toFloats(dtype: DType, bytes: Uint8Array): Float32Array {
  const elements = hostView(dtype, bytes);
  if (elements instanceof Float32Array) return elements;
  if (dtype === 'int32') checkIntegers('write', elements);
  return Float32Array.from(elements);
}

function toElements(dtype: DType, floats: Float32Array): TypedArray {
  if (dtype === 'float32') return floats;
  if (dtype === 'int32') checkIntegers('read', floats);
  const elements = hostArray(dtype, floats.length);
  elements.set(floats);
  return elements;
}

/** Elements as the host stores them, in bytes of their own. */
export function encode(dtype: DType, floats: Float32Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = toElements(dtype, floats);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The least that a buffer on a device weighs, in bytes. */
const LIGHTEST = 2 ** 14;

/** Memory of one storage. */
export class GpuBuffer implements Buffer {
  readonly byteLength: number;
  readonly reclaim: () => void;
  readonly #device: Device;
  /** Outlives the buffer in `reclaim`. */
  readonly #content: { value: Value | undefined } = { value: undefined };
  /**
   * The garbage collector does not feel a device's memory: a loop that disposes of nothing would leave its buffers behind for ever.
   * This much memory of the host, which nobody touches, goes with each of them and makes it look in time.
   */
  readonly ballast: ArrayBuffer | undefined;
  #bytes: Uint8Array | undefined;
  #dtype: DType = 'uint8';

  constructor(device: Device, byteLength: number) {
    this.#device = device;
    this.byteLength = byteLength;
    if (device.target.outside) this.ballast = new ArrayBuffer(Math.max(byteLength, LIGHTEST));
    const content = this.#content;
    this.reclaim = () => {
      content.value?.release();
      content.value = undefined;
    };
  }

  /** The contents; they belong to the buffer. */
  value(dtype: DType): Value {
    this.#dtype = dtype;
    this.#content.value ??= this.#first(dtype);
    return this.#content.value;
  }

  /** New contents; the buffer takes them over. */
  put(dtype: DType, value: Value): void {
    this.reclaim();
    this.#bytes = undefined;
    this.#dtype = dtype;
    this.#content.value = value;
  }

  /** Copies bytes to the start. */
  write(bytes: Uint8Array): void {
    if (bytes.length < this.byteLength && this.#content.value)
      throw new InternalError('write', `a part of a buffer in use: ${bytes.length} of ${this.byteLength} bytes`);
    const copy = this.#bytes ?? new Uint8Array(this.byteLength);
    copy.set(bytes);
    this.reclaim();
    this.#bytes = copy;
  }

  /** The bytes, if no kernel has used them. */
  untouched(byteOffset: number, byteLength: number): Uint8Array | undefined {
    if (this.#content.value) return undefined;
    return (this.#bytes ?? new Uint8Array(this.byteLength)).slice(byteOffset, byteOffset + byteLength);
  }

  /** What the contents are elements of. */
  get dtype(): DType {
    return this.#dtype;
  }

  /** What `read` has to bring to the host. */
  get content(): Value {
    return this.value(this.#dtype);
  }

  release(): void {
    this.reclaim();
    this.#bytes = undefined;
  }

  #first(dtype: DType): Value {
    const bytes = this.#bytes;
    if (!bytes) return this.#device.filled(this.byteLength / itemSize[dtype], 0);
    this.#bytes = undefined;
    const value = this.#device.fromHost(toFloats(dtype, bytes));
    value.kept = dtype !== 'float32';
    return value;
  }
}
