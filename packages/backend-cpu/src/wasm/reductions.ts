/**
 * @file A walk over an operand beside its results, which do not move along a reduced dimension.
 */
import { Layout } from '@x/tensor/core';
import { inMemoryOrder } from '../kernels/rows.js';
import type { Grid } from './grid.js';

/** Begins a walk over x, in the order of its memory, beside the results. */
export function startReduction(grid: Grid, x: Layout, out: Layout, axes: readonly number[]): void {
  const strides = out.strides.map((stride, d) => (axes.includes(d) ? 0 : stride));
  const results = Layout.strided(x.shape, strides, 0);
  const [from, to] = x.contiguous ? [x, results] : inMemoryOrder([x, results]);
  grid.start(from!, to);
}
