/**
 * @file The layout of a file before its data are read from a device: an order as in the reference implementation (large
 * element types first, then by name), and the header, padded to a multiple of 8 bytes.
 */
import { type DType, isTensor, type Tensor, type TypedArray, ValueError } from '@x/tensor/core';
import { quote } from '../failure.js';
import { encode, encodings, type FileDType, fileDType, type Int32As, rankOf } from '../elements/dtypes.js';
import { LENGTH_BYTES, LONGEST_HEADER, METADATA } from './header.js';
import { isWellFormed } from './json-reader.js';

/** What a file is made of: tensors, and plain arrays as tensors with one dimension. */
export type Source = Tensor | TypedArray;

/** Options of everything that writes tensors. */
export interface SaveOptions {
  /** Texts to store beside the tensors. Programs of the Hugging Face family ask for `{ format: 'pt' }`. */
  readonly metadata?: Readonly<Record<string, string>> | ReadonlyMap<string, string>;
  /** How int32 tensors are written: `'I32'` when omitted; `'I64'` is what PyTorch uses for indices. */
  readonly int32As?: Int32As;
}

interface Part {
  readonly name: string;
  readonly source: Source;
  readonly dtype: FileDType;
  readonly shape: readonly number[];
}

/** A file that is ready to be written. */
export interface Plan {
  /** Length and header. */
  readonly head: Uint8Array<ArrayBuffer>;
  readonly parts: readonly Part[];
}

const arrays: readonly (readonly [abstract new (...args: never) => TypedArray, DType])[] = [
  [Float32Array, 'float32'],
  [Float64Array, 'float64'],
  [Int32Array, 'int32'],
  [Uint8Array, 'uint8'],
];

/** The dtype that a plain array has as a tensor; undefined when there is none. */
export function dtypeOfArray(value: unknown): DType | undefined {
  return arrays.find(([type]) => value instanceof type)?.[1];
}

/**
 * Lays out a file.
 *
 * @throws ValueError for a name or text that the format does not allow.
 */
export function plan(op: string, sources: Iterable<readonly [string, Source]>, options: SaveOptions): Plan {
  const int32As = options.int32As ?? 'I32';
  const names = new Set<string>();
  const parts: Part[] = [];
  for (const [name, source] of sources) {
    checkName(op, name, names);
    names.add(name);
    parts.push(part(name, source, int32As));
  }
  parts.sort((a, b) => rankOf(b.dtype) - rankOf(a.dtype) || compareCodePoints(a.name, b.name));
  return { head: head(op, parts, texts(op, options.metadata ?? {})), parts };
}

function part(name: string, source: Source, int32As: Int32As): Part {
  if (isTensor(source)) return { name, source, dtype: fileDType(source.dtype, int32As), shape: source.shape };
  return { name, source, dtype: fileDType(dtypeOfArray(source) ?? 'uint8', 'I32'), shape: [source.length] };
}

function checkName(op: string, name: string, others: ReadonlySet<string>): void {
  const refuse = (rule: string): ValueError => new ValueError(op, `tensor ${quote(name)}: ${rule}`, { name });
  if (others.has(name)) throw refuse('two tensors have this name');
  if (name === METADATA) throw refuse('the format keeps this name for itself');
  if (!isWellFormed(name)) throw refuse('the name holds half of a surrogate pair, which UTF-8 cannot express');
}

function texts(op: string, metadata: NonNullable<SaveOptions['metadata']>): (readonly [string, string])[] {
  const pairs: [string, unknown][] = metadata instanceof Map ? [...metadata] : Object.entries(metadata);
  return pairs.map(([key, value]) => {
    if (typeof value !== 'string' || !isWellFormed(key) || !isWellFormed(value))
      throw new ValueError(op, `metadata ${quote(key)}: keys and values are well-formed text, got ${typeof value}`, {
        key,
      });
    return [key, value];
  });
}

/** JSON of an object, whatever its keys are called. */
function objectText(pairs: readonly (readonly [string, string])[]): string {
  return `{${pairs.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
}

function head(op: string, parts: readonly Part[], metadata: readonly (readonly [string, string])[]): Plan['head'] {
  const fields: [string, string][] = [];
  if (metadata.length > 0)
    fields.push([METADATA, objectText(metadata.map(([key, text]) => [key, JSON.stringify(text)]))]);
  let begin = 0;
  for (const { name, dtype, shape } of parts) {
    const end = begin + shape.reduce((product, size) => product * size, encodings[dtype].bytes);
    fields.push([name, JSON.stringify({ dtype, shape, data_offsets: [begin, end] })]);
    begin = end;
  }
  const text = new TextEncoder().encode(objectText(fields));
  const length = Math.ceil(text.length / 8) * 8;
  if (length > LONGEST_HEADER)
    throw new ValueError(op, `the header would take ${length} bytes (at most ${LONGEST_HEADER} are allowed)`, {
      length,
    });
  const bytes = new Uint8Array(LENGTH_BYTES + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, LENGTH_BYTES);
  return bytes;
}

/** Orders texts as their UTF-8 bytes do, which is not the order of their UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  const at = left.findIndex((character, i) => character !== right[i]);
  if (at < 0) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}

/** The pieces of the file in order, read at once. */
export function chunks({ head: first, parts }: Plan): Uint8Array[] {
  return [first, ...parts.map(({ source, dtype }) => encode(isTensor(source) ? source.toTypedArray() : source, dtype))];
}

/** The pieces of the file in order. All reads begin before the first one ends, so what happens later is not in the file. */
export async function chunksAsync({ head: first, parts }: Plan): Promise<Uint8Array[]> {
  const read = async ({ source, dtype }: Part): Promise<Uint8Array> =>
    encode(isTensor(source) ? await source.toTypedArrayAsync() : source.slice(), dtype);
  return [first, ...(await Promise.all(parts.map(read)))];
}

/** Pieces as one. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
