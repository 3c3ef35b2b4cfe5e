/**
 * @file Operands of any layout for kernels, and their values in logical order.
 */
import { type DType, itemSize, Layout, type Shape } from '@x/tensor';
import * as fc from 'fast-check';
import { CpuBuffer } from '../src/buffer.js';
import type { CpuOperand } from '../src/kernels/types.js';

/** Positions of a layout's elements in logical order, by definition. */
export function positions({ shape, strides, offset }: Layout): number[] {
  let list = [offset];
  shape.forEach((n, d) => {
    list = list.flatMap((p) => Array.from({ length: n }, (_, i) => p + i * strides[d]!));
  });
  return list;
}

/** The same number n times. */
export function repeat(n: number, value = 0): number[] {
  return Array.from({ length: n }, () => value);
}

/** Memory filled with a number that no test expects. */
function poisoned(layout: Layout, dtype: DType): CpuOperand {
  const [, high] = layout.bounds();
  const buffer = new CpuBuffer((Math.max(high, layout.offset) + 1) * itemSize[dtype]);
  buffer.elements(dtype).fill(dtype === 'bool' ? 1 : 99);
  return { buffer, layout, dtype };
}

/** An operand with these values, contiguous unless a layout is given (equal positions hold the last value). */
export function operand(
  values: readonly number[],
  layout: Layout | Shape = [values.length],
  dtype: DType = 'float32',
): CpuOperand {
  const made = poisoned(layout instanceof Layout ? layout : Layout.of(layout), dtype);
  const memory = made.buffer.elements(dtype);
  positions(made.layout).forEach((p, i) => {
    memory[p] = values[i]!;
  });
  return made;
}

/** An operand for a kernel to write to. */
export function output(layout: Layout | Shape, dtype: DType = 'float32'): CpuOperand {
  return poisoned(layout instanceof Layout ? layout : Layout.of(layout), dtype);
}

/** An operand's values in logical order. */
export function valuesOf({ buffer, layout, dtype }: CpuOperand): number[] {
  const memory = buffer.elements(dtype);
  return positions(layout).map((p) => memory[p]!);
}

/** A layout of this shape with its dimensions permuted, spread, flipped or (if `repeat`) repeated in memory. */
export function layoutOf(shape: Shape, mayRepeat = true): fc.Arbitrary<Layout> {
  const dimension = fc.record({
    key: fc.nat(1000),
    step: fc.constantFrom(1, 1, 1, 2, 3),
    flip: fc.boolean(),
    repeat: mayRepeat ? fc.constantFrom(false, false, false, true) : fc.constant(false),
  });
  return fc.tuple(fc.nat(5), fc.boolean(), ...shape.map(() => dimension)).map(([offset, plain, ...dimensions]) => {
    if (plain) return Layout.strided(shape, Layout.of(shape).strides, offset);
    const strides = shape.map(() => 0);
    let stride = 1;
    const order = shape.map((_, d) => d).sort((a, b) => dimensions[a]!.key - dimensions[b]!.key);
    for (const d of order) {
      if (dimensions[d]!.repeat) continue;
      stride *= dimensions[d]!.step;
      strides[d] = stride;
      stride *= Math.max(shape[d]!, 1);
    }
    const flipped = dimensions.flatMap((dimension_, d) => (dimension_.flip ? [d] : []));
    return Layout.strided(shape, strides, offset).flip(flipped);
  });
}

/** Small shapes, 0-d and empty ones included. */
export const shapes: fc.Arbitrary<number[]> = fc.array(fc.constantFrom(0, 1, 1, 2, 2, 3, 4, 5, 18), { maxLength: 4 });

/** Shapes that hold something. */
export const filledShapes: fc.Arbitrary<number[]> = fc.array(fc.constantFrom(1, 2, 3, 4, 5, 18), { maxLength: 4 });

/** Numbers that every dtype but bool holds exactly. */
export const smallNumbers: fc.Arbitrary<number> = fc.integer({ min: 0, max: 9 });

/** An operand of the given shape with small whole numbers. */
export function operandOf(
  shape: Shape,
  dtype: DType = 'float32',
  numbers: fc.Arbitrary<number> = smallNumbers,
): fc.Arbitrary<CpuOperand> {
  const size = Layout.of(shape).size;
  return fc
    .tuple(layoutOf(shape), fc.array(numbers, { minLength: size, maxLength: size }))
    .map(([layout, values]) => operand(values, layout, dtype));
}
