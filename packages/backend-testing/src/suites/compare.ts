/**
 * @file Comparisons and where.
 */
import { type CompareKind, compareKinds, type DType, isFloatingPoint } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { stored } from '../host.js';
import { layouts, shapes } from '../layouts.js';
import { LARGE, special, wholeArray } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

const integers: Readonly<Record<string, readonly number[]>> = {
  int32: [0, 1, -1, 7, 2 ** 31 - 1, 2 ** 31 - 2, -(2 ** 31)],
  uint8: [0, 1, 7, 255],
  bool: [0, 1],
};

function numbers(dtype: DType): readonly number[] {
  return isFloatingPoint(dtype) ? special : integers[dtype]!;
}

function compareSuite(subject: Subject): void {
  const { kernels } = subject.backend;

  describe('compare', () => {
    describe.each(Object.keys(compareKinds) as CompareKind[])('%s', (kind) => {
      it.each(subject.dtypes)('%s', async (dtype) => {
        const held = numbers(dtype).filter((value) => subject.holds(dtype, value));
        const pairs = held.flatMap((a) => held.map((b) => [stored(a, dtype), stored(b, dtype)] as const));
        const [a, b] = ([0, 1] as const).map((side) =>
          subject.vector(
            pairs.map((pair) => pair[side]),
            dtype,
          ),
        );
        const out = subject.output([pairs.length], 'bool');
        kernels.compare([a!, b!], [out], { kind });
        await expectValues(
          subject,
          out,
          pairs.map(([x, y]) => Number(compareKinds[kind](x, y))),
        );
      });
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => {
      for (const shape of [...shapes, LARGE]) {
        const a = subject.operand(wholeArray(shape), 'float32', layout);
        const b = subject.operand(wholeArray(shape), 'float32');
        const out = subject.output(shape, 'bool');
        kernels.compare([a, b], [out], { kind: 'le' });
        const other = subject.given(b);
        await expectValues(
          subject,
          out,
          subject.given(a).map((x, i) => Number(x <= other[i]!)),
        );
      }
    });
  });
}

function whereSuite(subject: Subject): void {
  const { kernels } = subject.backend;

  describe('where', () => {
    it.each(subject.dtypes)('%s', async (dtype) => {
      const [a, b] = [wholeArray([30], dtype), { shape: [30], values: wholeArray([31], dtype).values.slice(1) }];
      const condition = wholeArray([30], 'bool');
      const out = subject.output([30], dtype);
      kernels.where(
        [subject.operand(condition, 'bool'), subject.operand(a, dtype), subject.operand(b, dtype)],
        [out],
        {},
      );
      await expectValues(
        subject,
        out,
        condition.values.map((c, i) => (c ? a : b).values[i]!),
      );
    });

    it.each(subject.floats)('%s keeps NaN of the side that is not chosen out', async (dtype) => {
      const out = subject.output([2], dtype);
      const inputs = [
        subject.vector([1, 0], 'bool'),
        subject.vector([1, NaN], dtype),
        subject.vector([NaN, 2], dtype),
      ] as const;
      kernels.where(inputs, [out], {});
      await expectValues(subject, out, [1, 2]);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => {
      for (const shape of [...shapes, LARGE]) {
        const condition = subject.operand(wholeArray(shape, 'bool'), 'bool', layout);
        const a = subject.operand(wholeArray(shape), 'float32');
        const b = subject.operand(wholeArray(shape), 'float32', layout);
        const out = subject.output(shape, 'float32');
        kernels.where([condition, a, b], [out], {});
        const [chosen, x, y] = [subject.given(condition), subject.given(a), subject.given(b)];
        await expectValues(
          subject,
          out,
          chosen.map((c, i) => (c ? x : y)[i]!),
        );
      }
    });
  });
}

export function comparisons(subject: Subject): void {
  compareSuite(subject);
  whereSuite(subject);
}
