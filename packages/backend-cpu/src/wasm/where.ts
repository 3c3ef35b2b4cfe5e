/**
 * @file The choice between two operands.
 */
import { itemSize } from '@x/tensor/core';
import { where as reference } from '../kernels/compare.js';
import type { Kernel } from '../kernels/types.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { Grid } from './grid.js';
import { place } from './operands.js';

/** Elements of four bytes, whatever they are. */
export function whereKernel({ exports }: Engine): Kernel<'where'> {
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
      exports.where_b4(
        to + position * 4,
        choose + at[0]!,
        x + at[1]! * 4,
        y + at[2]! * 4,
        rows,
        columns,
        ...([row[0]!, step[0]!, row[1]!, step[1]!, row[2]!, step[2]!] as const),
      );
    } while (grid.next());
    return true;
  }, reference);
}
