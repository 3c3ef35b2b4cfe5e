/**
 * @file Reductions over dimensions.
 */
import { type DType, isFloatingPoint, Layout, type ReduceKind, type Shape, sizeOf } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { positions, stored } from '../host.js';
import { contiguous, layouts, transposed } from '../layouts.js';
import { LARGE, spread, whole, wholeFor } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const definitions: Readonly<Record<ReduceKind, (values: readonly number[]) => number>> = {
  sum: total,
  mean: (values) => total(values) / values.length,
  prod: (values) => values.reduce((a, b) => a * b, 1),
  max: (values) => values.reduce((a, b) => Math.max(a, b), -Infinity),
  min: (values) => values.reduce((a, b) => Math.min(a, b), Infinity),
};

const kinds = Object.keys(definitions) as ReduceKind[];
const kept = (shape: Shape, axes: readonly number[]): Shape => shape.map((n, d) => (axes.includes(d) ? 1 : n));

/** The values that each element of the result is made of. */
function groups(shape: Shape, values: readonly number[], axes: readonly number[]): number[][] {
  const out = Layout.of(kept(shape, axes));
  const strides = out.strides.map((stride, d) => (axes.includes(d) ? 0 : stride));
  const result: number[][] = Array.from({ length: out.size }, () => []);
  positions(Layout.strided(shape, strides, 0)).forEach((p, i) => result[p]!.push(values[i]!));
  return result;
}

const cases: readonly (readonly [Shape, readonly number[]])[] = [
  [[], []],
  [[5], [0]],
  [[3, 4], [0]],
  [[3, 4], [1]],
  [
    [3, 4],
    [0, 1],
  ],
  [[3, 4], []],
  [[2, 3, 4], [1]],
  [
    [2, 3, 4],
    [0, 2],
  ],
  [
    [2, 1, 3, 2, 2],
    [0, 3],
  ],
  [
    [2, 3, 2, 3],
    [1, 2, 3],
  ],
  [[60, 3], [0]],
  [
    [3, 2, 4, 5],
    [0, 3],
  ],
  [
    [2, 3, 4, 2, 5],
    [0, 2, 4],
  ],
];

/** Numbers whose reduction is exact: products take ones and twos. */
function exact(kind: ReduceKind, dtype: DType, n: number): number[] {
  return kind === 'prod' && dtype !== 'bool' ? whole(n, 1, 2) : wholeFor(dtype, n);
}

export function reduce(subject: Subject): void {
  const { kernels } = subject.backend;

  async function check(
    kind: ReduceKind,
    dtype: DType,
    shape: Shape,
    axes: readonly number[],
    layout = contiguous,
  ): Promise<void> {
    const x = subject.operand({ shape, values: exact(kind, dtype, sizeOf(shape)) }, dtype, layout);
    const out = subject.output(kept(shape, axes), dtype);
    const expected = groups(shape, subject.given(x), axes).map(definitions[kind]);
    if (!expected.every((value) => subject.holds(dtype, value))) return; // refused: integers.ts
    kernels.reduce([x], [out], { kind, axes });
    await expectValues(
      subject,
      out,
      expected.map((value) => stored(value, dtype)),
    );
  }

  describe('reduce', () => {
    describe.each(kinds)('%s', (kind) => {
      it.each(subject.dtypes.filter((dtype) => kind !== 'mean' || isFloatingPoint(dtype)))('%s', async (dtype) => {
        for (const [shape, axes] of cases) await check(kind, dtype, shape, axes);
      });

      it.each(Object.entries(layouts))('%s', async (_, layout) => {
        for (const [shape, axes] of cases) await check(kind, 'float32', shape, axes, layout);
      });
    });

    it.each([[0], [1], [0, 1]])('more than 65,536 elements over dimensions %j', async (...axes) => {
      for (const kind of ['sum', 'max'] as const) {
        for (const layout of [contiguous, transposed]) await check(kind, 'float32', LARGE, axes, layout);
      }
    });

    describe.each(subject.floats)('%s', (dtype) => {
      it('nothing: 0, 1 and NaN', async () => {
        for (const [kind, value] of [
          ['sum', 0],
          ['prod', 1],
          ['mean', NaN],
        ] as const) {
          const out = subject.output([2, 1], dtype);
          kernels.reduce([subject.operand({ shape: [2, 0], values: [] }, dtype)], [out], { kind, axes: [1] });
          await expectValues(subject, out, [value, value]);
        }
      });

      it('NaN wins, infinities count', async () => {
        const values = [1, NaN, 2, NaN, 1, 2, Infinity, 0, 3, -Infinity, 0, 1];
        const x = subject.operand({ shape: [4, 3], values }, dtype);
        for (const kind of kinds) {
          const out = subject.output([4, 1], dtype);
          kernels.reduce([x], [out], { kind, axes: [1] });
          await expectValues(subject, out, groups([4, 3], values, [1]).map(definitions[kind]));
        }
      });

      it('a long sum keeps its digits', async () => {
        const values = spread(300_000, 0, 1).map((x) => stored(x, dtype));
        const out = subject.output([1], dtype);
        kernels.reduce([subject.vector(values, dtype)], [out], { kind: 'sum', axes: [0] });
        await expectValues(subject, out, [total(values)]);
      });
    });
  });
}
