import { DeviceError, ValueError } from '@x/tensor';
import { expect, it } from 'vitest';
import { engineBackend } from '../src/backend.js';
import { CpuBuffer } from '../src/buffer.js';
import { cpu } from '../src/index.js';
import { Engine } from '../src/wasm/engine.js';
import type { HeapLimits } from '../src/wasm/heap.js';
import { instantiateSync } from '../src/wasm/load.js';

const variant = { relaxed: false, shared: false };
const engineOf = (limits: Partial<HeapLimits> = {}): Engine => new Engine(instantiateSync(variant), limits);
const MEGABYTE = 2 ** 20;

/** A buffer with the numbers 0, 1, 2, … */
function counting(heap: Engine['heap'], length: number): CpuBuffer {
  const buffer = new CpuBuffer(length * 4, heap);
  buffer.elements('float32').set(Float32Array.from({ length }, (_, i) => i));
  return buffer;
}

it.each([false, true])('values and views outlive growth, shared memory: %s', (shared) => {
  const { heap } = new Engine(instantiateSync({ relaxed: false, shared }));
  const early = counting(heap, 1000);
  const before = heap.size;
  const blocks = Array.from({ length: 20 }, () => new CpuBuffer(MEGABYTE, heap));
  expect(heap.size).toBeGreaterThan(before);
  expect(early.elements('float32')[999]).toBe(999);
  expect(early.elements('float32').byteLength).toBe(4000);
  for (const buffer of blocks) expect(buffer.address).toBeGreaterThan(0);
});

it('gives out what was given back, and grows no further', () => {
  const { heap } = engineOf();
  const sizes = [16, 100, 5000, 40_000, MEGABYTE, 3 * MEGABYTE];
  const round = (): void => {
    const buffers = sizes.map((bytes) => new CpuBuffer(bytes, heap));
    for (const buffer of buffers) buffer.release();
  };
  round();
  const { size, used } = heap;
  for (let i = 0; i < 100; i++) round();
  expect(heap.size).toBe(size);
  expect(heap.used).toBe(used);
  expect(used).toBe(0);
});

it('blocks are aligned and do not overlap', () => {
  const { heap } = engineOf();
  const sizes = [0, 1, 16, 17, 500, 513, 30_000, 32_768, 32_769, 100_001];
  const buffers = sizes.flatMap((bytes) => [new CpuBuffer(bytes, heap), new CpuBuffer(bytes, heap)]);
  const ordered = buffers.toSorted((a, b) => a.address - b.address);
  ordered.forEach((buffer, i) => {
    expect(buffer.address % 16).toBe(0);
    const next = ordered[i + 1];
    if (next) expect(buffer.address + buffer.byteLength).toBeLessThanOrEqual(next.address);
  });
});

it('what does not fit spills, and comes in when there is room', () => {
  const { heap } = engineOf({ tensors: 2 * MEGABYTE });
  const first = new CpuBuffer(1.5 * MEGABYTE, heap);
  const second = counting(heap, MEGABYTE / 4);
  expect([first.address > 0, second.address]).toEqual([true, 0]);
  first.release();
  expect(second.enter()).toBe(true);
  second.leave(true);
  expect(second.address).toBeGreaterThan(0);
  expect(second.elements('float32')[1000]).toBe(1000);
});

it('visits the heap for one kernel while it is full', () => {
  const { heap } = engineOf({ tensors: 0 });
  const buffer = counting(heap, 100);
  expect(buffer.enter()).toBe(true);
  heap.floats[buffer.address / 4] = 7;
  buffer.leave(true);
  expect(buffer.address).toBe(0);
  expect([...buffer.elements('float32').subarray(0, 3)]).toEqual([7, 1, 2]);
  expect(buffer.enter()).toBe(true);
  heap.floats[buffer.address / 4] = 8;
  buffer.leave(false);
  expect(buffer.elements('float32')[0]).toBe(7);
  expect(heap.used).toBe(0);
});

it('memory that was collected is given back once', () => {
  const { heap } = engineOf();
  const buffer = new CpuBuffer(100, heap);
  buffer.reclaim();
  buffer.reclaim();
  buffer.release();
  expect(heap.used).toBe(0);
});

it('scratch memory grows and stays', () => {
  const engine = engineOf();
  const small = engine.scratch(1000);
  expect(engine.scratch(10)).toBe(small);
  expect(engine.scratch(MEGABYTE) % 16).toBe(0);
  const { used } = engine.heap;
  engine.scratch(MEGABYTE);
  expect(engine.heap.used).toBe(used);
});

it('says what the heap holds when there is no memory at all', () => {
  const backend = engineBackend(engineOf({ tensors: MEGABYTE }));
  expect(() => backend.alloc(2 ** 52)).toThrow(DeviceError);
  expect(() => backend.alloc(2 ** 52)).toThrow(/4503599627370496 bytes.*may have 1048576/);
});

it('refuses a limit that no heap can have', async () => {
  await expect(cpu({ heapLimit: 2 ** 32 })).rejects.toThrow(ValueError);
  await expect(cpu({ heapLimit: -1 })).rejects.toThrow(/from 0 to 4294901760 bytes, got -1/);
});
