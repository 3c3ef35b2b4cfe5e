/**
 * @file The ways in which a tensor's elements may lie in memory.
 */
import { Layout, type Shape } from '@x/tensor/core';

/** Makes a layout of the given shape. */
export type LayoutMaker = (shape: Shape) => Layout;

export const contiguous: LayoutMaker = (shape) => Layout.of(shape);

/** Walked through in reverse order of the dimensions. */
export const transposed: LayoutMaker = (shape) =>
  Layout.of(shape.toReversed()).permute(shape.map((_, d) => shape.length - 1 - d));

/** The same elements for every index of the first dimension. */
export const expandedFirst: LayoutMaker = (shape) =>
  Layout.of(shape.length === 0 ? [] : shape.with(0, 1)).expand(shape);

/** Layouts in which every element has a place of its own: kernels that write into any layout get these. */
export const distinctLayouts: Readonly<Record<string, LayoutMaker>> = {
  contiguous,
  'with an offset': (shape) => Layout.strided(shape, Layout.of(shape).strides, 5),
  transposed,
  'sliced with a step': (shape) => {
    const last = shape.length - 1;
    return last < 0
      ? Layout.strided([], [], 2)
      : Layout.of(shape.with(last, shape[last]! * 2 + 1)).slice(last, 1, shape[last]!, 2);
  },
  'narrowed in the middle': (shape) =>
    shape.reduce((layout, n, d) => layout.slice(d, 1, n), Layout.of(shape.map((n) => n + 2))),
  flipped: (shape) => Layout.of(shape).flip(shape.map((_, d) => d)),
};

/** All layouts that inputs come in. */
export const layouts: Readonly<Record<string, LayoutMaker>> = {
  ...distinctLayouts,
  'expanded along the first dimension': expandedFirst,
  'expanded along the last dimension': (shape) =>
    Layout.of(shape.length === 0 ? [] : shape.with(shape.length - 1, 1)).expand(shape),
  'expanded from one element': (shape) =>
    Layout.strided(
      shape,
      shape.map(() => 0),
      3,
    ),
};

/** Shapes of elementwise operands: 0-d, empty, one row, several dimensions. */
export const shapes: readonly Shape[] = [[], [0], [2, 0, 3], [1], [7], [3, 4], [40, 3], [2, 3, 1, 5], [2, 3, 4, 5, 2]];
