/**
 * @file Operands in the heap of a module, and two ways to run a kernel beside each other.
 */
import { type DType, itemSize, Layout } from '@x/tensor';
import * as fc from 'fast-check';
import { CpuBuffer } from '../src/buffer.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { Engine } from '../src/wasm/engine.js';
import { bestVariant, instantiateSync } from '../src/wasm/load.js';
import { layoutOf, valuesOf } from './support.js';

export const engine: Engine = new Engine(instantiateSync(bestVariant()));

/** Memory in the heap with a number in it that no test expects. */
function poisoned(layout: Layout, dtype: DType): CpuOperand {
  const [, high] = layout.bounds();
  const buffer = new CpuBuffer((Math.max(high, layout.offset) + 1) * itemSize[dtype], engine.heap);
  buffer.elements(dtype).fill(99);
  return { buffer, layout, dtype };
}

/** An operand for a kernel to write to. */
export function heapOutput(shape: readonly number[], dtype: DType = 'float32'): CpuOperand {
  return poisoned(Layout.of(shape), dtype);
}

/** Numbers between -1 and 1 that depend on `seed` alone. */
export function numbers(count: number, seed: number): number[] {
  let state = (seed * 2654435761 + 1) >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** An operand in the heap with such numbers in all of its memory. */
export function heapOperand(layout: Layout, dtype: DType, seed: number): CpuOperand {
  const made = poisoned(layout, dtype);
  made.buffer.elements(dtype).set(numbers(made.buffer.byteLength / itemSize[dtype], seed));
  return made;
}

/** Operands of a shape in the heap, in any layout. */
export function heapOperandOf(shape: readonly number[], dtype: DType): fc.Arbitrary<CpuOperand> {
  return fc.tuple(layoutOf(shape), fc.nat(1000)).map(([layout, seed]) => heapOperand(layout, dtype, seed));
}

/** Operands of the shape `own` in the heap, in any layout, broadcast to `shape`. */
export function heapOperandAs(
  own: readonly number[],
  shape: readonly number[],
  dtype: DType,
): fc.Arbitrary<CpuOperand> {
  return heapOperandOf(own, dtype).map(({ buffer, layout }) => ({ buffer, layout: layout.expand(shape), dtype }));
}

/** Gives the memory of operands back. */
export function free(...operands: readonly (CpuOperand | undefined)[]): void {
  for (const x of operands) x?.buffer.release();
}

/** Largest difference of two operands' values. */
export function distance(a: CpuOperand, b: CpuOperand): number {
  const [x, y] = [valuesOf(a), valuesOf(b)];
  return x.reduce((worst, value, i) => {
    const d = Math.abs(value - y[i]!);
    return Number.isNaN(d) ? Infinity : Math.max(worst, d);
  }, 0);
}

/** The float dtypes, each with the rounding error of one operation on numbers near 1. */
export const floats: readonly (readonly [dtype: DType, epsilon: number])[] = [
  ['float32', 2 ** -24],
  ['float64', 2 ** -53],
];
