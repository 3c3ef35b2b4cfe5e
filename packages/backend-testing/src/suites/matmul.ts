/**
 * @file Matrix products.
 */
import { type DType, type Operand, type Shape } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { describeFused } from '../fused.js';
import { stored } from '../host.js';
import { contiguous, expandedFirst, layouts, transposed } from '../layouts.js';
import { spread, wholeArray } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

/** The product by definition of row-major values. */
function product(a: readonly number[], b: readonly number[], batch: number, m: number, k: number, n: number): number[] {
  return Array.from({ length: batch * m * n }, (_, i) => {
    const c = i % n;
    const r = Math.floor(i / n) % m;
    const matrix = Math.floor(i / (n * m));
    let sum = 0;
    for (let p = 0; p < k; p++) sum += a[(matrix * m + r) * k + p]! * b[(matrix * k + p) * n + c]!;
    return sum;
  });
}

/** Batch, m, k, n: smaller and larger than any tile. */
const sizes: readonly (readonly [Shape, number, number, number])[] = [
  [[], 1, 1, 1],
  [[], 2, 3, 4],
  [[], 5, 7, 3],
  [[], 1, 40, 9],
  [[], 9, 40, 1],
  [[], 33, 17, 35],
  [[], 64, 64, 64],
  [[1], 2, 2, 2],
  [[3], 4, 5, 6],
  [[2, 3], 3, 2, 5],
  [[0], 2, 2, 2],
];

function matmulSuite(subject: Subject): void {
  const { kernels } = subject.backend;

  async function check(
    dtype: DType,
    [batch, m, k, n]: (typeof sizes)[number],
    left = contiguous,
    right = left,
  ): Promise<void> {
    const a = subject.operand(wholeArray([...batch, m, k], dtype), dtype, left);
    const b = subject.operand(wholeArray([...batch, k, n], dtype), dtype, right);
    const out = subject.output([...batch, m, n], dtype);
    kernels.matmul([a, b], [out], {});
    const count = batch.reduce((x, y) => x * y, 1);
    const expected = product(subject.given(a), subject.given(b), count, m, k, n);
    await expectValues(
      subject,
      out,
      expected.map((value) => stored(value, dtype)),
    );
  }

  describe('matmul', () => {
    it.each(subject.dtypesAmong('float32', 'float64', 'int32', 'uint8'))('%s', async (dtype) => {
      for (const size of sizes) await check(dtype, size);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => {
      for (const size of sizes) {
        await check('float32', size, layout, contiguous);
        await check('float32', size, contiguous, layout);
      }
    });

    it('more than 65,536 elements', async () => {
      await check('float32', [[], 300, 30, 270]);
      await check('float32', [[300], 15, 3, 16], transposed);
      await check('float32', [[], 3, 70_000, 2]);
    });

    it('a batch that repeats one matrix', async () => {
      await check('float32', [[4], 3, 5, 2], expandedFirst, contiguous);
    });

    it.each(subject.floats)('%s: NaN and infinities stay in their rows and columns', async (dtype) => {
      const a = subject.operand({ shape: [3, 2], values: [NaN, 0, 1, 1, Infinity, 0] }, dtype);
      const b = subject.operand({ shape: [2, 2], values: [1, 0, 2, 3] }, dtype);
      const out = subject.output([3, 2], dtype);
      kernels.matmul([a, b], [out], {});
      await expectValues(subject, out, [NaN, NaN, 3, 3, Infinity, NaN]);
    });

    it.each(subject.floats)('%s: fractions', async (dtype) => {
      const [x, y] = [spread(20 * 30, -1, 1), spread(30 * 10, -1, 1)].map((v) => v.map((e) => stored(e, dtype)));
      const out = subject.output([20, 10], dtype);
      kernels.matmul(
        [
          subject.operand({ shape: [20, 30], values: x! }, dtype),
          subject.operand({ shape: [30, 10], values: y! }, dtype),
        ],
        [out],
        {},
      );
      await expectValues(subject, out, product(x!, y!, 1, 20, 30, 10));
    });
  });
}

function addmmSuite(subject: Subject): void {
  describeFused(subject, 'addmm', (addmm) => {
    async function check(
      dtype: DType,
      bias: Operand,
      [m, k, n]: readonly [number, number, number],
      layout = contiguous,
    ): Promise<void> {
      const a = subject.operand(wholeArray([m, k], dtype), dtype, layout);
      const b = subject.operand(wholeArray([k, n], dtype), dtype, layout);
      const out = subject.output([m, n], dtype);
      const wide = { ...bias, layout: bias.layout.expand([m, n]) };
      addmm([wide, a, b], [out], {});
      const added = subject.given(wide);
      const expected = product(subject.given(a), subject.given(b), 1, m, k, n);
      await expectValues(
        subject,
        out,
        expected.map((value, i) => value + added[i]!),
      );
    }

    it.each(subject.floats)('%s', async (dtype) => {
      for (const shape of [[], [6], [1, 6], [5, 1], [5, 6]]) {
        await check(dtype, subject.operand(wholeArray(shape, dtype), dtype), [5, 4, 6]);
      }
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => {
      await check('float32', subject.operand(wholeArray([9]), 'float32', layout), [33, 20, 9], layout);
      await check('float32', subject.operand(wholeArray([33, 9]), 'float32', layout), [33, 20, 9], layout);
    });
  });
}

export function matrices(subject: Subject): void {
  matmulSuite(subject);
  addmmSuite(subject);
}
