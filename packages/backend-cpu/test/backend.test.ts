import { DeviceError, dtypes } from '@x/tensor';
import { expect, it } from 'vitest';
import { cpu } from '../src/index.js';

it('is the device cpu and holds every dtype', async () => {
  const backend = await cpu();
  expect(backend.name).toBe('cpu');
  expect(dtypes.every((dtype) => backend.supports(dtype))).toBe(true);
});

it('reads back the part of what was written that is asked for', async () => {
  const backend = await cpu();
  const buffer = backend.alloc(8);
  backend.write(buffer, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  backend.write(buffer, Uint8Array.of(9));
  expect([...(await backend.read(buffer, 0, 3))]).toEqual([9, 2, 3]);
  expect(backend.readSync?.(buffer, 2, 4)).toEqual(Uint8Array.of(3, 4, 5, 6));
});

it('hands out copies', async () => {
  const backend = await cpu();
  const buffer = backend.alloc(1);
  backend.write(buffer, Uint8Array.of(1));
  (await backend.read(buffer, 0, 1)).fill(7);
  expect([...(await backend.read(buffer, 0, 1))]).toEqual([1]);
});

it('lets go of freed memory', async () => {
  const backend = await cpu();
  const buffer = backend.alloc(64);
  backend.free(buffer);
  expect(buffer.bytes.byteLength).toBe(0);
  expect(buffer.elements('float32')).toHaveLength(0);
});

it('says how much memory it could not get', async () => {
  const backend = await cpu();
  expect(() => backend.alloc(2 ** 52)).toThrow(DeviceError);
  expect(() => backend.alloc(2 ** 52)).toThrow(/no 4503599627370496 bytes/);
});
