/**
 * @file fill, copy and cast: between all layouts, without touching the memory around.
 */
import { type DType, type Operand, sizeOf } from '@x/tensor/core';
import { describe, expect, it } from 'vitest';
import { positions, repeat, stored } from '../host.js';
import { contiguous, distinctLayouts, layouts, shapes, transposed } from '../layouts.js';
import { LARGE, wholeArray } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

/** Runs a kernel that writes `expected` to `out`, and checks all of out's memory. */
async function expectWritten(
  subject: Subject,
  out: Operand,
  expected: readonly number[],
  run: () => void,
): Promise<void> {
  const memory = await subject.memory(out);
  positions(out.layout).forEach((p, i) => {
    memory[p] = expected[i]!;
  });
  run();
  expect(await subject.memory(out)).toEqual(memory);
}

function fillSuite(subject: Subject): void {
  const { kernels } = subject.backend;
  describe('fill', () => {
    it.each(subject.dtypes)('%s', async (dtype) => {
      for (const value of [0, 1, 7, -3, 300, 2.75]) {
        const out = subject.output([5], dtype);
        kernels.fill([], [out], { value });
        await expectValues(subject, out, repeat(5, stored(value, dtype)));
      }
    });

    it.each(subject.floats)('%s special values', async (dtype) => {
      for (const value of [NaN, Infinity, -Infinity]) {
        const out = subject.output([2], dtype);
        kernels.fill([], [out], { value });
        await expectValues(subject, out, [value, value]);
      }
    });

    it.each(Object.entries(distinctLayouts))('%s', async (_, layout) => {
      for (const shape of [...shapes, LARGE]) {
        const out = subject.output(shape, 'float32', layout);
        const sevens = repeat(sizeOf(shape), 7);
        await expectWritten(subject, out, sevens, () => kernels.fill([], [out], { value: 7 }));
      }
    });
  });
}

function copySuite(subject: Subject): void {
  const { kernels } = subject.backend;
  const pairs = Object.entries(layouts).flatMap(([from, a]) =>
    Object.entries(distinctLayouts).map(([to, b]) => [from, to, a, b] as const),
  );

  describe('copy', () => {
    it.each(pairs)('%s to %s', async (_, __, from, to) => {
      for (const shape of shapes) {
        const x = subject.operand(wholeArray(shape), 'float32', from);
        const out = subject.output(shape, 'float32', to);
        await expectWritten(subject, out, subject.given(x), () => kernels.copy([x], [out], {}));
      }
    });

    it.each(subject.dtypes)('%s, more than 65,536 elements', async (dtype) => {
      for (const layout of [contiguous, transposed]) {
        const x = subject.operand(wholeArray(LARGE, dtype), dtype, layout);
        const out = subject.output(LARGE, dtype);
        kernels.copy([x], [out], {});
        await expectValues(subject, out, subject.given(x));
      }
    });
  });
}

/** Numbers on which a cast from one of these dtypes shows what it does. */
const telling: Readonly<Record<DType, readonly number[]>> = {
  bool: [0, 1],
  uint8: [0, 1, 127, 128, 255],
  int32: [0, 1, -1, 255, 256, -129, 65537, 2 ** 24, -(2 ** 31), 2 ** 31 - 128],
  float32: [0, -0, 0.5, -0.5, 1.99, -1.99, 255.5, 256, -1, 1e-30, 2 ** 30, -(2 ** 31)],
  float64: [0, -0, 0.1, -0.1, 1.99, -1.99, 255.5, 256, -1, 1e-300, 2 ** 31 - 1, -(2 ** 31), 2 ** 32 + 5],
};

function castSuite(subject: Subject): void {
  const { kernels } = subject.backend;
  const pairs = subject.dtypes.flatMap((from) => subject.dtypes.map((to) => [from, to] as const));

  describe('cast', () => {
    it.each(pairs)('%s to %s', async (from, to) => {
      const held = telling[from].filter((value) => subject.holds(from, value) && subject.holds(to, value));
      const x = subject.vector(held, from);
      const out = subject.output([held.length], to);
      kernels.cast([x], [out], {});
      await expectValues(
        subject,
        out,
        subject.given(x).map((value) => stored(value, to)),
      );
    });

    it.each(subject.floats)('special values of %s stay in floating point and are true', async (from) => {
      for (const to of subject.dtypesAmong('float32', 'float64', 'bool')) {
        const out = subject.output([3], to);
        kernels.cast([subject.vector([NaN, Infinity, -Infinity], from)], [out], {});
        await expectValues(subject, out, to === 'bool' ? [1, 1, 1] : [NaN, Infinity, -Infinity]);
      }
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => {
      for (const shape of shapes) {
        for (const [name, to] of Object.entries(distinctLayouts)) {
          const x = subject.operand(wholeArray(shape, 'bool'), 'bool', layout);
          const out = subject.output(shape, 'float32', to);
          const expected = subject.given(x);
          await expectWritten(subject, out, expected, () => kernels.cast([x], [out], {})).catch((cause: unknown) => {
            throw new Error(`to ${name}, shape [${shape.join(', ')}]`, { cause });
          });
        }
      }
    });
  });
}

export function copies(subject: Subject): void {
  fillSuite(subject);
  copySuite(subject);
  castSuite(subject);
}
