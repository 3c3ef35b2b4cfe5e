import { type DType, Layout } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels as reference } from '../src/kernels/index.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { engineKernels } from '../src/wasm/kernels.js';
import {
  distance,
  engine,
  floats,
  free,
  heapOperand,
  heapOperandAs,
  heapOperandOf,
  heapOutput,
} from './wasm-support.js';

const kernels = engineKernels(engine);

/** Sizes around those at which the module changes its way: tiles, panels, strips, blocks. */
const sizes = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 2, arbitrary: fc.constantFrom(31, 32, 33, 47, 48, 49, 63, 64, 65) },
  { weight: 1, arbitrary: fc.constantFrom(127, 129, 140, 257) },
);

/** The sum of k products of numbers up to 1 is that far from the true one at most; so is the reference's. */
const bound = (k: number, epsilon: number): number => 2 * (k + 2) * k * epsilon;

interface Case {
  readonly a: CpuOperand;
  readonly b: CpuOperand;
  readonly bias: CpuOperand;
}

const cases = (dtype: DType): fc.Arbitrary<Case> =>
  fc.tuple(sizes, sizes, sizes).chain(([m, n, k]) =>
    fc.record({
      a: heapOperandOf([m, k], dtype),
      b: heapOperandOf([k, n], dtype),
      bias: fc.oneof(
        heapOperandOf([m, n], dtype),
        heapOperandAs([n], [m, n], dtype),
        heapOperandAs([m, 1], [m, n], dtype),
      ),
    }),
  );

describe.each(floats)('%s', (dtype, epsilon) => {
  it('matmul is the reference kernel within the rounding of its sums', () => {
    fc.assert(
      fc.property(cases(dtype), ({ a, b, bias }) => {
        const shape = [a.layout.shape[0]!, b.layout.shape[1]!];
        const [out, expected] = [heapOutput(shape, dtype), heapOutput(shape, dtype)];
        kernels.matmul([a, b], [out], {});
        reference.matmul([a, b], [expected], {});
        expect(distance(out, expected)).toBeLessThanOrEqual(bound(a.layout.shape[1]!, epsilon));
        free(a, b, bias, out, expected);
      }),
    );
  });

  it('addmm is the reference kernel within the rounding of its sums', () => {
    fc.assert(
      fc.property(cases(dtype), ({ a, b, bias }) => {
        const shape = [a.layout.shape[0]!, b.layout.shape[1]!];
        const [out, expected] = [heapOutput(shape, dtype), heapOutput(shape, dtype)];
        kernels.addmm([bias, a, b], [out], {});
        reference.addmm([bias, a, b], [expected], {});
        expect(distance(out, expected)).toBeLessThanOrEqual(bound(a.layout.shape[1]! + 1, epsilon));
        free(a, b, bias, out, expected);
      }),
    );
  });

  it('a batch is the reference kernel within the rounding of its sums', () => {
    const batches = fc
      .tuple(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }), sizes, sizes, sizes)
      .chain(([batch, m, n, k]) =>
        fc.record({
          a: heapOperandOf([...batch, m, k], dtype),
          b: fc.oneof(heapOperandOf([...batch, k, n], dtype), heapOperandAs([k, n], [...batch, k, n], dtype)),
        }),
      );
    fc.assert(
      fc.property(batches, ({ a, b }) => {
        const shape = [...a.layout.shape.slice(0, -1), b.layout.shape.at(-1)!];
        const [out, expected] = [heapOutput(shape, dtype), heapOutput(shape, dtype)];
        kernels.matmul([a, b], [out], {});
        reference.matmul([a, b], [expected], {});
        expect(distance(out, expected)).toBeLessThanOrEqual(bound(a.layout.shape.at(-1)!, epsilon));
        free(a, b, out, expected);
      }),
    );
  });

  it.each([
    [5, 7, 1100],
    [140, 9, 600],
    [300, 30, 70],
    [3, 300, 530],
    [1, 260, 520],
  ])('sums of several blocks: %i × %i, %i long', (m, n, k) => {
    for (const turned of [false, true]) {
      const a = heapOperand(turned ? Layout.of([k, m]).permute([1, 0]) : Layout.of([m, k]), dtype, 1);
      const b = heapOperand(turned ? Layout.of([n, k]).permute([1, 0]) : Layout.of([k, n]), dtype, 2);
      const [out, expected] = [heapOutput([m, n], dtype), heapOutput([m, n], dtype)];
      kernels.matmul([a, b], [out], {});
      reference.matmul([a, b], [expected], {});
      expect(distance(out, expected)).toBeLessThanOrEqual(bound(k, epsilon));
      free(a, b, out, expected);
    }
  });
});

it('does not read beyond its operands: NaN around them stays there', () => {
  const around = heapOperand(Layout.of([12, 40]), 'float32', 1);
  around.buffer.elements('float32').fill(NaN);
  const inner = { ...around, layout: around.layout.slice(0, 1, 7).slice(1, 3, 7) };
  reference.fill([], [inner], { value: 1 });
  const out = heapOutput([7, 7]);
  kernels.matmul([inner, inner], [out], {});
  expect([...out.buffer.elements('float32')]).toEqual(Array.from({ length: 49 }, () => 7));
});

it('runs in the module, whose sums are float32: the reference kernel gives 1 + 2⁻²³ here', () => {
  const a = heapOperand(Layout.of([1, 3]), 'float32', 1);
  const b = heapOperand(Layout.of([3, 1]), 'float32', 2);
  a.buffer.elements('float32').set([1, 2 ** -24, 2 ** -24]);
  b.buffer.elements('float32').fill(1);
  const out = heapOutput([1, 1]);
  kernels.matmul([a, b], [out], {});
  expect(out.buffer.elements('float32')[0]).toBe(1);
  reference.matmul([a, b], [out], {});
  expect(out.buffer.elements('float32')[0]).toBe(1 + 2 ** -23);
  free(a, b, out);
});
