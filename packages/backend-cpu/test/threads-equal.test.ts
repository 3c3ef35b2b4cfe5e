/**
 * Kernels whose parts are taken by one, two or three threads give the same to the last bit.
 */
import { type DType, Layout } from '@x/tensor';
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
async function results(
  shape: readonly number[],
  run: (out: CpuOperand) => void,
  dtype: DType = 'float32',
): Promise<Float32Array[]> {
  const out = { ...made(Layout.of(shape), 0), dtype };
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

describe('kernels over grids', () => {
  const shape = [67, 130];
  const plain = Layout.of(shape);
  const layouts: readonly (readonly [name: string, layout: Layout])[] = [
    ['contiguous', plain],
    ['turned', Layout.of([130, 67]).permute([1, 0])],
    ['of one row', Layout.strided(shape, [0, 1], 0)],
    ['of one column', Layout.strided(shape, [1, 0], 0)],
    ['spread', Layout.strided(shape, [400, 3], 5)],
  ];

  it.each(layouts)('%s', async (_, layout) => {
    const a = made(layout, 1);
    const b = made(plain, 2);
    const c = { ...made(plain, 3), dtype: 'int32' as const };
    expectEqual(await results(shape, (out) => kernels.unary([a], [out], { kind: 'exp' })));
    expectEqual(await results(shape, (out) => kernels.unary([a], [out], { kind: 'neg' })));
    expectEqual(await results(shape, (out) => kernels.binary([a, b], [out], { kind: 'add' })));
    expectEqual(await results(shape, (out) => kernels.binary([b, a], [out], { kind: 'mul' })));
    expectEqual(await results(shape, (out) => kernels.copy([a], [out], {})));
    expectEqual(await results(shape, (out) => kernels.cast([c], [out], {})));
    const greater = { ...made(plain, 4), dtype: 'bool' as const };
    kernels.compare([a, b], [greater], { kind: 'gt' });
    expectEqual(await results(shape, (out) => kernels.where([greater, a, b], [out], {})));
    for (const x of [a, b, c, greater]) x.buffer.release();
  });
});

describe('kernels along a dimension', () => {
  it.each([0, 1, 2])('dimension %i of three', async (axis) => {
    const shape = [9, 33, 20];
    const x = made(Layout.of(shape), 1);
    const y = made(Layout.of(shape), 2);
    expectEqual(await results(shape, (out) => kernels.softmax([x], [out], { axis })));
    expectEqual(await results(shape, (out) => kernels.logSoftmax([x], [out], { axis })));
    expectEqual(await results(shape, (out) => kernels.softmaxBackward([x, y], [out], { axis })));
    expectEqual(await results(shape, (out) => kernels.logSoftmaxBackward([x, y], [out], { axis })));
    expectEqual(await results(shape, (out) => kernels.scan([x], [out], { kind: 'sum', axis })));
    const best = (out: CpuOperand): void => kernels.argReduce([x], [out], { kind: 'argmax', axis });
    expectEqual(await results(shape.with(axis, 1), best, 'int32'));
  });
});
