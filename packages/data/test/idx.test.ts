import { FormatError } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { parseIdx, readIdx } from '../src/idx/idx.js';
import { fingerprint, gzip, idx } from './bytes.js';

const picture = idx(0x08, [2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

async function failure(promise: Promise<unknown>): Promise<FormatError> {
  const error = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof FormatError)) throw new Error(`expected a FormatError, got ${String(error)}`);
  return error;
}

describe('parseIdx', () => {
  test('reads uint8 pictures', () => {
    expect(parseIdx(picture)).toEqual({
      type: 'uint8',
      shape: [2, 2, 3],
      data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
    });
  });

  test.each([
    ['int8', 0x09, [0xff, 0x01], Int8Array.of(-1, 1)],
    ['int16', 0x0b, [0xff, 0xfe, 0x01, 0x00], Int16Array.of(-2, 256)],
    ['int32', 0x0c, [0xff, 0xff, 0xff, 0xfd, 0x00, 0x01, 0x00, 0x00], Int32Array.of(-3, 65536)],
    ['float32', 0x0d, [0x3f, 0xc0, 0x00, 0x00, 0xc0, 0x00, 0x00, 0x00], Float32Array.of(1.5, -2)],
    ['float64', 0x0e, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], Float64Array.of(1.5, -2)],
  ] as const)('reads big-endian %s', (type, code, bytes, data) => {
    expect(parseIdx(idx(code, [2], bytes))).toEqual({ type, shape: [2], data });
  });

  test('reads a view into a larger buffer and copies the values', () => {
    const larger = new Uint8Array(picture.length + 6);
    larger.set(picture, 3);
    const { data } = parseIdx(larger.subarray(3, 3 + picture.length));
    larger.fill(0);
    expect(data[11]).toBe(12);
    expect(data.buffer.byteLength).toBe(12);
  });

  test('reads an empty array', () => {
    expect(parseIdx(idx(0x08, [0, 28, 28], [])).shape).toEqual([0, 28, 28]);
  });
});

describe('readIdx', () => {
  test('reads plain and gzip, from bytes, buffers and blobs', async () => {
    const expected = parseIdx(picture);
    const packed = await gzip(picture);
    for (const source of [picture, packed, packed.buffer, new Blob([picture]), new Blob([packed])])
      expect(await readIdx(source)).toEqual(expected);
  });

  test('reads gzip data that comes in many pieces', async () => {
    const values = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 5);
    const result = await readIdx(await gzip(idx(0x08, [300, 1000], values)));
    expect(result.shape).toEqual([300, 1000]);
    expect(fingerprint(new Uint8Array(result.data.buffer))).toBe(fingerprint(values));
  });

  const name = 'digits';
  test.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ['an empty file', new Uint8Array(0), 'too short for an IDX header: 0 bytes (4 needed)'],
    ['a text', new TextEncoder().encode('<html>'), 'not an IDX file: it begins with 0x3c68746d, not with 0x0000'],
    [
      'an unknown type',
      idx(0x07, [1], [1]),
      'unknown IDX type byte in 0x00000701 (known: 0x08 uint8, 0x09 int8, 0x0b int16, 0x0c int32, 0x0d float32, 0x0e float64)',
    ],
    ['rank 0', idx(0x08, [], []), 'IDX header without dimensions: 0x00000800'],
    ['a cut header', picture.slice(0, 10), 'truncated IDX header: 10 bytes of 16'],
    [
      'cut values',
      picture.slice(0, 27),
      'truncated: the header announces 2 x 2 x 3 uint8 values = 28 bytes with the header, the file has 27',
    ],
    [
      'trailing bytes',
      idx(0x08, [2], [1, 2, 3]),
      'trailing bytes: the header announces 2 uint8 values = 10 bytes with the header, the file has 11',
    ],
    [
      'sizes beyond any memory',
      idx(0x0e, [0xffffffff, 0xffffffff, 0xffffffff], [1]),
      'truncated: the header announces 4294967295 x 4294967295 x 4294967295 float64 values = 6.3382529967139284e+29 bytes with the header, the file has 17',
    ],
  ])('refuses %s, plain and packed', async (_, bytes, rule) => {
    const plain = await failure(readIdx(bytes, { name }));
    expect(plain.message).toBe(`readIdx: digits: ${rule}`);
    expect(plain.details).toMatchObject({ file: 'digits' });
    await failure(readIdx(await gzip(bytes), { name }));
  });

  test('says what is wrong with the content of a gzip file', async () => {
    const message = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
      (await failure(readIdx(await gzip(bytes), { name: 'x.gz' }))).message;
    expect(await message(picture.slice(0, 27))).toBe(
      'readIdx: x.gz: truncated: 27 bytes of the 28 that the header announces',
    );
    expect(await message(idx(0x08, [2], [1, 2, 3]))).toBe(
      'readIdx: x.gz: more data than the 10 bytes that the header announces',
    );
    expect(await message(picture.slice(0, 10))).toBe('readIdx: x.gz: truncated IDX header: 10 bytes of 16');
    expect(await message(Uint8Array.of(1, 2, 3, 4))).toBe(
      'readIdx: x.gz: not an IDX file: it begins with 0x01020304, not with 0x0000',
    );
  });

  test('refuses sizes that the compressed length rules out before allocating them', async () => {
    const packed = await gzip(idx(0x08, [60_000, 28, 28], [1]));
    const error = await failure(readIdx(packed, { name: 'x.gz' }));
    expect(error.message).toBe(
      `readIdx: x.gz: the header announces 47040016 bytes, more than ${packed.length} bytes of gzip data can hold`,
    );
  });

  test('stops a decompression bomb at the announced size', async () => {
    const bomb = new Uint8Array(20_000_000);
    bomb.set(idx(0x08, [9], []));
    const error = await failure(readIdx(await gzip(bomb), { name: 'bomb.gz' }));
    expect(error.message).toBe('readIdx: bomb.gz: more data than the 17 bytes that the header announces');
  });

  test('refuses damaged gzip data: cut, changed, without its end, with bytes after it', async () => {
    const values = Uint8Array.from({ length: 100_000 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
    const packed = await gzip(idx(0x08, [100_000], values));
    const flipped = packed.slice();
    flipped[packed.length >> 1]! ^= 0x55;
    const wrongSum = packed.slice();
    wrongSum[packed.length - 6]! ^= 1;
    for (const bytes of [packed.slice(0, 5), packed.slice(0, 2000), packed.slice(0, -4), flipped, wrongSum]) {
      const { message } = await failure(readIdx(bytes, { name: 'x.gz' }));
      expect(message).toMatch(/^readIdx: x\.gz: gzip data is truncated or corrupt: \d+( of 100008)? bytes came out$/);
    }
    const longer = new Uint8Array(packed.length + 5);
    longer.set(packed);
    longer.set([9, 8, 7, 6, 5], packed.length);
    expect((await failure(readIdx(longer, { name: 'x.gz' }))).message).toMatch(
      /^readIdx: x\.gz: (gzip data is truncated or corrupt|bytes follow the end of the gzip data)/,
    );
  });
});
