/**
 * @file Stable sorts of contiguous float32 and int32 operands along one dimension.
 */
import { sort as reference } from '../kernels/sort.js';
import type { Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { linesOf } from './lines.js';
import { place } from './operands.js';
import { callsOf, parallel, parts } from './parallel.js';

/** How often a number is moved. */
const MOVES = 6;

export function sortKernel(engine: Engine): Kernel<'sort'> {
  const { sort_f32: floats, sort_i32: integers, sortScratch } = engine.exports;
  return accelerate(([x], [values, positions], { axis, descending }) => {
    const { dtype, layout } = x;
    if ((dtype !== 'float32' && dtype !== 'int32') || !layout.contiguous) return false;
    const [outer, n, inner] = linesOf(layout.shape, axis);
    const scratch = engine.scratches(sortScratch(n));
    if (!scratch) return false;
    const run = dtype === 'float32' ? floats : integers;
    const [to, where, from] = [place(values), place(positions), place(x)];
    const call = (first: number, last: number): Parameters<typeof run> => {
      const skip = 4 * first * n * inner;
      return [to + skip, where + skip, from + skip, last - first, n, inner, descending, scratch.at];
    };
    const calls = callsOf(parts(engine, outer, n * inner * MOVES * cost.jump), call);
    return parallel(engine, run, calls, { argument: calls[0]!.length - 1, scratch });
  }, reference);
}
