import { FormatError } from '@x/tensor/core';
import { gunzip, isGzip } from './gunzip.js';
import { idxHeaderLength, parseIdxHeader } from './header.js';
import { IDX_DECODERS, type IdxData, type IdxType } from './types.js';

/** The content of an IDX file: its element type, its sizes and its values in row-major order. */
export type IdxArray<T extends IdxType = IdxType> = {
  [K in T]: { readonly type: K; readonly shape: readonly number[]; readonly data: IdxData[K] };
}[T];

/** Options of `parseIdx` and `readIdx`. */
export interface IdxOptions {
  /** What error messages call the file; `'IDX data'` when omitted. */
  readonly name?: string;
}

const DEFAULT_NAME = 'IDX data';

function typed<T extends IdxType>(type: T, shape: readonly number[], values: DataView): IdxArray<T> {
  const count = shape.reduce((product, size) => product * size, 1);
  return { type, shape, data: IDX_DECODERS[type](values, count) };
}

/**
 * Parses an uncompressed IDX file, the format of MNIST.
 *
 * The announced sizes are compared with the actual length before anything is allocated.
 *
 * @example
 * ```ts
 * const { shape } = parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9)); // [2]
 * ```
 * @throws FormatError naming the file when its magic, type, sizes or length are wrong.
 * @see http://yann.lecun.com/exdb/mnist/
 */
export function parseIdx(bytes: Uint8Array, options: IdxOptions = {}): IdxArray {
  const name = options.name ?? DEFAULT_NAME;
  const { type, shape, offset, byteLength } = parseIdxHeader(bytes, name);
  if (byteLength !== bytes.length) {
    const announced = `${shape.join(' x ')} ${type} values = ${byteLength} bytes with the header`;
    const rule = bytes.length < byteLength ? 'truncated' : 'trailing bytes';
    throw new FormatError(
      'readIdx',
      `${name}: ${rule}: the header announces ${announced}, the file has ${bytes.length}`,
      {
        file: name,
        expected: byteLength,
        actual: bytes.length,
      },
    );
  }
  return typed(type, shape, new DataView(bytes.buffer, bytes.byteOffset + offset, byteLength - offset));
}

/**
 * Reads an IDX file, plain or gzip, from bytes or from a `Blob` (a `File` of an `<input>` is one).
 *
 * gzip is recognised by its first bytes. Never more memory is taken than the file's header announces, and no more than
 * the compressed length allows.
 *
 * @example
 * ```ts
 * const images = await readIdx(await readFile('t10k-images-idx3-ubyte.gz'), { name: 't10k-images-idx3-ubyte.gz' });
 * images.shape; // [10000, 28, 28]
 * ```
 * @throws FormatError naming the file when it is truncated, corrupt, longer than announced, or not IDX at all.
 * @see http://yann.lecun.com/exdb/mnist/
 */
export async function readIdx(
  source: Uint8Array<ArrayBuffer> | ArrayBuffer | Blob,
  options: IdxOptions = {},
): Promise<IdxArray> {
  const name = options.name ?? DEFAULT_NAME;
  const bytes =
    source instanceof Uint8Array
      ? source
      : new Uint8Array(source instanceof ArrayBuffer ? source : await source.arrayBuffer());
  if (!isGzip(bytes)) return parseIdx(bytes, { name });
  const announcedLength = (head: Uint8Array): number | undefined => {
    const needed = idxHeaderLength(head);
    return needed === undefined || head.length < needed ? undefined : parseIdxHeader(head, name).byteLength;
  };
  return parseIdx(await gunzip(bytes, announcedLength, name), { name });
}
