/**
 * @file The element types of files by the names of safetensors, what they become as tensors, and back.
 */
import { type DType, hostView, type TypedArray } from '@x/tensor/core';
import type { Fail } from '../failure.js';
import { fromBfloat16, fromFloat16 } from './half.js';
import { fromInt64, fromUint32, toInt64 } from './integers.js';

/** An element type as files name it. */
export type FileDType =
  | 'BOOL'
  | 'U8'
  | 'I8'
  | 'I16'
  | 'U16'
  | 'F16'
  | 'BF16'
  | 'I32'
  | 'U32'
  | 'F32'
  | 'F64'
  | 'I64'
  | 'U64';

interface Encoding {
  /** Bytes of one element in the file. */
  readonly bytes: number;
  /** Element type of the tensor that it is read to. */
  readonly dtype: DType;
  /** The elements as `dtype`, from memory that starts at a multiple of 8; `fail` makes the error for those that do not fit. */
  readonly decode: (raw: ArrayBuffer, fail: Fail) => TypedArray;
}

const native = (bytes: number, dtype: DType): Encoding => ({
  bytes,
  dtype,
  decode: (raw) => hostView(dtype, new Uint8Array(raw)),
});

/** All element types, in the order of the reference implementation: writers put the later ones first. */
export const encodings: Readonly<Record<FileDType, Encoding>> = {
  BOOL: { bytes: 1, dtype: 'bool', decode: (raw) => new Uint8Array(raw).map((byte) => (byte === 0 ? 0 : 1)) },
  U8: native(1, 'uint8'),
  I8: { bytes: 1, dtype: 'int32', decode: (raw) => Int32Array.from(new Int8Array(raw)) },
  I16: { bytes: 2, dtype: 'int32', decode: (raw) => Int32Array.from(new Int16Array(raw)) },
  U16: { bytes: 2, dtype: 'int32', decode: (raw) => Int32Array.from(new Uint16Array(raw)) },
  F16: { bytes: 2, dtype: 'float32', decode: (raw) => fromFloat16(new Uint16Array(raw)) },
  BF16: { bytes: 2, dtype: 'float32', decode: (raw) => fromBfloat16(new Uint16Array(raw)) },
  I32: native(4, 'int32'),
  U32: { bytes: 4, dtype: 'int32', decode: (raw, fail) => fromUint32(new Uint32Array(raw), fail) },
  F32: native(4, 'float32'),
  F64: native(8, 'float64'),
  I64: { bytes: 8, dtype: 'int32', decode: (raw, fail) => fromInt64(new Int32Array(raw), true, fail) },
  U64: { bytes: 8, dtype: 'int32', decode: (raw, fail) => fromInt64(new Int32Array(raw), false, fail) },
};

const order: readonly string[] = Object.keys(encodings);

/** Whether `name` is an element type that can be read. */
export function isFileDType(name: string): name is FileDType {
  return Object.hasOwn(encodings, name);
}

/** All element types that can be read, for messages. */
export const knownDTypes: string = order.join(', ');

/** Place of a type in a file: larger ones come first. */
export function rankOf(dtype: FileDType): number {
  return order.indexOf(dtype);
}

/** How int32 tensors are written. */
export type Int32As = 'I32' | 'I64';

const written: Readonly<Record<DType, FileDType>> = {
  float32: 'F32',
  float64: 'F64',
  int32: 'I32',
  uint8: 'U8',
  bool: 'BOOL',
};

/** The element type that tensors of `dtype` have in files. */
export function fileDType(dtype: DType, int32As: Int32As): FileDType {
  return dtype === 'int32' ? int32As : written[dtype];
}

/** Elements as the bytes of a file. */
export function encode(values: TypedArray, dtype: FileDType): Uint8Array {
  const stored = dtype === 'I64' && values instanceof Int32Array ? toInt64(values) : values;
  return new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
}
