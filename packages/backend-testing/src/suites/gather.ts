/**
 * @file gather, scatter and scatterAdd.
 */
import { type DType, IndexError, Layout, type Operand, type Shape, sizeOf } from '@x/tensor/core';
import { describe, expect, it } from 'vitest';
import { positions, stored } from '../host.js';
import { contiguous, distinctLayouts, layouts } from '../layouts.js';
import { whole, wholeArray } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

/** Shape that is indexed, axis, number of indices along it. */
const cases: readonly (readonly [Shape, number, number])[] = [
  [[6], 0, 4],
  [[5, 4], 0, 7],
  [[5, 4], 1, 2],
  [[3, 4, 5], 1, 6],
  [[2, 3, 2, 4], 2, 3],
  [[4, 3], 0, 0],
  [[70, 300], 1, 320],
];

/** For every element of the index: the row-major position in `shape` that it names. */
function targets(shape: Shape, indexShape: Shape, index: readonly number[], axis: number): number[] {
  const { strides } = Layout.of(shape);
  const others = positions(Layout.strided(indexShape, strides.with(axis, 0), 0));
  return index.map((value, i) => others[i]! + value * strides[axis]!);
}

function indexFor(subject: Subject, shape: Shape, axis: number, count: number, layout = contiguous): Operand {
  const indexShape = shape.with(axis, count);
  return subject.operand(
    { shape: indexShape, values: whole(sizeOf(indexShape), 0, shape[axis]! - 1) },
    'int32',
    layout,
  );
}

function gatherSuite(subject: Subject): void {
  const { kernels } = subject.backend;

  async function check(
    dtype: DType,
    [shape, axis, count]: (typeof cases)[number],
    a = contiguous,
    b = a,
  ): Promise<void> {
    const x = subject.operand(wholeArray(shape, dtype), dtype, a);
    const index = indexFor(subject, shape, axis, count, b);
    const out = subject.output(index.layout.shape, dtype);
    kernels.gather([x, index], [out], { axis });
    const values = subject.given(x);
    const places = targets(shape, index.layout.shape, subject.given(index), axis);
    await expectValues(
      subject,
      out,
      places.map((p) => values[p]!),
    );
  }

  describe('gather', () => {
    it.each(subject.dtypes)('%s', async (dtype) => {
      for (const c of cases) await check(dtype, c);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => {
      for (const c of cases) {
        await check('float32', c, layout, contiguous);
        await check('float32', c, contiguous, layout);
      }
    });
  });
}

type Writer = 'scatter' | 'scatterAdd';

function writerSuite(subject: Subject, name: Writer): void {
  const kernel = subject.backend.kernels[name];
  const write: Readonly<Record<Writer, (old: number, value: number) => number>> = {
    scatter: (_, value) => value,
    scatterAdd: (old, value) => old + value,
  };

  async function check(
    dtype: DType,
    [shape, axis, count]: (typeof cases)[number],
    input = contiguous,
    output = contiguous,
  ): Promise<void> {
    const index = indexFor(subject, shape, axis, count, input);
    const src = subject.operand(wholeArray(index.layout.shape, dtype), dtype, input);
    const out = subject.output(shape, dtype, output, wholeArray(shape, dtype).values);
    const expected = subject.given(out);
    kernel([index, src], [out], { axis });
    const values = subject.given(src);
    targets(shape, index.layout.shape, subject.given(index), axis).forEach((p, i) => {
      expected[p] = stored(write[name](expected[p]!, values[i]!), dtype);
    });
    await expectValues(subject, out, expected);
  }

  describe(`kernel ${name}`, () => {
    it.each(name === 'scatter' ? subject.dtypes : subject.dtypes.filter((dtype) => dtype !== 'bool'))(
      '%s',
      async (dtype) => {
        for (const c of cases) await check(dtype, c);
      },
    );

    it.each(Object.entries(layouts))('inputs %s', async (_, layout) => {
      for (const c of cases) await check('float32', c, layout);
    });

    it.each(Object.entries(distinctLayouts))('output %s', async (_, layout) => {
      for (const c of cases) await check('float32', c, contiguous, layout);
    });
  });
}

function boundsSuite(subject: Subject): void {
  const { kernels } = subject.backend;
  const outside = [-1, 3, 2 ** 30].filter((value) => subject.holds('int32', value));
  const bad = outside.flatMap((value): [string, number, (index: Operand, x: Operand, small: Operand) => Operand][] => [
    ['gather', value, (index, x, small) => (kernels.gather([x, index], [small], { axis: 1 }), small)],
    ['scatter', value, (index, x, small) => (kernels.scatter([index, small], [x], { axis: 1 }), x)],
    ['scatterAdd', value, (index, x, small) => (kernels.scatterAdd([index, small], [x], { axis: 1 }), x)],
  ]);

  it.each(bad)('%s refuses the index %d of a dimension of size 3', async (_, value, run) => {
    const index = subject.operand({ shape: [2, 1], values: [2, value] }, 'int32');
    // either may be what the kernel writes to
    const x = subject.output([2, 3], 'float32', contiguous, wholeArray([2, 3]).values);
    const small = subject.output([2, 1], 'float32', contiguous, wholeArray([2, 1]).values);
    const attempt = async (): Promise<number[]> => subject.values(run(index, x, small));
    await expect(attempt()).rejects.toThrow(IndexError);
  });
}

export function indexing(subject: Subject): void {
  describe('indexing', () => {
    gatherSuite(subject);
    writerSuite(subject, 'scatter');
    writerSuite(subject, 'scatterAdd');
    boundsSuite(subject);
  });
}
