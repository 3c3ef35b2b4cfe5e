import { FormatError } from '@x/tensor/core';

/** DEFLATE cannot pack more than this many bytes into one. */
const MAX_RATIO = 1032;

/** Whether the bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Both byte strings, one after the other. */
function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/**
 * Decompresses a gzip file whose content announces its own length, and never produces more than that.
 *
 * @param announcedLength gives the content's length from its first bytes, `undefined` while they are too few; it may throw.
 * @throws FormatError when the data is truncated or corrupt, or its length is not the announced one.
 */
export async function gunzip(
  compressed: Uint8Array<ArrayBuffer>,
  announcedLength: (head: Uint8Array) => number | undefined,
  name: string,
): Promise<Uint8Array> {
  const fail = (rule: string, details: Readonly<Record<string, unknown>>, options?: ErrorOptions): FormatError =>
    new FormatError('readIdx', `${name}: ${rule}`, { file: name, ...details }, options);
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  let head: Uint8Array = new Uint8Array(0);
  let out: Uint8Array | undefined;
  let length = 0;
  try {
    for (;;) {
      const chunk = await reader.read().catch((cause: unknown) => {
        const of = out === undefined ? '' : ` of ${out.length}`;
        throw fail(`gzip data is truncated or corrupt: ${length}${of} bytes came out`, { actual: length }, { cause });
      });
      if (chunk.done) break;
      let bytes: Uint8Array = chunk.value;
      length += bytes.length;
      if (out === undefined) {
        head = bytes = concat(head, bytes);
        const expected = announcedLength(head);
        if (expected === undefined) continue;
        if (expected > MAX_RATIO * compressed.length)
          throw fail(
            `the header announces ${expected} bytes, more than ${compressed.length} bytes of gzip data can hold`,
            { expected, compressed: compressed.length },
          );
        out = new Uint8Array(expected);
      }
      if (length > out.length)
        throw fail(`more data than the ${out.length} bytes that the header announces`, { expected: out.length });
      out.set(bytes, length - bytes.length);
    }
  } finally {
    // A stream that already failed rejects again; the first error is the one to report.
    await reader.cancel().catch(() => undefined);
  }
  if (out === undefined) return head;
  if (length < out.length)
    throw fail(`truncated: ${length} bytes of the ${out.length} that the header announces`, {
      actual: length,
      expected: out.length,
    });
  // Some platforms ignore what follows the gzip data; the last four bytes must be its length.
  const trailer = new DataView(compressed.buffer, compressed.byteOffset + compressed.length - 4).getUint32(0, true);
  if (trailer !== length % 2 ** 32)
    throw fail('bytes follow the end of the gzip data', { actual: trailer, expected: length });
  return out;
}
