/**
 * @file A naive model of views: a shape and a function from an index to the element there. Slow and obviously right.
 */
import type { Layout, Shape } from '../../src/index.js';

export interface Model {
  readonly shape: Shape;
  at(index: readonly number[]): number;
}

/** All indices of a shape in row-major order. */
export function indicesOf(shape: Shape): number[][] {
  return shape.reduce<number[][]>(
    (heads, n) => heads.flatMap((head) => Array.from({ length: n }, (_, i) => [...head, i])),
    [[]],
  );
}

const rowMajor = (shape: Shape, index: readonly number[]): number => index.reduce((p, i, d) => p * shape[d]! + i, 0);

/** A fresh tensor: element p is at position p. */
export const fresh = (shape: Shape): Model => ({ shape, at: (index) => rowMajor(shape, index) });

/** The elements in row-major order. */
export const elementsOf = (model: Model): number[] => indicesOf(model.shape).map((index) => model.at(index));

/** Positions that a layout touches, in row-major order of its indices. */
export const positionsOf = (layout: Layout): number[] =>
  indicesOf(layout.shape).map((index) => index.reduce((p, i, d) => p + i * layout.strides[d]!, layout.offset));

export const permute = (m: Model, dims: readonly number[]): Model => ({
  shape: dims.map((d) => m.shape[d]!),
  at: (index) => m.at(m.shape.map((_, d) => index[dims.indexOf(d)]!)),
});

export const slice = (m: Model, dim: number, start: number, length: number, step: number): Model => ({
  shape: m.shape.with(dim, length),
  at: (index) => m.at(index.with(dim, start + index[dim]! * step)),
});

export const select = (m: Model, dim: number, i: number): Model => ({
  shape: m.shape.toSpliced(dim, 1),
  at: (index) => m.at(index.toSpliced(dim, 0, i)),
});

export const flip = (m: Model, dims: readonly number[]): Model => ({
  shape: m.shape,
  at: (index) => m.at(index.map((i, d) => (dims.includes(d) ? m.shape[d]! - 1 - i : i))),
});

export const expand = (m: Model, shape: Shape): Model => {
  const lead = shape.length - m.shape.length;
  return { shape, at: (index) => m.at(m.shape.map((n, d) => (n === 1 ? 0 : index[d + lead]!))) };
};

export const squeeze = (m: Model, dims: readonly number[]): Model => ({
  shape: m.shape.filter((_, d) => !dims.includes(d)),
  at: (index) => {
    const rest = [...index];
    return m.at(m.shape.map((_, d) => (dims.includes(d) ? 0 : rest.shift()!)));
  },
});

export const unsqueeze = (m: Model, dim: number): Model => ({
  shape: m.shape.toSpliced(dim, 0, 1),
  at: (index) => m.at(index.toSpliced(dim, 1)),
});

export const diagonal = (m: Model, offset: number, dim1: number, dim2: number): Model => {
  const [down, right] = [Math.max(-offset, 0), Math.max(offset, 0)];
  const length = Math.max(Math.min(m.shape[dim1]! - down, m.shape[dim2]! - right), 0);
  const rest = m.shape.map((_, d) => d).filter((d) => d !== dim1 && d !== dim2);
  return {
    shape: [...rest.map((d) => m.shape[d]!), length],
    at: (index) => {
      const i = index.at(-1)!;
      return m.at(m.shape.map((_, d) => (d === dim1 ? down + i : d === dim2 ? right + i : index[rest.indexOf(d)]!)));
    },
  };
};

export const unfold = (m: Model, dim: number, size: number, step: number): Model => ({
  shape: [...m.shape.with(dim, Math.floor((m.shape[dim]! - size) / step) + 1), size],
  at: (index) => m.at(index.slice(0, -1).with(dim, index[dim]! * step + index.at(-1)!)),
});

export const reshape = (m: Model, shape: Shape): Model => {
  const elements = elementsOf(m);
  return { shape, at: (index) => elements[rowMajor(shape, index)]! };
};
