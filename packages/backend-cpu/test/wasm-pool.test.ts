import { type AvgPool2dAttrs, type DType, IndexError, type Pool2dAttrs } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels as reference } from '../src/kernels/index.js';
import { engineKernels } from '../src/wasm/kernels.js';
import { operand, valuesOf } from './support.js';
import { distance, engine, floats, free, heapOperandOf, heapOutput } from './wasm-support.js';

const kernels = engineKernels(engine);

const pair = (min: number, max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Windows with plain halves and doubles among them, and as many of them as fit, or one more where the last may reach out. */
const windows = fc
  .record({
    planes: pair(1, 3),
    image: pair(1, 19),
    kernelSize: fc.oneof(fc.constant([2, 2] as [number, number]), pair(1, 4)),
    stride: fc.oneof(fc.constant([2, 2] as [number, number]), pair(1, 3)),
    padding: fc.oneof(fc.constant([0, 0] as [number, number]), pair(0, 2)),
    dilation: fc.oneof(fc.constant([1, 1] as [number, number]), pair(1, 2)),
    ceil: fc.boolean(),
    countIncludePad: fc.boolean(),
    divisorOverride: fc.constantFrom(undefined, undefined, 3),
  })
  .map(({ planes, image, ceil, ...attrs }) => {
    const out = image.map((n, d) => {
      const reach = n + 2 * attrs.padding[d]! - attrs.dilation[d]! * (attrs.kernelSize[d]! - 1) - 1;
      const count = (ceil ? Math.ceil : Math.floor)(reach / attrs.stride[d]!) + 1;
      // the last window starts inside of the image or the padding before it
      return (count - 1) * attrs.stride[d]! >= n + attrs.padding[d]! ? count - 1 : count;
    });
    return { x: [...planes, ...image], out: [...planes, ...out], attrs };
  })
  .filter(({ out, attrs }) => out.every((n) => n > 0) && attrs.padding.every((p, d) => 2 * p <= attrs.kernelSize[d]!));

/** Whether every window covers an element of the image. */
function covers(x: readonly number[], out: readonly number[], attrs: Pool2dAttrs): boolean {
  return ([0, 1] as const).every((d) =>
    Array.from({ length: out[2 + d]! }, (_, i) => i * attrs.stride[d] - attrs.padding[d]).every((corner) =>
      Array.from({ length: attrs.kernelSize[d] }, (_, k) => corner + k * attrs.dilation[d]).some(
        (p) => p >= 0 && p < x[2 + d]!,
      ),
    ),
  );
}

describe.each(floats)('%s', (dtype: DType, epsilon) => {
  it('maxPool2d is the reference kernel', () => {
    const cases = windows
      .filter(({ x, out, attrs }) => covers(x, out, attrs))
      .chain((w) => heapOperandOf(w.x, dtype).map((x) => ({ x, out: w.out, attrs: w.attrs })));
    fc.assert(
      fc.property(cases, fc.boolean(), ({ x, out, attrs }, special) => {
        if (special) {
          const memory = x.buffer.elements(dtype);
          for (let i = 0; i < memory.length; i += 3) memory[i] = [NaN, -Infinity, Infinity, 0.5][i % 4]!;
        }
        const [values, where] = [heapOutput(out, dtype), heapOutput(out, 'int32')];
        const [expected, positions] = [heapOutput(out, dtype), heapOutput(out, 'int32')];
        kernels.maxPool2d([x], [values, where], attrs);
        reference.maxPool2d([x], [expected, positions], attrs);
        expect(valuesOf(values)).toEqual(valuesOf(expected));
        expect(valuesOf(where)).toEqual(valuesOf(positions));
        free(x, values, where, expected, positions);
      }),
      { numRuns: 300 },
    );
  });

  it('maxPool2dBackward is the reference kernel', () => {
    const cases = windows
      .filter(({ x, out, attrs }) => covers(x, out, attrs))
      .chain((w) =>
        fc.record({ attrs: fc.constant(w.attrs), x: heapOperandOf(w.x, dtype), grad: heapOperandOf(w.out, dtype) }),
      );
    fc.assert(
      fc.property(cases, ({ x, grad, attrs }) => {
        const shape = grad.layout.shape;
        const [values, positions] = [heapOutput(shape, dtype), heapOutput(shape, 'int32')];
        const [out, expected] = [heapOutput(x.layout.shape, dtype), heapOutput(x.layout.shape, dtype)];
        reference.maxPool2d([x], [values, positions], attrs);
        kernels.maxPool2dBackward([grad, positions], [out], {});
        reference.maxPool2dBackward([grad, positions], [expected], {});
        expect(distance(out, expected)).toBeLessThanOrEqual(256 * epsilon);
        free(x, grad, values, positions, out, expected);
      }),
    );
  });

  it('avgPool2d and its gradient are the reference kernels', () => {
    const cases = windows.chain(({ attrs, x, out }) =>
      fc.record({
        attrs: fc.constant<AvgPool2dAttrs>(attrs),
        x: heapOperandOf(x, dtype),
        grad: heapOperandOf(out, dtype),
      }),
    );
    fc.assert(
      fc.property(cases, ({ x, grad, attrs }) => {
        const [means, expected] = [heapOutput(grad.layout.shape, dtype), heapOutput(grad.layout.shape, dtype)];
        kernels.avgPool2d([x], [means], attrs);
        reference.avgPool2d([x], [expected], attrs);
        expect(distance(means, expected)).toBeLessThanOrEqual(256 * epsilon);
        const [out, back] = [heapOutput(x.layout.shape, dtype), heapOutput(x.layout.shape, dtype)];
        kernels.avgPool2dBackward([grad], [out], attrs);
        reference.avgPool2dBackward([grad], [back], attrs);
        expect(distance(out, back)).toBeLessThanOrEqual(256 * epsilon);
        free(x, grad, means, expected, out, back);
      }),
      { numRuns: 300 },
    );
  });

  it.each([-1, 4])('names position %i as out of bounds', (position) => {
    const grad = heapOutput([1, 1, 1, 1], dtype);
    const positions = heapOutput([1, 1, 1, 1], 'int32');
    positions.buffer.elements('int32').set([position]);
    const out = heapOutput([1, 1, 2, 2], dtype);
    expect(() => kernels.maxPool2dBackward([grad, positions], [out], {})).toThrow(IndexError);
    free(grad, positions, out);
  });
});

it('operands outside of the heap are left to the reference kernel', () => {
  const out = operand([0], [1, 1, 1, 1]);
  const attrs: AvgPool2dAttrs = {
    kernelSize: [2, 2],
    stride: [2, 2],
    padding: [0, 0],
    countIncludePad: true,
    divisorOverride: undefined,
  };
  kernels.avgPool2d([operand([1, 2, 3, 6], [1, 1, 2, 2])], [out], attrs);
  expect(valuesOf(out)).toEqual([3]);
});
