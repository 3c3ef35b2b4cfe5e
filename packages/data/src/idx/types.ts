/** The typed array that holds the values of each IDX type. */
export interface IdxData {
  uint8: Uint8Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  float32: Float32Array;
  float64: Float64Array;
}

/** Name of an IDX element type. */
export type IdxType = keyof IdxData;

interface IdxTypeRow {
  readonly name: IdxType;
  /** Third byte of the file. */
  readonly code: number;
  /** Bytes per value. */
  readonly bytes: number;
}

/** The element types that the format knows. */
export const IDX_TYPES: readonly IdxTypeRow[] = [
  { name: 'uint8', code: 0x08, bytes: 1 },
  { name: 'int8', code: 0x09, bytes: 1 },
  { name: 'int16', code: 0x0b, bytes: 2 },
  { name: 'int32', code: 0x0c, bytes: 4 },
  { name: 'float32', code: 0x0d, bytes: 4 },
  { name: 'float64', code: 0x0e, bytes: 8 },
];

function decode<A extends { [index: number]: number; readonly length: number }>(
  out: A,
  read: (i: number) => number,
): A {
  for (let i = 0; i < out.length; i++) out[i] = read(i);
  return out;
}

/** For each type how `count` big-endian values become a typed array of the machine's byte order. */
export const IDX_DECODERS: { readonly [T in IdxType]: (values: DataView, count: number) => IdxData[T] } = {
  uint8: (v, n) => new Uint8Array(v.buffer, v.byteOffset, n).slice(),
  int8: (v, n) => new Int8Array(v.buffer, v.byteOffset, n).slice(),
  int16: (v, n) => decode(new Int16Array(n), (i) => v.getInt16(2 * i)),
  int32: (v, n) => decode(new Int32Array(n), (i) => v.getInt32(4 * i)),
  float32: (v, n) => decode(new Float32Array(n), (i) => v.getFloat32(4 * i)),
  float64: (v, n) => decode(new Float64Array(n), (i) => v.getFloat64(8 * i)),
};
