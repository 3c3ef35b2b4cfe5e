/**
 * @file The choice between two operands.
 */
import { itemSize } from '@x/tensor/core';
import { where as reference } from '../kernels/compare.js';
import type { Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { Grid } from './grid.js';
import { place } from './operands.js';
import { gridCalls, parallel } from './parallel.js';

/** Elements of four bytes, whatever they are. */
export function whereKernel(engine: Engine): Kernel<'where'> {
  const run = engine.exports.where_b4;
  const grid = new Grid();
  return accelerate(([condition, a, b], [out]) => {
    if (itemSize[a.dtype] !== 4) return false;
    if (a.layout.size === 0) return true;
    const to = place(out);
    const choose = condition.buffer.address;
    const x = a.buffer.address;
    const y = b.buffer.address;
    grid.start(condition.layout, a.layout, b.layout);
    do {
      const { rows, columns, position, at, row, step } = grid;
      const calls = gridCalls(
        engine,
        rows,
        columns,
        cost.element,
        (i, j, m, n): Parameters<typeof run> => [
          to + (position + i * columns + j) * 4,
          choose + at[0]! + i * row[0]! + j * step[0]!,
          x + (at[1]! + i * row[1]! + j * step[1]!) * 4,
          y + (at[2]! + i * row[2]! + j * step[2]!) * 4,
          m,
          n,
          row[0]!,
          step[0]!,
          row[1]!,
          step[1]!,
          row[2]!,
          step[2]!,
        ],
      );
      parallel(engine, run, calls);
    } while (grid.next());
    return true;
  }, reference);
}
