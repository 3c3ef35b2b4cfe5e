/**
 * @file Arrays on the host, and the plain walks over them that definitions are written with.
 */
import { type DType, hostArray, Layout, type Shape } from '@x/tensor/core';

/** Row-major values of a shape. */
export interface HostArray {
  readonly shape: Shape;
  readonly values: readonly number[];
}

/** Positions of a layout's elements in logical order, by definition. */
export function positions({ shape, strides, offset }: Layout): number[] {
  let list = [offset];
  shape.forEach((n, d) => {
    const longer: number[] = [];
    for (const p of list) for (let i = 0; i < n; i++) longer.push(p + i * strides[d]!);
    list = longer;
  });
  return list;
}

/** Positions in a row-major array, one list for every line along `axis`. */
export function lines(shape: Shape, axis: number): number[][] {
  const layout = Layout.of(shape);
  return positions(layout.slice(axis, 0, 1)).map((p) =>
    Array.from({ length: shape[axis]! }, (_, e) => p + e * layout.strides[axis]!),
  );
}

/** Applies a definition to every line along the axis of row-major arrays of one shape. */
export function mapLines(
  shape: Shape,
  axis: number,
  inputs: readonly (readonly number[])[],
  fn: (...lines: [number[], number[]]) => number[],
): number[] {
  const result = [...inputs[0]!];
  for (const line of lines(shape, axis)) {
    const [first, second] = inputs.map((values) => line.map((p) => values[p]!));
    fn(first!, second ?? []).forEach((value, e) => {
      result[line[e]!] = value;
    });
  }
  return result;
}

/** What a store into an element of `dtype` makes of a number: rounded, cut off, wrapped, or 0 and 1. */
export function stored(value: number, dtype: DType): number {
  if (dtype === 'bool') return value === 0 ? 0 : 1;
  const memory = hostArray(dtype, 1);
  memory[0] = value;
  return memory[0];
}

/** The same number n times. */
export function repeat(n: number, value: number): number[] {
  return Array.from({ length: n }, () => value);
}
