import { type DType, Layout } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { operand, operandOf, output, valuesOf } from './support.js';

/** The product by definition. */
function product(a: CpuOperand, b: CpuOperand): number[] {
  const [m, k] = a.layout.shape.slice(-2) as [number, number];
  const n = b.layout.shape.at(-1)!;
  const [x, y] = [valuesOf(a), valuesOf(b)];
  const batch = a.layout.shape.slice(0, -2).reduce((p, q) => p * q, 1);
  return Array.from({ length: batch * m * n }, (_, i) => {
    const c = i % n;
    const r = Math.floor(i / n) % m;
    const matrix = Math.floor(i / (n * m));
    let sum = 0;
    for (let p = 0; p < k; p++) sum += x[(matrix * m + r) * k + p]! * y[(matrix * k + p) * n + c]!;
    return sum;
  });
}

const size = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9);
const batches = fc.constantFrom([], [1], [3], [2, 2]);

function pairs(dtype: DType): fc.Arbitrary<readonly [CpuOperand, CpuOperand]> {
  return fc
    .tuple(batches, size, size, size)
    .chain(([batch, m, k, n]) => fc.tuple(operandOf([...batch, m, k], dtype), operandOf([...batch, k, n], dtype)));
}

function matmul(a: CpuOperand, b: CpuOperand): number[] {
  const out = output([...a.layout.shape.slice(0, -1), b.layout.shape.at(-1)!], a.dtype);
  kernels.matmul([a, b], [out], {});
  return valuesOf(out);
}

describe('matmul', () => {
  it.each(['float32', 'float64', 'int32'] as const)('%s matrices of any layout', (dtype) => {
    fc.assert(
      fc.property(pairs(dtype), ([a, b]) => {
        expect(matmul(a, b)).toEqual(product(a, b));
      }),
    );
  });

  it('more rows than are packed at a time', () => {
    const a = operand(
      Array.from({ length: 261 * 3 }, (_, i) => i % 11),
      [261, 3],
    );
    const b = operand(
      Array.from({ length: 3 * 6 }, (_, i) => i % 5),
      [3, 6],
    );
    expect(matmul(a, b)).toEqual(product(a, b));
  });

  it('rounds a float32 sum once', () => {
    // in float32 steps 1 would be lost beside 2²⁴
    const a = operand([2 ** 24, 1, 1], [1, 3]);
    expect(matmul(a, operand([1, 1, 1], [3, 1]))).toEqual([2 ** 24 + 2]);
  });

  it('wraps int32', () => {
    const big = 2 ** 31 - 1;
    expect(matmul(operand([big, big], [1, 2], 'int32'), operand([big, 3], [2, 1], 'int32'))).toEqual([
      2 ** 31 - 2 - 2 ** 32 + 2 ** 32,
    ]);
  });

  it('keeps NaN and Infinity to their rows and columns', () => {
    const out = matmul(operand([NaN, 0, 1, 1, Infinity, 0], [3, 2]), operand([1, 0, 2, 3], [2, 2]));
    expect(out).toEqual([NaN, NaN, 3, 3, Infinity, NaN]);
  });

  it('is empty or zero where there is nothing to multiply', () => {
    expect(matmul(operand([], [0, 3]), operand([1, 2, 3], [3, 1]))).toEqual([]);
    expect(matmul(operand([], [2, 0]), operand([], [0, 2]))).toEqual([0, 0, 0, 0]);
    expect(matmul(operand([], [0, 2, 2]), operand([], [0, 2, 2]))).toEqual([]);
  });
});

describe('addmm', () => {
  it('adds a bias row, column or matrix', () => {
    const cases = fc
      .tuple(size, size, size, fc.boolean(), fc.boolean())
      .chain(([m, k, n, rows, columns]) =>
        fc.tuple(operandOf([rows ? m : 1, columns ? n : 1]), operandOf([m, k]), operandOf([k, n])),
      );
    fc.assert(
      fc.property(cases, ([bias, a, b]) => {
        const shape = [a.layout.shape[0]!, b.layout.shape[1]!];
        const out = output(shape);
        kernels.addmm([bias, a, b], [out], {});
        const added = valuesOf({ ...bias, layout: bias.layout.expand(shape) });
        expect(valuesOf(out)).toEqual(product(a, b).map((v, i) => v + added[i]!));
      }),
    );
  });

  it('writes to a part of its storage alone', () => {
    const out = output(Layout.strided([2, 2], [2, 1], 3));
    kernels.addmm(
      [
        { ...operand([1]), layout: Layout.strided([2, 2], [0, 0], 0) },
        operand([1, 2], [2, 1]),
        operand([3, 4], [1, 2]),
      ],
      [out],
      {},
    );
    expect([...out.buffer.elements('float32')]).toEqual([99, 99, 99, 4, 5, 7, 9]);
  });
});
