import { ValueError } from '@x/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { cpu, getNumThreads, setNumThreads } from '../src/index.js';
import { callsOf, fixedParts, parallel, parts } from '../src/wasm/parallel.js';
import { dividing, withThreads } from './threads-support.js';

describe('the number of threads', () => {
  it('is that of the processors, up to 8', () => {
    expect(getNumThreads()).toBeGreaterThanOrEqual(1);
    expect(getNumThreads()).toBeLessThanOrEqual(8);
  });

  it('is set for the whole program', async () => {
    setNumThreads(3);
    expect(getNumThreads()).toBe(3);
    await cpu({ threads: 2 });
    expect(getNumThreads()).toBe(2);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])('is not %d', async (n) => {
    expect(() => setNumThreads(n)).toThrow(ValueError);
    await expect(cpu({ threads: n })).rejects.toThrow(
      `cpu: the number of threads has to be an integer from 1 on, got ${n}`,
    );
  });
});

it('the device refuses options that it does not have', async () => {
  const options: object = { thread: 2 };
  await expect(cpu(options)).rejects.toThrow("cpu: unknown option 'thread' (known: heapLimit, threads)");
});

describe('parts', () => {
  const engine = dividing();

  it('cover everything once, at multiples of a unit', () => {
    setNumThreads(2);
    expect(parts(engine, 100, 1, 16)).toEqual([0, 16, 32, 48, 64, 80, 100]);
    expect(parts(engine, 3, 1)).toEqual([0, 1, 2, 3]);
    expect(fixedParts(engine, 10, 1, 4)).toEqual([0, 2, 5, 7, 10]);
  });

  it('are one where there is one thread, or too little work', () => {
    setNumThreads(1);
    expect(parts(engine, 100, 1)).toEqual([0, 100]);
    expect(fixedParts(engine, 100, 1, 2)).toEqual([0, 50, 100]);
    expect(fixedParts(engine, 0, 1, 2)).toEqual([0, 0]);
  });
});

describe('a job', () => {
  const engine = dividing();
  const { exports, heap } = engine;
  beforeAll(() => withThreads(engine, 3));

  it('runs every part once', () => {
    const n = 300;
    const at = heap.allocate(4 * n);
    exports.fill_i32(at, 0, n);
    for (let round = 0; round < 200; round++) {
      const calls = callsOf(
        Array.from({ length: n + 1 }, (_, i) => i),
        (i): Parameters<typeof exports.add_i32> => [at + 4 * i, at + 4 * i, at + 4 * i, 1, 1, 0, 1, 0, 1],
      );
      if (round === 0) exports.fill_i32(at, 1, n);
      parallel(engine, exports.add_i32, calls); // doubles
      expect(new Set(new Int32Array(heap.bytes.buffer, at, n))).toEqual(
        new Set([round < 30 ? 2 ** (round + 1) : round === 30 ? -(2 ** 31) : 0]),
      );
    }
    heap.free(at, 4 * n);
  });

  it('gives every thread memory of its own', () => {
    const scratch = engine.scratches(64)!;
    expect(scratch).toMatchObject({ threads: 3, bytes: 64 });
    const found = new Int32Array(heap.bytes.buffer, scratch.at, 48).fill(0);
    const calls = Array.from({ length: 40 }, (_, i): [number, number, number] => [scratch.at, i + 1, 4]);
    const end = Date.now() + 30_000;
    // until all of them took a part
    while ((found[0] === 0 || found[16] === 0 || found[32] === 0) && Date.now() < end)
      parallel(engine, exports.fill_i32, calls, { argument: 0, scratch });
    for (const t of [0, 16, 32]) {
      expect(found[t]).toBeGreaterThan(0);
      expect([...found.subarray(t, t + 16)]).toEqual(Array.from({ length: 16 }, (_, i) => (i < 4 ? found[t] : 0)));
    }
  });

  it('tells where a part refuses', () => {
    const at = heap.allocate(16);
    exports.fill_i32(at, 3, 4);
    const fits = (size: number): [number, number, number, number, number, number] => [at, 1, 4, 4, 1, size];
    const sizes = Array.from({ length: 64 }, () => 4);
    expect(parallel(engine, exports.indicesFit, sizes.map(fits))).toBe(true);
    for (let i = 0; i < 64; i++) expect(parallel(engine, exports.indicesFit, sizes.with(i, 3).map(fits))).toBe(false);
    heap.free(at, 16);
  });

  it('fails where a part fails, and the next one does not', () => {
    const calls = (bad: number): [number, number, number][] =>
      Array.from({ length: 64 }, (_, i) => [i === bad ? 2 ** 32 - 64 : engine.scratch(64), 0, 4]);
    for (let i = 0; i < 64; i++)
      expect(() => parallel(engine, exports.fill_i32, calls(i))).toThrow(/memory access out of bounds/);
    expect(parallel(engine, exports.fill_i32, calls(-1))).toBe(true);
  });
});
