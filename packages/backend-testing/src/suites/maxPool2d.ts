/**
 * @file The largest value of each window, and its gradient.
 */
import { type DType, sizeOf } from '@x/tensor/core';
import { expect, it } from 'vitest';
import { describeFused } from '../fused.js';
import { repeat } from '../host.js';
import { contiguous, layouts } from '../layouts.js';
import { wholeArray } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';
import { type Case, cases, dilated, layoutCase, plain, resultShape, windowsOf } from './windows.js';

function maxPoolSuite(subject: Subject): void {
  describeFused(subject, 'maxPool2d', (kernel) => {
    async function check(c: Case, dtype: DType, layout = contiguous): Promise<void> {
      const x = subject.operand(wholeArray(c.image, dtype), dtype, layout);
      const [values, positions] = [subject.output(resultShape(c), dtype), subject.output(resultShape(c), 'int32')];
      kernel([x], [values, positions], c.attrs);
      const image = subject.given(x);
      const best = windowsOf(c).map(({ plane, covers }) =>
        covers.reduce((p, q) => (image[plane + q]! > image[plane + p]! ? q : p)),
      );
      await expectValues(subject, positions, best);
      await expectValues(
        subject,
        values,
        windowsOf(c).map(({ plane }, i) => image[plane + best[i]!]!),
      );
    }

    it.each(Object.entries({ ...cases, ...dilated }))('%s', async (_, c) => {
      for (const dtype of subject.floats) await check(c, dtype);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => check(layoutCase, 'float32', layout));

    it.each(subject.floats)('%s: NaN wins, -Infinity is found', async (dtype) => {
      const shape = [1, 3, 1, 1];
      const [values, positions] = [subject.output(shape, dtype), subject.output(shape, 'int32')];
      const image = [1, NaN, 3, 2, NaN, 1, 2, 3, -Infinity, -Infinity, -Infinity, -Infinity];
      kernel([subject.operand({ shape: [1, 3, 2, 2], values: image }, dtype)], [values, positions], plain);
      await expectValues(subject, values, [NaN, NaN, -Infinity]);
      expect(await subject.values(positions)).toEqual([1, 0, 0]);
    });
  });
}

function maxPoolBackwardSuite(subject: Subject): void {
  describeFused(subject, 'maxPool2dBackward', (kernel) => {
    async function check(c: Case, dtype: DType, layout = contiguous): Promise<void> {
      const shape = resultShape(c);
      const grad = subject.operand(wholeArray(shape, dtype), dtype, layout);
      const chosen = windowsOf(c).map(({ covers, index }) => covers[index % covers.length]!);
      const positions = subject.operand({ shape, values: chosen }, 'int32', layout);
      const out = subject.output(c.image, dtype);
      kernel([grad, positions], [out], {});
      const expected = repeat(sizeOf(c.image), 0);
      const [gradient, where] = [subject.given(grad), subject.given(positions)];
      windowsOf(c).forEach(({ plane }, i) => {
        expected[plane + where[i]!]! += gradient[i]!;
      });
      await expectValues(subject, out, expected);
    }

    it.each(Object.entries({ ...cases, ...dilated }))('%s', async (_, c) => {
      for (const dtype of subject.floats) await check(c, dtype);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => check(layoutCase, 'float32', layout));
  });
}

export function maxPool2d(subject: Subject): void {
  maxPoolSuite(subject);
  maxPoolBackwardSuite(subject);
}
