/**
 * @file The mean of each window, and its gradient.
 */
import { type AvgPool2dAttrs, type DType, sizeOf } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { describeFused } from '../fused.js';
import { repeat } from '../host.js';
import { contiguous, layouts } from '../layouts.js';
import { wholeArray } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';
import { type Case, cases, layoutCase, resultShape, type Window, windowsOf } from './windows.js';

/** The ways of counting what a window's sum is divided by. */
const countings: Readonly<Record<string, Pick<AvgPool2dAttrs, 'countIncludePad' | 'divisorOverride'>>> = {
  'padding counts': { countIncludePad: true, divisorOverride: undefined },
  'padding does not count': { countIncludePad: false, divisorOverride: undefined },
  'the divisor is given': { countIncludePad: true, divisorOverride: 3 },
};

function divisor({ covers, extent }: Window, { countIncludePad, divisorOverride }: (typeof countings)[string]): number {
  return divisorOverride ?? (countIncludePad ? extent : covers.length);
}

type AverageCheck = (c: Case, counting: (typeof countings)[string], dtype: DType) => Promise<void>;

/** Every case with every way of counting. */
function eachCounting(subject: Subject, check: AverageCheck): void {
  describe.each(Object.entries(countings))('%s', (_, counting) => {
    it.each(Object.entries(cases))('%s', async (__, c) => {
      for (const dtype of subject.floats) await check(c, counting, dtype);
    });
  });
}

function avgPoolSuite(subject: Subject): void {
  describeFused(subject, 'avgPool2d', (kernel) => {
    async function check(
      c: Case,
      counting: (typeof countings)[string],
      dtype: DType,
      layout = contiguous,
    ): Promise<void> {
      const x = subject.operand(wholeArray(c.image, dtype), dtype, layout);
      const out = subject.output(resultShape(c), dtype);
      kernel([x], [out], { ...c.attrs, ...counting });
      const image = subject.given(x);
      const mean = (w: Window): number =>
        w.covers.reduce((sum, p) => sum + image[w.plane + p]!, 0) / divisor(w, counting);
      await expectValues(subject, out, windowsOf(c).map(mean));
    }

    eachCounting(subject, check);
    it.each(Object.entries(layouts))('%s', async (_, layout) =>
      check(layoutCase, countings['padding counts']!, 'float32', layout),
    );
  });
}

function avgPoolBackwardSuite(subject: Subject): void {
  describeFused(subject, 'avgPool2dBackward', (kernel) => {
    async function check(
      c: Case,
      counting: (typeof countings)[string],
      dtype: DType,
      layout = contiguous,
    ): Promise<void> {
      const grad = subject.operand(wholeArray(resultShape(c), dtype), dtype, layout);
      const out = subject.output(c.image, dtype);
      kernel([grad], [out], { ...c.attrs, ...counting });
      const expected = repeat(sizeOf(c.image), 0);
      const gradient = subject.given(grad);
      for (const w of windowsOf(c)) {
        for (const p of w.covers) expected[w.plane + p]! += gradient[w.index]! / divisor(w, counting);
      }
      await expectValues(subject, out, expected);
    }

    eachCounting(subject, check);
    it.each(Object.entries(layouts))('%s', async (_, layout) =>
      check(layoutCase, countings['padding counts']!, 'float32', layout),
    );
  });
}

export function avgPool2d(subject: Subject): void {
  avgPoolSuite(subject);
  avgPoolBackwardSuite(subject);
}
