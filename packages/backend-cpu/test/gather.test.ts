import { IndexError, Layout, type Shape } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { filledShapes, layoutOf, operand, operandOf, output, positions, repeat, valuesOf } from './support.js';

interface Case {
  readonly axis: number;
  /** The operand that indices choose from. */
  readonly x: CpuOperand;
  readonly index: CpuOperand;
  readonly src: CpuOperand;
  readonly outLayout: Layout;
}

const cases: fc.Arbitrary<Case> = filledShapes
  .filter((shape) => shape.length > 0)
  .chain((shape) => fc.tuple(fc.constant(shape), fc.nat(shape.length - 1), fc.nat(4), fc.boolean()))
  .chain(([shape, axis, entries, smaller]) => {
    // the index may be smaller than x outside of the axis
    const indexShape: Shape = shape.map((n, d) => (d === axis ? entries : smaller ? Math.ceil(n / 2) : n));
    return fc.record({
      axis: fc.constant(axis),
      x: operandOf(shape),
      index: operandOf(indexShape, 'int32', fc.nat(shape[axis]! - 1)),
      src: operandOf(indexShape),
      outLayout: layoutOf(shape, false),
    });
  });

/** For every element of the index: where in a row-major array of `shape` it points to. */
function targets(index: CpuOperand, shape: Shape, axis: number): number[] {
  const strides = Layout.of(shape).strides;
  const others = positions(Layout.strided(index.layout.shape, strides.with(axis, 0), 0));
  return valuesOf(index).map((value, i) => others[i]! + value * strides[axis]!);
}

it('gather reads the elements that the index names', () => {
  fc.assert(
    fc.property(cases, ({ axis, x, index }) => {
      const out = output(index.layout.shape);
      kernels.gather([x, index], [out], { axis });
      const values = valuesOf(x);
      expect(valuesOf(out)).toEqual(targets(index, x.layout.shape, axis).map((p) => values[p]));
    }),
  );
});

describe('writing', () => {
  const start = (layout: Layout): CpuOperand =>
    operand(
      Array.from({ length: layout.size }, (_, i) => i),
      layout,
    );

  it('scatterAdd adds to the elements that the index names', () => {
    fc.assert(
      fc.property(cases, ({ axis, index, src, outLayout }) => {
        const out = start(outLayout);
        const expected = valuesOf(out);
        kernels.scatterAdd([index, src], [out], { axis });
        const values = valuesOf(src);
        targets(index, outLayout.shape, axis).forEach((p, i) => {
          expected[p]! += values[i]!;
        });
        expect(valuesOf(out)).toEqual(expected);
      }),
    );
  });

  it('scatter sets the elements that the index names, the last one winning', () => {
    fc.assert(
      fc.property(cases, ({ axis, index, src, outLayout }) => {
        const out = start(outLayout);
        const expected = valuesOf(out);
        kernels.scatter([index, src], [out], { axis });
        const values = valuesOf(src);
        targets(index, outLayout.shape, axis).forEach((p, i) => {
          expected[p] = values[i]!;
        });
        expect(valuesOf(out)).toEqual(expected);
      }),
    );
  });
});

describe.each([5, -1])('index %d of a dimension of size 5', (bad) => {
  const index = operand([0, bad], [2, 1], 'int32');
  const x = operand(repeat(10), [2, 5]);

  it.each([
    ['gather', () => kernels.gather([x, index], [output([2, 1])], { axis: 1 })],
    ['scatter', () => kernels.scatter([index, operand([1, 1], [2, 1])], [x], { axis: 1 })],
    ['scatterAdd', () => kernels.scatterAdd([index, operand([1, 1], [2, 1])], [x], { axis: 1 })],
  ])('%s throws', (name, run) => {
    expect(run).toThrow(IndexError);
    expect(run).toThrow(`${name}: index ${bad} is out of bounds for dimension 1 with size 5`);
  });
});
