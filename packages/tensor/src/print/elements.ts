import type { DType } from '../dtype.js';

/** What is printed: element (i, j, …) is `values[offset + i * strides[0] + j * strides[1] + …]`. */
export interface TensorView {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  readonly values: ArrayLike<number>;
  /** Named before the dtype when given: for tensors that are not on the default device. */
  readonly device?: string;
}

/** The part of a dimension that is printed: `head` indices from 0 on, and where something is left out, `tail` last ones. */
export interface Extent {
  readonly indices: readonly number[];
  /** How many indices come before the gap; undefined without a gap. */
  readonly gap: number | undefined;
}

/** The printed indices of a dimension: all, or `edgeitems` at each end. */
export function printedIndices(size: number, edgeitems: number, summarize: boolean): Extent {
  if (!summarize || size <= 2 * edgeitems)
    return { indices: Array.from({ length: size }, (_, i) => i), gap: undefined };
  const head = Array.from({ length: edgeitems }, (_, i) => i);
  return { indices: [...head, ...head.map((i) => size - edgeitems + i)], gap: edgeitems };
}

/** The values of all printed elements; the others are not touched. */
export function printedValues(view: TensorView, extents: readonly Extent[]): number[] {
  let offsets = [view.offset];
  extents.forEach(({ indices }, dim) => {
    const stride = view.strides[dim]!;
    offsets = offsets.flatMap((offset) => indices.map((index) => offset + index * stride));
  });
  return offsets.map((offset) => view.values[offset]!);
}
