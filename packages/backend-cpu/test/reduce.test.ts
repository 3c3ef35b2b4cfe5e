import { type ArgReduceKind, Layout, type ReduceKind, type Shape } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { filledShapes, operand, operandOf, output, positions, repeat, shapes, valuesOf } from './support.js';

const fold: Readonly<Record<ReduceKind, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((a, b) => a + b, 0),
  mean: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  prod: (values) => values.reduce((a, b) => a * b, 1),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
};

const kept = (shape: Shape, axes: readonly number[]): number[] => shape.map((n, d) => (axes.includes(d) ? 1 : n));

/** The values that each output element reduces, by definition. */
function groups(x: CpuOperand, axes: readonly number[]): number[][] {
  const out = Layout.of(kept(x.layout.shape, axes));
  const strides = out.strides.map((stride, d) => (axes.includes(d) ? 0 : stride));
  const result: number[][] = Array.from({ length: out.size }, () => []);
  const values = valuesOf(x);
  positions(Layout.strided(x.layout.shape, strides, 0)).forEach((p, i) => result[p]!.push(values[i]!));
  return result;
}

function reduced(x: CpuOperand, kind: ReduceKind, axes: readonly number[]): number[] {
  const out = output(kept(x.layout.shape, axes), x.dtype);
  kernels.reduce([x], [out], { kind, axes });
  return valuesOf(out);
}

const axesOf = (shape: Shape): fc.Arbitrary<number[]> => fc.subarray(shape.map((_, d) => d));

describe('reduce', () => {
  it.each(['sum', 'mean', 'prod', 'max', 'min'] as const)('%s over any axes of any layout', (kind) => {
    const cases = (kind === 'max' || kind === 'min' ? filledShapes : shapes).chain((shape) =>
      fc.tuple(operandOf(shape, 'float64', fc.integer({ min: -2, max: 3 })), axesOf(shape)),
    );
    fc.assert(
      fc.property(cases, ([x, axes]) => {
        const expected = groups(x, axes).map(fold[kind]);
        reduced(x, kind, axes).forEach((value, i) => {
          if (kind === 'prod' && Math.abs(expected[i]!) > 2 ** 53) expect(value / expected[i]!).toBeCloseTo(1, 12);
          else expect(value + 0).toBe(expected[i]! + 0);
        });
      }),
    );
  });

  it('wraps integer sums and products', () => {
    const big = 2 ** 31 - 1;
    expect(reduced(operand([big, big, 7], [3], 'int32'), 'sum', [0])).toEqual([5]);
    expect(reduced(operand([big, big], [2], 'int32'), 'prod', [0])).toEqual([1]);
    expect(reduced(operand([200, 100], [2], 'uint8'), 'sum', [0])).toEqual([44]);
    expect(reduced(operand(repeat(5000, big), [5000], 'int32'), 'sum', [0])).toEqual([-5000]);
  });

  it('lets NaN win in max and min', () => {
    const x = operand([1, NaN, 5, 2, 3, 4, Infinity, -Infinity, 0], [3, 3]);
    expect(reduced(x, 'max', [1])).toEqual([NaN, 4, Infinity]);
    expect(reduced(x, 'min', [1])).toEqual([NaN, 2, -Infinity]);
    expect(reduced(x, 'max', [0])).toEqual([Infinity, NaN, 5]);
  });

  it('gives the neutral element for an empty sum and product, NaN for an empty mean', () => {
    const x = operand([], [2, 0]);
    expect(reduced(x, 'sum', [1])).toEqual([0, 0]);
    expect(reduced(x, 'prod', [1])).toEqual([1, 1]);
    expect(reduced(x, 'mean', [1])).toEqual([NaN, NaN]);
    expect(reduced(x, 'sum', [0])).toEqual([]);
  });

  it('sums ten million float32 numbers to 1e-6', () => {
    const n = 10_000_000;
    const x = { ...operand([Math.fround(0.1)], [1]), layout: Layout.strided([n], [0], 0) };
    expect(Math.abs(reduced(x, 'sum', [0])[0]! / (n * Math.fround(0.1)) - 1)).toBeLessThan(1e-6);
    expect(reduced(x, 'mean', [0])).toEqual([Math.fround(0.1)]);
  });

  it('keeps bools 0 or 1', () => {
    const x = operand([0, 0, 1, 1, 0, 1], [3, 2], 'bool');
    expect(reduced(x, 'max', [1])).toEqual([0, 1, 1]);
    expect(reduced(x, 'sum', [1])).toEqual([0, 1, 1]);
  });
});

describe('argReduce', () => {
  function argReduced(x: CpuOperand, kind: ArgReduceKind, axis: number): number[] {
    const out = output(kept(x.layout.shape, [axis]), 'int32');
    kernels.argReduce([x], [out], { kind, axis });
    return valuesOf(out);
  }

  it.each([
    ['argmax', (values: number[]) => values.indexOf(Math.max(...values))],
    ['argmin', (values: number[]) => values.indexOf(Math.min(...values))],
  ] as const)('%s along any axis of any layout is the first extreme', (kind, first) => {
    const cases = filledShapes
      .filter((shape) => shape.length > 0)
      .chain((shape) => fc.tuple(operandOf(shape, 'int32'), fc.nat(shape.length - 1)));
    fc.assert(
      fc.property(cases, ([x, axis]) => {
        expect(argReduced(x, kind, axis)).toEqual(groups(x, [axis]).map(first));
      }),
    );
  });

  it('finds the first NaN', () => {
    const x = operand([1, NaN, NaN, 9], [4]);
    expect([argReduced(x, 'argmax', 0), argReduced(x, 'argmin', 0)]).toEqual([[1], [1]]);
  });
});
