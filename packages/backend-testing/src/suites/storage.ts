/**
 * @file Memory: what goes in comes out.
 */
import { dtypes } from '@x/tensor/core';
import { describe, expect, it } from 'vitest';
import type { Subject } from '../subject.js';

const bytes = Uint8Array.from({ length: 64 }, (_, i) => (i * 37) % 256);

export function storage(subject: Subject): void {
  const { backend } = subject;

  describe('dtypes', () => {
    it.each(dtypes.filter((dtype) => subject.dtypes.includes(dtype)))('%s is supported', (dtype) => {
      expect(backend.supports(dtype)).toBe(true);
    });

    it.each(dtypes.filter((dtype) => !subject.dtypes.includes(dtype)))('%s is refused', (dtype) => {
      expect(backend.supports(dtype)).toBe(false);
    });
  });

  describe('storage', () => {
    it('reads back the bytes that were written', async () => {
      const buffer = backend.alloc(64);
      backend.write(buffer, bytes);
      expect(await backend.read(buffer, 0, 64)).toEqual(bytes);
      backend.free(buffer);
    });

    it('reads a part', async () => {
      const buffer = backend.alloc(64);
      backend.write(buffer, bytes);
      expect(await backend.read(buffer, 8, 12)).toEqual(bytes.slice(8, 20));
      backend.free(buffer);
    });

    it('writes the start and leaves the rest', async () => {
      const buffer = backend.alloc(16);
      backend.write(buffer, bytes.subarray(0, 16));
      backend.write(buffer, bytes.subarray(32, 40));
      expect(await backend.read(buffer, 0, 16)).toEqual(Uint8Array.of(...bytes.slice(32, 40), ...bytes.slice(8, 16)));
      backend.free(buffer);
    });

    it('knows the size of a buffer', () => {
      const buffer = backend.alloc(24);
      expect(buffer.byteLength).toBe(24);
      backend.free(buffer);
    });

    it('has buffers without bytes', async () => {
      const buffer = backend.alloc(0);
      backend.write(buffer, new Uint8Array(0));
      expect(await backend.read(buffer, 0, 0)).toEqual(new Uint8Array(0));
      backend.free(buffer);
    });

    it('keeps buffers apart, however many come and go', async () => {
      const made = Array.from({ length: 200 }, (_, i) => {
        const buffer = backend.alloc(16);
        backend.write(buffer, new Uint8Array(16).fill(i));
        return buffer;
      });
      made.forEach((buffer, i) => i % 2 === 0 && backend.free(buffer));
      const more = Array.from({ length: 100 }, () => backend.alloc(16));
      for (const buffer of more) backend.write(buffer, new Uint8Array(16).fill(255));
      for (let i = 1; i < made.length; i += 2) {
        expect(await backend.read(made[i]!, 0, 16)).toEqual(new Uint8Array(16).fill(i));
        backend.free(made[i]!);
      }
      for (const buffer of more) backend.free(buffer);
    });

    it('hands out copies of its memory', async () => {
      const buffer = backend.alloc(8);
      backend.write(buffer, bytes.subarray(0, 8));
      (await backend.read(buffer, 0, 8)).fill(0);
      expect(await backend.read(buffer, 0, 8)).toEqual(bytes.slice(0, 8));
      backend.free(buffer);
    });

    it('takes a copy of the bytes that are written', async () => {
      const buffer = backend.alloc(8);
      const source = bytes.slice(0, 8);
      backend.write(buffer, source);
      source.fill(0);
      expect(await backend.read(buffer, 0, 8)).toEqual(bytes.slice(0, 8));
      backend.free(buffer);
    });

    it(`${backend.readSync ? 'reads the same' : 'does not read'} at once`, async () => {
      const buffer = backend.alloc(64);
      backend.write(buffer, bytes);
      expect(backend.readSync?.(buffer, 4, 32)).toEqual(
        backend.readSync ? await backend.read(buffer, 4, 32) : undefined,
      );
      backend.free(buffer);
    });
  });
}
