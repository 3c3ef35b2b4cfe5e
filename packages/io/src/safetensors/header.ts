/**
 * @file The header of a safetensors file: an unsigned 64-bit little-endian length, then that many bytes of JSON.
 *
 * Everything is checked against the size of the file before any of its tensors is touched.
 */
import { shapeText } from '@x/tensor/core';
import { type Fail, quote } from '../failure.js';
import { encodings, type FileDType, isFileDType, knownDTypes } from '../elements/dtypes.js';
import { JsonReader } from './json-reader.js';

/** Bytes of the length before the header. */
export const LENGTH_BYTES = 8;
/** Longest header in bytes, the limit of the reference implementation. */
export const LONGEST_HEADER = 100_000_000;
/** The key that holds text instead of a tensor. */
export const METADATA = '__metadata__';

/** One tensor of a file. */
interface Entry {
  readonly dtype: FileDType;
  readonly shape: readonly number[];
  /** Where its bytes begin and end, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

/** What a header says; the order is that of the file. */
export interface Header {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * The length of the header in bytes.
 *
 * @param head - the first 8 bytes of the file, fewer when it has no more.
 * @param fileBytes - size of the file.
 */
export function headerLength(head: Uint8Array, fileBytes: number, fail: Fail): number {
  if (head.length < LENGTH_BYTES)
    throw fail(`too short for a safetensors file: ${fileBytes} bytes (${LENGTH_BYTES} needed)`, { actual: fileBytes });
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  if (length > BigInt(LONGEST_HEADER))
    throw fail(`not a safetensors file: a header of ${length} bytes (at most ${LONGEST_HEADER} are allowed)`, {
      expected: LONGEST_HEADER,
      actual: Number(length),
    });
  const expected = LENGTH_BYTES + Number(length);
  if (expected > fileBytes)
    throw fail(`truncated header: ${fileBytes} bytes of ${expected}`, { expected, actual: fileBytes });
  return Number(length);
}

/**
 * Reads and checks the JSON of a header.
 *
 * @param bytes - the header without its length.
 * @param dataBytes - size of what follows it.
 */
export function parseHeader(bytes: Uint8Array, dataBytes: number, fail: Fail): Header {
  const text = decodeText(bytes, fail);
  if (!text.startsWith('{')) throw fail(`the header does not begin with '{' but with ${quote(text.slice(0, 1))}`);
  const entries = new Map<string, Entry>();
  const metadata = new Map<string, string>();
  const json = new JsonReader(text, fail);
  json.object((name) => {
    if (name === METADATA) json.object((key) => metadata.set(key, json.string()));
    else entries.set(name, readEntry(json, name, fail));
  });
  json.end();
  checkCoverage(entries, dataBytes, fail);
  return { entries, metadata };
}

function decodeText(bytes: Uint8Array, fail: Fail): string {
  try {
    // a copy, since decoders refuse shared memory; a byte order mark stays in the text, where it is not JSON
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.slice());
  } catch {
    throw fail('the header is not valid UTF-8');
  }
}

function readEntry(json: JsonReader, name: string, fail: Fail): Entry {
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  const integers = (): number[] => {
    const list: number[] = [];
    json.array(() => list.push(json.integer()));
    return list;
  };
  const fields = new Map<string, () => void>([
    ['dtype', () => (dtype = json.string())],
    ['shape', () => (shape = integers())],
    ['data_offsets', () => (offsets = integers())],
  ]);
  json.object((key) => (fields.get(key) ?? (() => json.skip()))());

  const refuse: Fail = (rule, details) => fail(`tensor ${quote(name)}: ${rule}`, { tensor: name, ...details });
  if (dtype === undefined || shape === undefined || offsets === undefined)
    throw refuse(`one of ${[...fields.keys()].join(', ')} is missing`);
  if (!isFileDType(dtype)) throw refuse(`unknown dtype ${quote(dtype)} (known: ${knownDTypes})`, { dtype });
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined || offsets.length > 2)
    throw refuse(`data_offsets has ${offsets.length} numbers instead of 2`);
  checkSize(dtype, shape, begin, end, refuse);
  return { dtype, shape, begin, end };
}

function checkSize(dtype: FileDType, shape: readonly number[], begin: number, end: number, refuse: Fail): void {
  const { bytes } = encodings[dtype];
  let expected = bytes;
  for (const size of shape) {
    expected *= size;
    if (!Number.isSafeInteger(expected)) throw refuse(`shape ${shapeList(shape)} of ${dtype} overflows`, { shape });
  }
  if (end - begin !== expected)
    throw refuse(
      `shape ${shapeList(shape)} of ${dtype} takes ${expected} bytes, data_offsets [${begin}, ${end}] hold ${end - begin}`,
      { shape, expected, actual: end - begin },
    );
}

const MOST_SIZES = 16;

/** A shape for messages; a hostile one may have millions of dimensions. */
function shapeList(shape: readonly number[]): string {
  if (shape.length <= MOST_SIZES) return shapeText(shape);
  return `[${shape.slice(0, MOST_SIZES).join(', ')}, …] with ${shape.length} dimensions`;
}

/** The tensors must follow one another without gap or overlap, from the end of the header to the end of the file. */
function checkCoverage(entries: ReadonlyMap<string, Entry>, dataBytes: number, fail: Fail): void {
  const sorted = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let expected = 0;
  for (const [name, { begin, end }] of sorted) {
    if (begin !== expected)
      throw fail(
        `tensor ${quote(name)}: its data begin at byte ${begin}, ${begin < expected ? 'inside of' : 'not right after'} the data before it, which end at ${expected}`,
        { tensor: name, expected, actual: begin },
      );
    expected = end;
  }
  if (expected !== dataBytes)
    throw fail(
      `${expected > dataBytes ? 'truncated' : 'trailing bytes'}: the header announces ${expected} bytes of tensors, the file has ${dataBytes}`,
      { expected, actual: dataBytes },
    );
}
