/**
 * @file The header of an NPY file: a magic text, a version, a length, and a Python dict with three keys.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { shapeText } from '@x/tensor/core';
import { encodings, type FileDType } from '../elements/dtypes.js';
import { type Fail, quote } from '../failure.js';
import { fileTypes } from './descr.js';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const; // \x93NUMPY
/** Bytes of magic and version. */
const PREFIX = 8;
const ALIGNMENT = 64;
/** NumPy itself refuses longer ones of files that it does not trust. */
const LONGEST_HEADER = 10_000;
const MOST_DIMENSIONS = 32;

/** What a header says, checked against the size of the file. */
export interface NpyHeader {
  readonly dtype: FileDType;
  /** Whether the bytes of each element are in reverse order. */
  readonly swapped: boolean;
  /** Whether the first index changes fastest. */
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly begin: number;
}

/** Reads and checks the header of a file. */
export function parseHeader(bytes: Uint8Array, fail: Fail): NpyHeader {
  if (bytes.length < PREFIX + 2 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw fail('not an NPY file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = view.getUint8(6);
  if (major < 1 || major > 3) throw fail(`has version ${major} of the format (1 to 3 are known)`, { version: major });
  const wide = major > 1;
  const start = PREFIX + (wide ? 4 : 2);
  if (start > bytes.length) throw fail('truncated header');
  const length = wide ? view.getUint32(PREFIX, true) : view.getUint16(PREFIX, true);
  const begin = start + length;
  if (length > LONGEST_HEADER)
    throw fail(`a header of ${length} bytes (at most ${LONGEST_HEADER} are allowed)`, { length });
  if (begin > bytes.length) throw fail(`truncated header: ${bytes.length} bytes of ${begin}`);
  const header = parseDict(new TextDecoder('latin1').decode(bytes.slice(start, begin)), fail);
  checkSize(header, bytes.length - begin, fail);
  return { ...header, begin };
}

function checkSize({ dtype, shape }: Omit<NpyHeader, 'begin'>, actual: number, fail: Fail): void {
  const expected = shape.reduce((product, size) => product * size, encodings[dtype].bytes);
  if (expected !== actual)
    throw fail(`shape ${shapeText(shape)} of ${dtype} takes ${expected} bytes, the file has ${actual}`, {
      shape,
      expected,
      actual,
    });
}

const ITEM =
  /\s*(['"])(descr|fortran_order|shape)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([\d,\sL]*)\))\s*(?:,|$)/y;

/** `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`: the three keys, in any order, and nothing else. */
function parseDict(text: string, fail: Fail): Omit<NpyHeader, 'begin'> {
  const damaged = (): Error => fail(`a damaged header, or one of arrays that are not read: ${quote(text.trim())}`);
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1]?.trim();
  if (body === undefined) throw damaged();
  const found = new Map<
    string,
    { descr?: string | undefined; flag?: string | undefined; sizes?: string | undefined }
  >();
  ITEM.lastIndex = 0;
  while (ITEM.lastIndex < body.length) {
    const match = ITEM.exec(body);
    if (!match?.[2] || found.has(match[2])) throw damaged();
    found.set(match[2], { descr: match[4], flag: match[5], sizes: match[6] });
  }
  const descr = found.get('descr')?.descr;
  const flag = found.get('fortran_order')?.flag;
  const sizes = found.get('shape')?.sizes;
  if (descr === undefined || flag === undefined || sizes === undefined) throw damaged();
  return { ...parseType(descr, fail), fortran: flag === 'True', shape: parseShape(sizes, damaged) };
}

function parseType(descr: string, fail: Fail): Pick<NpyHeader, 'dtype' | 'swapped'> {
  const [, order, name = ''] = /^([<>|=])(.*)$/.exec(descr) ?? [];
  const dtype = fileTypes.get(name);
  if (!dtype)
    throw fail(`elements of type ${quote(descr)} are not read (known: ${[...fileTypes.keys()].join(', ')})`, { descr });
  return { dtype, swapped: order === '>' };
}

function parseShape(text: string, damaged: () => Error): readonly number[] {
  // Python 2 wrote long integers with an L, and a tuple of one has a comma behind it
  const items = text.trim() === '' ? [] : text.replace(/,\s*$/, '').split(',');
  if (items.length > MOST_DIMENSIONS) throw damaged();
  return items.map((item) => {
    const digits = /^\s*(\d{1,16})L?\s*$/.exec(item)?.[1];
    const size = Number(digits);
    if (digits === undefined || !Number.isSafeInteger(size)) throw damaged();
    return size;
  });
}

/** The header of a file, as NumPy writes it: version 1, padded with spaces to a multiple of 64 bytes. */
export function formatHeader(descr: string, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = PREFIX + 2;
  const total = Math.ceil((start + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(total).fill(0x20);
  bytes.set([...MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(PREFIX, total - start, true);
  bytes.set(new TextEncoder().encode(text), start);
  bytes[total - 1] = 0x0a;
  return bytes;
}
