/**
 * @file Test data: the same in every run, without a pattern that strides could hide behind.
 */
import { type DType, sizeOf, type Shape } from '@x/tensor/core';
import type { HostArray } from './host.js';

const GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

/** n numbers spread over [low, high). */
export function spread(n: number, low: number, high: number): number[] {
  return Array.from({ length: n }, (_, i) => low + (high - low) * ((i * GOLDEN_RATIO + 0.1) % 1));
}

/** n whole numbers from low to high: their sums and products are exact in every precision. */
export function whole(n: number, low: number, high: number): number[] {
  return spread(n, low, high + 1).map(Math.floor);
}

/** Whole numbers that `dtype` holds. */
export function wholeFor(dtype: DType, n: number): number[] {
  if (dtype === 'bool') return whole(n, 0, 1);
  return dtype === 'uint8' ? whole(n, 0, 9) : whole(n, -4, 4);
}

/** An array of whole numbers. */
export function wholeArray(shape: Shape, dtype: DType = 'float32'): HostArray {
  return { shape, values: wholeFor(dtype, sizeOf(shape)) };
}

/** Floating point numbers on which functions behave in special ways. */
export const special: readonly number[] = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 30, -30, Infinity, -Infinity, NaN];

/** A shape with more elements than a 16-bit index reaches. */
export const LARGE: Shape = [269, 251];
