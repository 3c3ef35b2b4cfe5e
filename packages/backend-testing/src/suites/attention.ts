/**
 * @file Scaled dot-product attention and its gradients.
 */
import { type DType, type Operand, type Shape, sizeOf } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { describeFused } from '../fused.js';
import { type HostArray, stored } from '../host.js';
import { contiguous, layouts } from '../layouts.js';
import { spread } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

/** Sizes of an attention. */
interface Sizes {
  readonly batch: number;
  readonly length: number;
  readonly keys: number;
  readonly width: number;
  readonly valueWidth: number;
}

const some: readonly Sizes[] = [
  { batch: 1, length: 1, keys: 1, width: 1, valueWidth: 1 },
  { batch: 2, length: 3, keys: 5, width: 4, valueWidth: 2 },
  { batch: 2, length: 7, keys: 4, width: 3, valueWidth: 5 },
];
/** More queries than a block of a kernel is likely to have. */
const many: Sizes = { batch: 2, length: 70, keys: 70, width: 9, valueWidth: 8 };

const ways = [false, true].map((isCausal) => ({ isCausal, scale: isCausal ? 1.5 : 0.4 }));

const shapesOf = ({ batch, length, keys, width, valueWidth }: Sizes): readonly [Shape, Shape, Shape] => [
  [batch, length, width],
  [batch, keys, width],
  [batch, keys, valueWidth],
];

function array(shape: Shape, dtype: DType, start: number): HostArray {
  const values = spread(sizeOf(shape) + start, -1.5, 1.5).slice(start);
  return { shape, values: values.map((x) => stored(x, dtype)) };
}

const matrix = (rows: number, columns: number, at: (i: number, j: number) => number): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_value, j) => at(i, j)));

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** Row-major values as matrices, one for each batch. */
function matrices(values: readonly number[], [batch, rows, columns]: Shape): number[][][] {
  return Array.from({ length: batch! }, (_, b) =>
    matrix(rows!, columns!, (i, j) => values[(b * rows! + i) * columns! + j]!),
  );
}

type Attrs = (typeof ways)[number];

function weightsOf(q: readonly number[][], k: readonly number[][], { scale, isCausal }: Attrs): number[][] {
  return q.map((query, i) => {
    const terms = k.map((key, j) => (isCausal && j > i ? 0 : Math.exp(scale * dot(query, key))));
    const sum = terms.reduce((a, b) => a + b, 0);
    return terms.map((term) => term / sum);
  });
}

const column = (rows: readonly number[][], j: number): number[] => rows.map((row) => row[j]!);

/** Output of one batch. */
function outputOf([q, k, v]: readonly number[][][], attrs: Attrs): number[][] {
  const weights = weightsOf(q!, k!, attrs);
  return matrix(q!.length, v![0]!.length, (i, e) => dot(weights[i]!, column(v!, e)));
}

/** Gradients of queries, keys and values of one batch. */
function gradientsOf([grad, q, k, v]: readonly number[][][], attrs: Attrs): number[][][] {
  const weights = weightsOf(q!, k!, attrs);
  const slopes = weights.map((row, i) => {
    const forWeights = v!.map((value) => dot(grad![i]!, value));
    return row.map((weight, j) => weight * (forWeights[j]! - dot(row, forWeights)) * attrs.scale);
  });
  const [length, keys, width] = [q!.length, k!.length, q![0]!.length];
  return [
    matrix(length, width, (i, e) => dot(slopes[i]!, column(k!, e))),
    matrix(keys, width, (j, e) => dot(column(slopes, j), column(q!, e))),
    matrix(keys, v![0]!.length, (j, e) => dot(column(weights, j), column(grad!, e))),
  ];
}

export function attentions(subject: Subject): void {
  function operands(shapes: readonly Shape[], dtype: DType, layout: typeof contiguous): Operand[] {
    return shapes.map((shape, i) => subject.operand(array(shape, dtype, i), dtype, layout));
  }

  function batches(given: readonly Operand[]): number[][][][] {
    const all = given.map((x) => matrices(subject.given(x), x.layout.shape));
    return all[0]!.map((_, b) => all.map((parts) => parts[b]!));
  }

  describe('attention', () => {
    describeFused(subject, 'attention', (kernel) => {
      async function check(sizes: Sizes, dtype: DType, attrs: Attrs, layout = contiguous): Promise<void> {
        const given = operands(shapesOf(sizes), dtype, layout);
        const out = subject.output([sizes.batch, sizes.length, sizes.valueWidth], dtype);
        const [q, k, v] = given as [Operand, Operand, Operand];
        kernel([q, k, v], [out], attrs);
        const expected = batches(given).flatMap((inputs) => outputOf(inputs, attrs).flat());
        await expectValues(subject, out, expected, 2);
      }

      it.each(subject.floats)('%s', async (dtype) => {
        for (const attrs of ways) for (const sizes of [...some, many]) await check(sizes, dtype, attrs);
      });

      it.each(Object.entries(layouts))('%s', async (_, layout) => {
        for (const sizes of some) await check(sizes, 'float32', ways[0]!, layout);
      });

      it('large scores', async () => {
        for (const { isCausal } of ways) {
          const q = subject.operand({ shape: [1, 2, 1], values: [200, -200] }, 'float32');
          const k = subject.operand({ shape: [1, 2, 1], values: [1, -1] }, 'float32');
          const v = subject.operand({ shape: [1, 2, 1], values: [3, 5] }, 'float32');
          const out = subject.output([1, 2, 1], 'float32');
          kernel([q, k, v], [out], { isCausal, scale: 1 });
          await expectValues(subject, out, [3, 5]);
        }
      });
    });

    describeFused(subject, 'attentionBackward', (kernel) => {
      async function check(sizes: Sizes, dtype: DType, attrs: Attrs, layout = contiguous): Promise<void> {
        const shapes = shapesOf(sizes);
        const given = operands([[sizes.batch, sizes.length, sizes.valueWidth], ...shapes], dtype, layout);
        const outs = shapes.map((shape) => subject.output(shape, dtype)) as [Operand, Operand, Operand];
        kernel(given, outs, attrs);
        const expected = batches(given).map((inputs) => gradientsOf(inputs, attrs));
        for (const [i, out] of outs.entries()) {
          await expectValues(
            subject,
            out,
            expected.flatMap((grads) => grads[i]!.flat()),
            4,
          );
        }
      }

      it.each(subject.floats)('%s', async (dtype) => {
        for (const attrs of ways) for (const sizes of [...some, many]) await check(sizes, dtype, attrs);
      });

      it.each(Object.entries(layouts))('%s', async (_, layout) => {
        for (const sizes of some) await check(sizes, 'float32', ways[0]!, layout);
      });
    });
  });
}
