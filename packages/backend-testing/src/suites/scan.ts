/**
 * @file Running reductions and sorting along one dimension.
 */
import { type DType, type ScanKind, type Shape } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { describeFused } from '../fused.js';
import { type HostArray, mapLines, stored } from '../host.js';
import { contiguous, layouts } from '../layouts.js';
import { LARGE, special, spread, wholeArray } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

const shapes: readonly Shape[] = [[1], [7], [3, 5], [2, 3, 4], [40, 10]];

const folds: Readonly<Record<ScanKind, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  prod: (a, b) => a * b,
  max: (a, b) => Math.max(a, b),
  min: (a, b) => Math.min(a, b),
};

function scanSuite(subject: Subject): void {
  describeFused(subject, 'scan', (scan) => {
    async function check(
      kind: ScanKind,
      dtype: DType,
      array: HostArray,
      axis: number,
      layout = contiguous,
    ): Promise<void> {
      const x = subject.operand(array, dtype, layout);
      const out = subject.output(array.shape, dtype);
      scan([x], [out], { kind, axis });
      const running = (line: number[]): number[] => {
        let value: number | undefined;
        return line.map((e) => (value = stored(value === undefined ? e : folds[kind](value, e), dtype)));
      };
      await expectValues(subject, out, mapLines(array.shape, axis, [subject.given(x)], running));
    }

    describe.each(Object.keys(folds) as ScanKind[])('%s', (kind) => {
      it.each(subject.dtypesAmong('float32', 'float64', 'int32'))('%s', async (dtype) => {
        for (const shape of shapes.slice(0, 4)) {
          for (let axis = 0; axis < shape.length; axis++) await check(kind, dtype, wholeArray(shape, dtype), axis);
        }
      });

      it.each(Object.entries(layouts))('%s', async (_, layout) => {
        for (const axis of [0, 1, 2]) await check(kind, 'float32', wholeArray([3, 4, 5]), axis, layout);
      });

      it('more than 65,536 elements', async () => {
        await check(kind, 'float32', { ...wholeArray(LARGE, 'bool') }, 1);
      });

      it.each(subject.floats)('%s: NaN and infinities', async (dtype) => {
        await check(kind, dtype, { shape: [4], values: [1, Infinity, 2, -1] }, 0);
        await check(kind, dtype, { shape: [4], values: [1, NaN, 2, -1] }, 0);
      });
    });
  });
}

/** Order of a stable sort in which NaN is the largest. */
function order(line: readonly number[], descending: boolean): number[] {
  const rank = (x: number): number => (Number.isNaN(x) ? Infinity : Math.min(x, Number.MAX_VALUE));
  const indices = line.map((_, e) => e);
  return indices.sort((i, j) => {
    const [a, b] = [rank(line[i]!), rank(line[j]!)];
    const sign = a === b ? 0 : a < b ? -1 : 1;
    return (descending ? -sign : sign) || i - j;
  });
}

function sortSuite(subject: Subject): void {
  describeFused(subject, 'sort', (sort) => {
    async function check(dtype: DType, array: HostArray, axis: number, layout = contiguous): Promise<void> {
      for (const descending of [false, true]) {
        const x = subject.operand(array, dtype, layout);
        const [values, positions] = [subject.output(array.shape, dtype), subject.output(array.shape, 'int32')];
        sort([x], [values, positions], { axis, descending });
        const input = subject.given(x);
        await expectValues(
          subject,
          positions,
          mapLines(array.shape, axis, [input], (line) => order(line, descending)),
        );
        await expectValues(
          subject,
          values,
          mapLines(array.shape, axis, [input], (line) => order(line, descending).map((e) => line[e]!)),
        );
      }
    }

    it.each(subject.dtypes)('%s', async (dtype) => {
      for (const shape of shapes)
        for (let axis = 0; axis < shape.length; axis++) await check(dtype, wholeArray(shape, dtype), axis);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => {
      for (const axis of [0, 1, 2]) await check('float32', wholeArray([3, 4, 5]), axis, layout);
    });

    it.each(subject.floats)('%s: NaN is the largest', async (dtype) => {
      await check(dtype, { shape: [special.length], values: special.map((x) => stored(x, dtype)) }, 0);
    });

    it('numbers of all sizes', async () => {
      const values = spread(300, -1, 1);
      const powers = values.map((x, i) => stored(x * 10 ** ((i % 60) - 30), 'float32'));
      await check('float32', { shape: [3, 100], values: powers }, 1);
      const whole = values.map((x) => Math.trunc(x * 2 ** 31));
      await check('int32', { shape: [100, 3], values: whole }, 0);
    });

    it('more than 65,536 elements', async () => {
      await check('float32', wholeArray(LARGE), 1);
    });
  });
}

export function scansAndSort(subject: Subject): void {
  scanSuite(subject);
  sortSuite(subject);
}
