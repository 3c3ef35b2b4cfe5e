/**
 * Kernels whose parts are taken by one, two or three threads give the same to the last bit.
 */
import { Layout } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { CpuBuffer } from '../src/buffer.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { engineKernels } from '../src/wasm/kernels.js';
import { dividing, withThreads } from './threads-support.js';
import { numbers } from './wasm-support.js';

const divided = dividing();
const kernels = engineKernels(divided);

function made(layout: Layout, seed: number): CpuOperand {
  const [, high] = layout.bounds();
  const buffer = new CpuBuffer((high + 1) * 4, divided.heap);
  buffer.elements('float32').set(numbers(high + 1, seed));
  return { buffer, layout, dtype: 'float32' };
}

/** What `run` writes to an output of this shape, on one thread and on more. */
async function results(shape: readonly number[], run: (out: CpuOperand) => void): Promise<Float32Array[]> {
  const out = made(Layout.of(shape), 0);
  const found: Float32Array[] = [];
  for (const threads of [1, 2, 3]) {
    await withThreads(divided, threads);
    for (let again = 0; again < (threads === 1 ? 1 : 3); again++) {
      out.buffer.elements('float32').fill(99);
      run(out);
      found.push(Float32Array.from(out.buffer.elements('float32')));
    }
  }
  out.buffer.release();
  return found;
}

function expectEqual([first, ...others]: readonly Float32Array[]): void {
  const bits = new Int32Array(first!.buffer);
  expect(first).not.toContain(99);
  for (const { buffer } of others) {
    const own = new Int32Array(buffer);
    expect(own.findIndex((value, i) => value !== bits[i])).toBe(-1);
  }
}

describe('matrix products', () => {
  const plain = ([m, n]: [number, number]): Layout => Layout.of([m, n]);
  const turned = ([m, n]: [number, number]): Layout => Layout.of([n, m]).permute([1, 0]);

  it.each([
    [1, 700, 300],
    [2, 129, 70],
    [64, 512, 784],
    [300, 1, 40],
    [257, 130, 64],
    [400, 300, 600],
    [640, 10, 33],
  ])('of %i x %i over %i', async (m, n, k) => {
    for (const left of [plain, turned]) {
      for (const right of [plain, turned]) {
        const a = made(left([m, k]), 1);
        const b = made(right([k, n]), 2);
        for (const bias of [Layout.strided([m, n], [0, 1], 0), Layout.strided([m, n], [1, 0], 0)]) {
          const c = made(bias, 3);
          expectEqual(await results([m, n], (out) => kernels.addmm([c, a, b], [out], {})));
        }
        expectEqual(await results([m, n], (out) => kernels.matmul([a, b], [out], {})));
      }
    }
  });
});
