/**
 * @file Where element T of a shape lies in a flat array: the fewest dimensions that say it.
 */
import type { Layout } from '@x/tensor/core';
import { offsetName } from './helpers.js';

/** Sizes and strides of dimensions that could not be merged, outermost first. */
export interface Access {
  readonly offset: number;
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
}

/** Element T is at T. */
export const flat: Access = { offset: 0, sizes: [], strides: [1] };

/** Element T is always the first one. */
export const single: Access = { offset: 0, sizes: [], strides: [] };

/** Merges dimensions over which one array moves evenly, and drops those of size 1. */
export function collapse(shape: readonly number[], strides: readonly number[], offset: number): Access {
  const merged: { size: number; stride: number }[] = [];
  for (const [d, size] of shape.entries()) {
    if (size === 1) continue;
    const stride = strides[d]!;
    const outer = merged.at(-1);
    if (outer?.stride === stride * size) merged.splice(-1, 1, { size: outer.size * size, stride });
    else merged.push({ size, stride });
  }
  if (merged.every(({ stride }) => stride === 0)) return { ...single, offset };
  return { offset, sizes: merged.map(({ size }) => size), strides: merged.map(({ stride }) => stride) };
}

/** How a layout's elements are found in its buffer. */
export const accessOf = ({ shape, strides, offset }: Layout): Access => collapse(shape, strides, offset);

/** Whether element T is at T. */
export const isFlat = ({ offset, strides }: Access): boolean =>
  offset === 0 && strides.length === 1 && strides[0] === 1;

/** What kernels distinguish: accesses of one rank differ in numbers only. */
export function accessClass(access: Access): string {
  return isFlat(access) ? 'f' : String(access.strides.length);
}

/** Names of the integers that describe an access of this rank. */
export function accessParameters(rank: number, prefix: string): string[] {
  const sizes = Array.from({ length: Math.max(rank - 1, 0) }, (_, d) => `${prefix}d${d + 1}`);
  return [`${prefix}o`, ...sizes, ...Array.from({ length: rank }, (_, d) => `${prefix}s${d}`)];
}

/** Their values. */
export const accessNumbers = ({ offset, sizes, strides }: Access): number[] => [offset, ...sizes.slice(1), ...strides];

/** The position of element `index`, with the parameters of `accessParameters`. */
export function position(rank: number, prefix: string, index: string): string {
  const [offset, ...rest] = accessParameters(rank, prefix);
  if (rank === 0) return offset!;
  if (rank === 1) return `${offset} + ${index} * ${rest[0]}`;
  return `${offset} + ${offsetName(rank)}(${index}, ${rest.join(', ')})`;
}
