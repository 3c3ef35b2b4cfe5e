/**
 * @file Positions of extremes along a dimension.
 */
import { type ArgReduceKind, type DType, type Shape, sizeOf } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { lines } from '../host.js';
import { contiguous, layouts } from '../layouts.js';
import { LARGE, wholeArray } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

const firstOf: Readonly<Record<ArgReduceKind, (values: readonly number[]) => number>> = {
  argmax: (values) => values.findIndex((v) => Number.isNaN(v) || v === Math.max(...values)),
  argmin: (values) => values.findIndex((v) => Number.isNaN(v) || v === Math.min(...values)),
};

export function argReduce(subject: Subject): void {
  const { kernels } = subject.backend;

  async function check(
    kind: ArgReduceKind,
    dtype: DType,
    shape: Shape,
    axis: number,
    layout = contiguous,
  ): Promise<void> {
    const x = subject.operand(wholeArray(shape, dtype), dtype, layout);
    const out = subject.output(shape.with(axis, 1), 'int32');
    kernels.argReduce([x], [out], { kind, axis });
    const values = subject.given(x);
    await expectValues(
      subject,
      out,
      lines(shape, axis).map((line) => firstOf[kind](line.map((p) => values[p]!))),
    );
  }

  describe('argReduce', () => {
    describe.each(['argmax', 'argmin'] as const)('%s', (kind) => {
      it.each(subject.dtypes)('%s', async (dtype) => {
        for (const [shape, axis] of [
          [[9], 0],
          [[3, 7], 0],
          [[3, 7], 1],
          [[2, 5, 3], 1],
          [[1, 1], 0],
        ] as const) {
          await check(kind, dtype, shape, axis);
        }
      });

      it.each(Object.entries(layouts))('%s', async (_, layout) => {
        for (const axis of [0, 1, 2]) await check(kind, 'float32', [4, 5, 6], axis, layout);
      });

      it('more than 65,536 elements', async () => {
        for (const axis of [0, 1]) await check(kind, 'float32', LARGE, axis);
        await check(kind, 'float32', [sizeOf(LARGE)], 0);
      });

      it.each(subject.floats)('%s: the first NaN', async (dtype) => {
        const out = subject.output([1], 'int32');
        kernels.argReduce([subject.vector([3, NaN, -Infinity, NaN, Infinity], dtype)], [out], { kind, axis: 0 });
        await expectValues(subject, out, [1]);
      });
    });
  });
}
