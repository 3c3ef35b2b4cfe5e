/**
 * @file A safetensors file in memory, checked, and its tensors.
 */
import { type Fail, quote } from '../failure.js';
import { encodings } from '../elements/dtypes.js';
import type { Elements } from '../elements/tensor.js';
import { type Header, headerLength, LENGTH_BYTES, parseHeader } from './header.js';

/** A checked header and the bytes that follow it. */
export interface Archive {
  readonly header: Header;
  readonly data: Uint8Array;
  readonly fail: Fail;
}

/** Checks the bytes of a whole file. */
export function openArchive(bytes: Uint8Array, fail: Fail): Archive {
  const length = headerLength(bytes.subarray(0, LENGTH_BYTES), bytes.length, fail);
  const data = bytes.subarray(LENGTH_BYTES + length);
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length), data.length, fail);
  return { header, data, fail };
}

/** The elements of one tensor of the file, in memory of their own. */
export function readElements({ header, data, fail }: Archive, name: string): Elements {
  const entry = header.entries.get(name);
  if (!entry) throw fail(`there is no tensor ${quote(name)}`, { tensor: name });
  const { dtype, decode } = encodings[entry.dtype];
  const raw = new Uint8Array(data.subarray(entry.begin, entry.end)).buffer;
  const refuse: Fail = (rule, details) => fail(`tensor ${quote(name)}: ${rule}`, { tensor: name, ...details });
  return { dtype, shape: entry.shape, values: decode(raw, refuse) };
}
