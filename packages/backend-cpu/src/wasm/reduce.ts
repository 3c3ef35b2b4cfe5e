/**
 * @file Reductions over dimensions: float32 sums with float64 accumulators, largest and smallest elements.
 */
import type { ReduceKind } from '@x/tensor/core';
import { reduce as reference } from '../kernels/reduce.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { Grid } from './grid.js';
import { place } from './operands.js';
import { parallel, writtenCalls } from './parallel.js';
import { startReduction } from './reductions.js';
import { sum } from './sums.js';

const grid = new Grid();

function extreme(engine: Engine, x: CpuOperand, out: CpuOperand, axes: readonly number[], largest: boolean): boolean {
  const { exports } = engine;
  const run = largest ? exports.max_f32 : exports.min_f32;
  const to = place(out);
  exports.fill_f32(to, largest ? -Infinity : Infinity, out.layout.size);
  if (x.layout.size === 0) return true;
  startReduction(grid, x.layout, out.layout, axes);
  do {
    const { at, row, step } = grid;
    const call = (i: number, j: number, m: number, n: number): Parameters<typeof run> => [
      to + (at[1]! + i * row[1]! + j * step[1]!) * 4,
      x.buffer.address + (at[0]! + i * row[0]! + j * step[0]!) * 4,
      m,
      n,
      row[1]!,
      step[1]!,
      row[0]!,
      step[0]!,
    ];
    parallel(engine, run, writtenCalls(engine, grid, 1, cost.sum, call));
  } while (grid.next());
  return true;
}

type Reduction = (engine: Engine, x: CpuOperand, out: CpuOperand, axes: readonly number[]) => boolean;

const reductions: Readonly<Partial<Record<ReduceKind, Reduction>>> = {
  sum: (engine, x, out, axes) => sum(engine, x, out, axes, 1),
  mean: (engine, x, out, axes) => {
    let count = 1;
    for (const d of axes) count *= x.layout.shape[d]!;
    return sum(engine, x, out, axes, count);
  },
  max: (engine, x, out, axes) => extreme(engine, x, out, axes, true),
  min: (engine, x, out, axes) => extreme(engine, x, out, axes, false),
};

export function reduceKernel(engine: Engine): Kernel<'reduce'> {
  return accelerate(([x], [out], { kind, axes }) => {
    const run = x.dtype === 'float32' ? reductions[kind] : undefined;
    return run !== undefined && run(engine, x, out, axes);
  }, reference);
}
