/**
 * @file What `get` and `set` are indexed with.
 */
import { ValueError } from './errors.js';
import type { Tensor } from './tensor.js';

/** Marks slices of every copy of this package. */
const brand = Symbol.for('@x/tensor.Slice');

/** A range of a dimension, as Python's `start:stop:step`. */
export class Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;

  constructor(start: number | null, stop: number | null, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  /** First index and number of elements within a dimension of `size`; ends outside of it are cut off. */
  within(size: number): { readonly start: number; readonly length: number } {
    const clip = (i: number): number => Math.min(Math.max(i < 0 ? i + size : i, 0), size);
    const start = clip(this.start ?? 0);
    const stop = clip(this.stop ?? size);
    return { start, length: Math.max(Math.ceil((stop - start) / this.step), 0) };
  }
}

/**
 * A range of a dimension: `slice(1, 3)` is Python's `1:3`, `slice(null, null, 2)` is `::2`, `slice()` is `:`.
 *
 * @throws ValueError when a bound is not an integer or the step is not positive.
 * @example x.get(slice(1, 3), slice(null, -1))
 */
export function slice(start: number | null = null, stop: number | null = null, step: number = 1): Slice {
  for (const bound of [start, stop]) {
    if (bound !== null && !Number.isInteger(bound))
      throw new ValueError('slice', `bounds are integers or null, got ${bound}`, { start, stop });
  }
  if (!Number.isInteger(step) || step < 1)
    throw new ValueError('slice', `step must be greater than zero, got ${step}`, { step });
  return new Slice(start, stop, step);
}

/**
 * One index: a position, a range, a new dimension (`null`), all dimensions in between (`'...'`), a bool mask or an int32
 * tensor of positions, or a list of positions or truth values.
 */
export type Index = number | Slice | null | '...' | Tensor | readonly number[] | readonly boolean[];

/** An index, or indices as Python writes them between brackets: `'0, 1:3, None, ...'`. */
export type IndexOrText = Exclude<Index, '...'> | string;

Object.defineProperty(Slice.prototype, brand, { value: true });

/** Whether a value is a slice, also one of another copy of this package. */
export function isSlice(value: unknown): value is Slice {
  return typeof value === 'object' && value !== null && brand in value;
}
