/**
 * @file Messages in the wire format of Protocol Buffers, written field by field.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
import { concat } from '../safetensors/plan.js';

/** A field of a message: its number, wire type and value. */
export type Field = Uint8Array<ArrayBuffer>;

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

function varint(value: number | bigint): number[] {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  return [...out, Number(rest)];
}

const tag = (field: number, type: number): number[] => varint((field << 3) | type);

function fixed(field: number, type: number, length: number, write: (view: DataView) => void): Field {
  const value = new Uint8Array(length);
  write(new DataView(value.buffer));
  return Uint8Array.of(...tag(field, type), ...value);
}

/** A `double`. */
export function double(field: number, value: number): Field {
  return fixed(field, FIXED64, 8, (view) => view.setFloat64(0, value, true));
}

/** A `float`. */
export function float(field: number, value: number): Field {
  return fixed(field, FIXED32, 4, (view) => view.setFloat32(0, value, true));
}

/** An integer of any kind but `sint` and `fixed`, or an enumeration. */
export function integer(field: number, value: number): Field {
  return Uint8Array.of(...tag(field, VARINT), ...varint(value));
}

/** Bytes. */
export function bytes(field: number, value: Uint8Array): Field {
  return concat([Uint8Array.of(...tag(field, DELIMITED), ...varint(value.length)), value]);
}

/** A text. */
export function text(field: number, value: string): Field {
  return bytes(field, new TextEncoder().encode(value));
}

/** A list of `double`, packed. */
export function doubles(field: number, values: readonly number[]): Field {
  return bytes(field, new Uint8Array(Float64Array.from(values).buffer));
}

/** A message within a message. */
export function message(field: number, fields: readonly Field[]): Field {
  return bytes(field, concat(fields));
}

/** A message of its own. */
export function encode(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  return concat(fields);
}
