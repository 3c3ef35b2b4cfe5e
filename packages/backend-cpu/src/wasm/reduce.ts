/**
 * @file Reductions over dimensions: float32 sums with float64 accumulators, largest and smallest elements.
 */
import { Layout, type ReduceKind } from '@x/tensor/core';
import { reduce as reference } from '../kernels/reduce.js';
import { inMemoryOrder } from '../kernels/rows.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { Grid } from './grid.js';
import { place } from './operands.js';

/** Columns whose float32 sums `sumColumns_f32` keeps beside the accumulators. */
const STRIP = 1024;

const grid = new Grid();

/** Begins a walk over x, in the order of its memory, beside the results: those do not move along a reduced dimension. */
function walk(x: Layout, out: Layout, axes: readonly number[]): void {
  const strides = out.strides.map((stride, d) => (axes.includes(d) ? 0 : stride));
  const results = Layout.strided(x.shape, strides, 0);
  const [from, to] = x.contiguous ? [x, results] : inMemoryOrder([x, results]);
  grid.start(from!, to);
}

function sum(engine: Engine, x: CpuOperand, out: CpuOperand, axes: readonly number[], divisor: number): boolean {
  const { exports, heap } = engine;
  const { size } = out.layout;
  const sums = engine.scratch((size + STRIP / 2) * 8);
  if (sums === 0) return false;
  heap.bytes.fill(0, sums, sums + size * 8);
  if (x.layout.size > 0) {
    walk(x.layout, out.layout, axes);
    do {
      const { rows, columns, at, row, step } = grid;
      const from = x.buffer.address + at[0]! * 4;
      const to = sums + at[1]! * 8;
      if (step[0] === 1 && step[1] === 0) exports.sumRows_f32(to, from, rows, columns, row[1]!, row[0]!);
      else if (step[0] === 1 && step[1] === 1 && row[1] === 0)
        exports.sumColumns_f32(to, from, rows, columns, row[0]!, sums + size * 8);
      else exports.sumGrid_f32(to, from, rows, columns, row[1]!, step[1]!, row[0]!, step[0]!);
    } while (grid.next());
  }
  exports.storeSums_f32(place(out), sums, size, divisor);
  return true;
}

function extreme(
  { exports }: Engine,
  x: CpuOperand,
  out: CpuOperand,
  axes: readonly number[],
  largest: boolean,
): boolean {
  const to = place(out);
  exports.fill_f32(to, largest ? -Infinity : Infinity, out.layout.size);
  if (x.layout.size === 0) return true;
  walk(x.layout, out.layout, axes);
  do {
    const { rows, columns, at, row, step } = grid;
    const from = x.buffer.address + at[0]! * 4;
    const o = to + at[1]! * 4;
    if (largest) exports.max_f32(o, from, rows, columns, row[1]!, step[1]!, row[0]!, step[0]!);
    else exports.min_f32(o, from, rows, columns, row[1]!, step[1]!, row[0]!, step[0]!);
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
