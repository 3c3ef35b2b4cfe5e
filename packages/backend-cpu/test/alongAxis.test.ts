import { Layout, type ScanKind } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { filledShapes, operand, operandOf, output, positions, repeat, valuesOf } from './support.js';

/** One or two operands of a shape, and an axis. */
function withAxis(count: number, numbers: fc.Arbitrary<number>): fc.Arbitrary<readonly [CpuOperand[], number]> {
  return filledShapes
    .filter((shape) => shape.length > 0)
    .chain((shape) =>
      fc.tuple(
        fc.array(operandOf(shape, 'float64', numbers), { minLength: count, maxLength: count }),
        fc.nat(shape.length - 1),
      ),
    );
}

/** The lines of a row-major array of this shape along an axis, as lists of indices. */
function lines(shape: readonly number[], axis: number): number[][] {
  const layout = Layout.of(shape);
  const stride = layout.strides[axis]!;
  return positions(layout.slice(axis, 0, 1)).map((p) => Array.from({ length: shape[axis]! }, (_, e) => p + e * stride));
}

/** Applies `fn` to every line along the axis. */
function mapLines(inputs: readonly CpuOperand[], axis: number, fn: (...lines: number[][]) => number[]): number[] {
  const values = inputs.map(valuesOf);
  const result = repeat(values[0]!.length);
  for (const line of lines(inputs[0]!.layout.shape, axis)) {
    fn(...values.map((v) => line.map((p) => v[p]!))).forEach((value, e) => {
      result[line[e]!] = value;
    });
  }
  return result;
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
}

const logits = fc.integer({ min: -20, max: 20 }).map((n) => n / 4);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const softmaxOf = (x: number[]): number[] => x.map((v) => Math.exp(v) / sum(x.map(Math.exp)));

describe('softmax', () => {
  it.each([
    ['softmax', softmaxOf],
    ['logSoftmax', (x: number[]) => softmaxOf(x).map(Math.log)],
  ] as const)('%s along any axis of any layout', (name, fn) => {
    fc.assert(
      fc.property(withAxis(1, logits), ([[x], axis]) => {
        const out = output(x!.layout.shape, 'float64');
        kernels[name]([x!], [out], { axis });
        expectClose(valuesOf(out), mapLines([x!], axis, fn));
      }),
    );
  });

  it.each([
    ['softmaxBackward', (g: number[], y: number[]) => y.map((v, i) => v * (g[i]! - sum(g.map((h, j) => h * y[j]!))))],
    ['logSoftmaxBackward', (g: number[], y: number[]) => y.map((v, i) => g[i]! - Math.exp(v) * sum(g))],
  ] as const)('%s along any axis of any layout', (name, fn) => {
    fc.assert(
      fc.property(withAxis(2, logits), ([[grad, y], axis]) => {
        const out = output(y!.layout.shape, 'float64');
        kernels[name]([grad!, y!], [out], { axis });
        const expected = mapLines([grad!, y!], axis, fn);
        valuesOf(out).forEach((value, i) => {
          expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(expected[i]!)));
        });
      }),
    );
  });

  it('does not overflow', () => {
    const [p, log] = [output([3]), output([3])];
    kernels.softmax([operand([1000, 1000, -1000])], [p], { axis: 0 });
    kernels.logSoftmax([operand([1000, 1000, -1000])], [log], { axis: 0 });
    expect(valuesOf(p)).toEqual([0.5, 0.5, 0]);
    expect(valuesOf(log)).toEqual([-Math.LN2, -Math.LN2, -2000 - Math.LN2].map(Math.fround));
  });

  it('spreads NaN over its line alone', () => {
    const out = output([2, 2]);
    kernels.softmax([operand([NaN, 0, 0, 0], [2, 2])], [out], { axis: 1 });
    expect(valuesOf(out)).toEqual([NaN, NaN, 0.5, 0.5]);
  });

  it('gives masked elements nothing', () => {
    const out = output([3]);
    kernels.softmax([operand([-Infinity, 0, -Infinity])], [out], { axis: 0 });
    expect(valuesOf(out)).toEqual([0, 1, 0]);
  });
});

describe('scan', () => {
  const folds: Readonly<Record<ScanKind, (a: number, b: number) => number>> = {
    sum: (a, b) => a + b,
    prod: (a, b) => a * b,
    max: (a, b) => Math.max(a, b),
    min: (a, b) => Math.min(a, b),
  };

  it.each(Object.keys(folds) as ScanKind[])('%s along any axis of any layout', (kind) => {
    fc.assert(
      fc.property(withAxis(1, fc.integer({ min: -3, max: 3 })), ([[x], axis]) => {
        const out = output(x!.layout.shape, 'float64');
        kernels.scan([x!], [out], { kind, axis });
        const expected = mapLines([x!], axis, (line) => line.map((_, e) => line.slice(0, e + 1).reduce(folds[kind])));
        expect(valuesOf(out).map((v) => v + 0)).toEqual(expected.map((v) => v + 0));
      }),
    );
  });

  it('wraps integers and keeps NaN', () => {
    const out = output([3], 'int32');
    kernels.scan([operand([2 ** 31 - 1, 1, 1], [3], 'int32')], [out], { kind: 'sum', axis: 0 });
    expect(valuesOf(out)).toEqual([2 ** 31 - 1, -(2 ** 31), 1 - 2 ** 31]);
    const largest = output([3]);
    kernels.scan([operand([1, NaN, 3])], [largest], { kind: 'max', axis: 0 });
    expect(valuesOf(largest)).toEqual([1, NaN, NaN]);
  });
});

describe('sort', () => {
  it.each([false, true])('descending %s: stable along any axis of any layout', (descending) => {
    fc.assert(
      fc.property(withAxis(1, fc.integer({ min: 0, max: 3 })), ([[x], axis]) => {
        const [out, where] = [output(x!.layout.shape, 'float64'), output(x!.layout.shape, 'int32')];
        kernels.sort([x!], [out, where], { axis, descending });
        const order = (line: number[]): number[] =>
          line.map((_, e) => e).sort((i, j) => (descending ? line[j]! - line[i]! : line[i]! - line[j]!) || i - j);
        expect(valuesOf(where)).toEqual(mapLines([x!], axis, order));
        expect(valuesOf(out)).toEqual(mapLines([x!], axis, (line) => order(line).map((e) => line[e]!)));
      }),
    );
  });

  it.each([
    [false, [-Infinity, -1, 0, -0, 2, NaN, NaN], [6, 1, 2, 3, 5, 0, 4]],
    [true, [NaN, NaN, 2, 0, -0, -1, -Infinity], [0, 4, 5, 2, 3, 1, 6]],
  ])('descending %s: NaN is the largest', (descending, sorted, order) => {
    const [out, where] = [output([7]), output([7], 'int32')];
    kernels.sort([operand([NaN, -1, 0, -0, NaN, 2, -Infinity])], [out, where], { axis: 0, descending });
    expect(valuesOf(out)).toEqual(sorted);
    expect(valuesOf(where)).toEqual(order);
  });
});
