import { type DType, dtypes, Layout } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';
import { layoutOf, operand, operandOf, output, positions, repeat, shapes, valuesOf } from './support.js';

describe('fill', () => {
  it('writes every element of any layout and nothing else', () => {
    fc.assert(
      fc.property(
        shapes.chain((shape) => layoutOf(shape, false)),
        (layout) => {
          const out = output(layout);
          const memory = [...out.buffer.elements('float32')];
          kernels.fill([], [out], { value: -1.5 });
          for (const p of positions(layout)) memory[p] = -1.5;
          expect([...out.buffer.elements('float32')]).toEqual(memory);
        },
      ),
    );
  });

  it.each([
    ['float32', 0.1, Math.fround(0.1)],
    ['float64', 0.1, 0.1],
    ['int32', 2 ** 31, -(2 ** 31)],
    ['uint8', 257, 1],
    ['bool', 2, 1],
    ['bool', 0, 0],
  ] as const)('stores %s %d', (dtype, value, stored) => {
    const out = output([3], dtype);
    kernels.fill([], [out], { value });
    expect(valuesOf(out)).toEqual([stored, stored, stored]);
  });
});

describe('copy', () => {
  it('moves values between any two layouts and touches nothing else', () => {
    const cases = shapes.chain((shape) => fc.tuple(operandOf(shape), layoutOf(shape, false)));
    fc.assert(
      fc.property(cases, ([x, layout]) => {
        const out = output(layout);
        const memory = [...out.buffer.elements('float32')];
        kernels.copy([x], [out], {});
        const values = valuesOf(x);
        positions(layout).forEach((p, i) => {
          memory[p] = values[i]!;
        });
        expect([...out.buffer.elements('float32')]).toEqual(memory);
      }),
    );
  });

  it('copies long rows', () => {
    const x = operand(
      Array.from({ length: 400 }, (_, i) => i),
      [4, 100],
    );
    const out = output(Layout.strided([4, 100], [128, 1], 3));
    kernels.copy([x], [out], {});
    expect(valuesOf(out)).toEqual(valuesOf(x));
  });
});

describe('cast', () => {
  const from = [0, -0, 1, -1, 2.7, -2.7, 255.9, 256, -1.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 32 + 5, NaN, Infinity, 1e-40];
  const expected: Readonly<Record<DType, readonly number[]>> = {
    float64: from,
    float32: from.map(Math.fround),
    int32: [0, 0, 1, -1, 2, -2, 255, 256, -1, -(2 ** 31), 2 ** 31 - 1, 5, 0, 0, 0],
    uint8: [0, 0, 1, 255, 2, 254, 255, 0, 255, 0, 255, 5, 0, 0, 0],
    bool: [0, 0, ...repeat(13, 1)],
  };

  it.each(dtypes)('float64 to %s', (dtype) => {
    const out = output([from.length], dtype);
    kernels.cast([operand(from, [from.length], 'float64')], [out], {});
    expect(valuesOf(out)).toEqual(expected[dtype]);
  });

  it('any pair of dtypes and layouts', () => {
    const cases = fc
      .tuple(shapes, fc.constantFrom(...dtypes), fc.constantFrom(...dtypes))
      .chain(([shape, a, b]) => fc.tuple(operandOf(shape, a, fc.nat(1)), layoutOf(shape, false), fc.constant(b)));
    fc.assert(
      fc.property(cases, ([x, layout, dtype]) => {
        const out = output(layout, dtype);
        kernels.cast([x], [out], {});
        expect(valuesOf(out)).toEqual(valuesOf(x));
      }),
    );
  });
});
