/**
 * @file Softmax, its logarithm and their gradients.
 */
import { type DType, type Shape } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { describeFused } from '../fused.js';
import { type HostArray, mapLines, stored } from '../host.js';
import { contiguous, layouts } from '../layouts.js';
import { LARGE, spread } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

const shapes: readonly Shape[] = [[1], [7], [3, 5], [2, 3, 4], [40, 10]];

/** Every shape with each of its axes. */
const cases: readonly (readonly [Shape, number])[] = shapes.flatMap((shape) =>
  shape.map((_, axis) => [shape, axis] as const),
);

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function softmaxOf(x: readonly number[]): number[] {
  const max = Math.max(...x);
  const total = sum(x.map((v) => Math.exp(v - max)));
  return x.map((v) => Math.exp(v - max) / total);
}

function logits(shape: Shape, dtype: DType): HostArray {
  return {
    shape,
    values: spread(
      shape.reduce((a, b) => a * b, 1),
      -4,
      4,
    ).map((x) => stored(x, dtype)),
  };
}

interface Forward {
  readonly definition: (x: number[]) => number[];
  /** Of the lines [1000, 1000, -1000], [-Infinity, 0, -Infinity], [NaN, 0, 0]. */
  readonly extremes: readonly number[];
}

const ln2 = Math.LN2;

const forwards: Readonly<Record<'softmax' | 'logSoftmax', Forward>> = {
  softmax: { definition: softmaxOf, extremes: [0.5, 0.5, 0, 0, 1, 0, NaN, NaN, NaN] },
  logSoftmax: {
    definition: (x) => softmaxOf(x).map(Math.log),
    extremes: [-ln2, -ln2, -2000 - ln2, -Infinity, 0, -Infinity, NaN, NaN, NaN],
  },
};

function forwardSuite(subject: Subject, name: keyof typeof forwards): void {
  const { definition, extremes } = forwards[name];

  describeFused(subject, name, (kernel) => {
    async function check(dtype: DType, shape: Shape, axis: number, layout = contiguous): Promise<void> {
      const x = subject.operand(logits(shape, dtype), dtype, layout);
      const out = subject.output(shape, dtype);
      kernel([x], [out], { axis });
      await expectValues(subject, out, mapLines(shape, axis, [subject.given(x)], definition));
    }

    it.each(subject.floats)('%s', async (dtype) => {
      for (const [shape, axis] of cases) await check(dtype, shape, axis);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => {
      for (const [shape, axis] of cases) await check('float32', shape, axis, layout);
    });

    it('more than 65,536 elements', async () => {
      for (const axis of [0, 1]) await check('float32', LARGE, axis);
    });

    it.each(subject.floats)('%s: large numbers, masks and NaN', async (dtype) => {
      const values = [1000, 1000, -1000, -Infinity, 0, -Infinity, NaN, 0, 0];
      const out = subject.output([3, 3], dtype);
      kernel([subject.operand({ shape: [3, 3], values }, dtype)], [out], { axis: 1 });
      await expectValues(subject, out, extremes);
    });
  });
}

const backwards: Readonly<Record<'softmaxBackward' | 'logSoftmaxBackward', (grad: number[], y: number[]) => number[]>> =
  {
    softmaxBackward: (grad, y) => y.map((v, i) => v * (grad[i]! - sum(grad.map((g, j) => g * y[j]!)))),
    logSoftmaxBackward: (grad, y) => y.map((v, i) => grad[i]! - Math.exp(v) * sum(grad)),
  };

function backwardSuite(subject: Subject, name: keyof typeof backwards): void {
  describeFused(subject, name, (kernel) => {
    async function check(dtype: DType, shape: Shape, axis: number, layout = contiguous): Promise<void> {
      const array = logits(shape, dtype);
      const grad = subject.operand({ shape, values: array.values.toReversed() }, dtype, layout);
      const y = subject.operand({ shape, values: array.values.map((v) => stored(v / 8, dtype)) }, dtype, layout);
      const out = subject.output(shape, dtype);
      kernel([grad, y], [out], { axis });
      const inputs = [subject.given(grad), subject.given(y)];
      // sums of numbers of both signs lose digits in the precision of the dtype
      await expectValues(subject, out, mapLines(shape, axis, inputs, backwards[name]), 4);
    }

    it.each(subject.floats)('%s', async (dtype) => {
      for (const [shape, axis] of cases) await check(dtype, shape, axis);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => {
      for (const [shape, axis] of cases) await check('float32', shape, axis, layout);
    });
  });
}

export function softmaxes(subject: Subject): void {
  describe('softmax and its gradients', () => {
    forwardSuite(subject, 'softmax');
    forwardSuite(subject, 'logSoftmax');
    backwardSuite(subject, 'softmaxBackward');
    backwardSuite(subject, 'logSoftmaxBackward');
  });
}
