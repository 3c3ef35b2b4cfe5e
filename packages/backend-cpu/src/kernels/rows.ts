/**
 * @file Walking several operands of one shape at once, whatever their strides: kernels only write a loop over one row.
 */
import { Layout } from '@x/tensor/core';

/**
 * Handles one row: element i of operand k is at `at[k] + i * step[k]`. Both arrays are reused between calls.
 */
export type RowBody = (length: number, at: readonly number[], step: readonly number[]) => void;

/** Dimensions that remain after merging, each with the strides of all operands. */
interface Dimension {
  readonly size: number;
  readonly strides: readonly number[];
}

/** Rows shorter than this make the longest dimension the inner one instead of the last. */
const SHORT_ROW = 16;

/** Merges neighbouring dimensions over which all operands move evenly, and drops those of size 1. */
function collapse(layouts: readonly Layout[]): Dimension[] {
  const dimensions: Dimension[] = [];
  const { shape } = layouts[0]!;
  for (let d = 0; d < shape.length; d++) {
    const size = shape[d]!;
    if (size === 1) continue;
    const strides = layouts.map((l) => l.strides[d]!);
    const outer = dimensions.at(-1);
    if (outer && strides.every((stride, k) => outer.strides[k] === stride * size)) {
      dimensions[dimensions.length - 1] = { size: outer.size * size, strides };
    } else dimensions.push({ size, strides });
  }
  return dimensions;
}

/** Takes the dimension out that rows run along. */
function takeInner(dimensions: Dimension[], layouts: readonly Layout[]): Dimension {
  let inner = dimensions.length - 1;
  if (inner < 0) return { size: 1, strides: layouts.map(() => 0) };
  if (dimensions[inner]!.size < SHORT_ROW) {
    dimensions.forEach(({ size }, d) => {
      if (size > dimensions[inner]!.size) inner = d;
    });
  }
  return dimensions.splice(inner, 1)[0]!;
}

/**
 * Calls `body` for every row of operands that have one shape. The order of elements is not defined, except that operands
 * which all lie contiguous are one row.
 */
export function eachRow(layouts: readonly Layout[], body: RowBody): void {
  const { size } = layouts[0]!;
  if (size === 0) return;
  const at = layouts.map((l) => l.offset);
  if (layouts.every((l) => l.contiguous)) {
    body(
      size,
      at,
      layouts.map(() => 1),
    );
    return;
  }
  const outer = collapse(layouts);
  const inner = takeInner(outer, layouts);
  const index = outer.map(() => 0);
  for (;;) {
    body(inner.size, at, inner.strides);
    let d = outer.length - 1;
    for (; d >= 0; d--) {
      const { size: n, strides } = outer[d]!;
      const turn = ++index[d]! === n;
      const steps = turn ? 1 - n : 1;
      for (let k = 0; k < at.length; k++) at[k]! += strides[k]! * steps;
      if (!turn) break;
      index[d] = 0;
    }
    if (d < 0) return;
  }
}

/** A line of elements along one dimension. */
export interface Line {
  readonly length: number;
  /** Distance of two neighbours, for each operand. */
  readonly step: readonly number[];
}

/**
 * Calls `body` with the position of the first element, in each operand, of every line along `axis`. Sizes along `axis` may
 * differ between the operands; the others are those of the first.
 */
export function eachLine(layouts: readonly Layout[], axis: number, body: (at: readonly number[]) => void): void {
  const starts = layouts.map((l) => Layout.strided(layouts[0]!.shape.with(axis, 1), l.strides, l.offset));
  const position = layouts.map(() => 0);
  eachRow(starts, (length, at, step) => {
    for (let i = 0; i < length; i++) {
      for (let k = 0; k < position.length; k++) position[k] = at[k]! + i * step[k]!;
      body(position);
    }
  });
}

/** The layouts with their dimensions ordered by the first one's strides, so that a walk follows its memory. */
export function inMemoryOrder(layouts: readonly Layout[]): Layout[] {
  const { strides } = layouts[0]!;
  const order = strides.map((_, d) => d).sort((a, b) => Math.abs(strides[b]!) - Math.abs(strides[a]!));
  return layouts.map((l) => l.permute(order));
}
