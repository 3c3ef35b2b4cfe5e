import { FormatError } from '@x/tensor/core';
import { IDX_TYPES, type IdxType } from './types.js';

/** What the first bytes of an IDX file say about the rest. */
export interface IdxHeader {
  readonly type: IdxType;
  readonly shape: readonly number[];
  /** Where the values begin, in bytes. */
  readonly offset: number;
  /** Length of the whole file in bytes. */
  readonly byteLength: number;
}

const hex = (bytes: Uint8Array): string => `0x${Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')}`;

/** Length in bytes of the header that begins with `head`, or `undefined` while fewer than four bytes are known. */
export function idxHeaderLength(head: Uint8Array): number | undefined {
  const rank = head[3];
  return rank === undefined ? undefined : 4 + 4 * rank;
}

/**
 * Reads and checks an IDX header: two zero bytes, a type byte, the rank, then each size as a big-endian uint32.
 *
 * @param bytes the file from its beginning; more than the header may be there.
 * @throws FormatError when the file is too short for its header, the magic or type byte is wrong, or the rank is 0.
 */
export function parseIdxHeader(bytes: Uint8Array, name: string): IdxHeader {
  const fail = (rule: string, details: Readonly<Record<string, unknown>>): FormatError =>
    new FormatError('readIdx', `${name}: ${rule}`, { file: name, ...details });
  const offset = idxHeaderLength(bytes);
  if (offset === undefined)
    throw fail(`too short for an IDX header: ${bytes.length} bytes (4 needed)`, { actual: bytes.length, expected: 4 });
  const magic = hex(bytes.subarray(0, 4));
  if (bytes[0] !== 0 || bytes[1] !== 0)
    throw fail(`not an IDX file: it begins with ${magic}, not with 0x0000`, { magic });
  const type = IDX_TYPES.find(({ code }) => code === bytes[2]);
  if (type === undefined)
    throw fail(
      `unknown IDX type byte in ${magic} (known: ${IDX_TYPES.map((t) => `${hex(Uint8Array.of(t.code))} ${t.name}`).join(', ')})`,
      { magic },
    );
  if (bytes[3] === 0) throw fail(`IDX header without dimensions: ${magic}`, { magic });
  if (bytes.length < offset)
    throw fail(`truncated IDX header: ${bytes.length} bytes of ${offset}`, { actual: bytes.length, expected: offset });
  const view = new DataView(bytes.buffer, bytes.byteOffset, offset);
  const shape = Array.from({ length: (offset - 4) / 4 }, (_, i) => view.getUint32(4 + 4 * i));
  // Beyond 2⁵³ the product is only approximate, which is enough to refuse it.
  const byteLength = shape.reduce((product, size) => product * size, type.bytes) + offset;
  return { type: type.name, shape, offset, byteLength };
}
