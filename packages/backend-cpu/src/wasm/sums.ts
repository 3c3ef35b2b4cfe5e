/**
 * @file Sums of float32 numbers over dimensions, with float64 accumulators.
 */
import { cost } from '../threads/costs.js';
import type { CpuOperand } from '../kernels/types.js';
import type { Engine, Scratch } from './engine.js';
import { Grid } from './grid.js';
import { place } from './operands.js';
import { callsOf, fixedParts, parallel, writtenCalls } from './parallel.js';
import { startReduction } from './reductions.js';

/** Bytes of the float32 sums of columns that `sumColumns_f32` keeps beside the accumulators. */
const STRIP_BYTES = 4096;

/** Parts of a sum of neighbours, and how many of them are added in float32 at a time (wasm/sum.ts). */
const PARTIAL_SUMS = 16;
const BLOCK = 512;

const grid = new Grid();

/** float64 numbers of the heap. */
function doubles({ heap }: Engine, at: number, count: number): Float64Array {
  return new Float64Array(heap.bytes.buffer, at, count);
}

/** Adds n neighbours to the accumulator at `to`: large numbers of them in parts, by way of sums at `partial`. */
function addNeighbours(engine: Engine, to: number, from: number, n: number, partial: number): void {
  const run = engine.exports.sumRows_f32;
  const bounds = fixedParts(engine, n, cost.sum, PARTIAL_SUMS, BLOCK);
  if (bounds.length === 2) {
    run(to, from, 1, n, 0, 0);
    return;
  }
  const sums = doubles(engine, partial, bounds.length - 1).fill(0);
  const calls = callsOf(bounds, (first, last): Parameters<typeof run> => {
    const own = partial + 8 * bounds.indexOf(first);
    return [own, from + 4 * first, 1, last - first, 0, 0];
  });
  parallel(engine, run, calls);
  const total = doubles(engine, to, 1);
  for (const value of sums) total[0]! += value;
}

/** Adds the walk's grid, from `x`, to accumulators. */
function addGrid(engine: Engine, x: number, sums: number, partial: number, scratch: Scratch): void {
  const { sumPlanes_f32: sumPlanes, sumColumns_f32: sumColumns, sumGrid_f32: sumGrid } = engine.exports;
  const { planes, rows, columns, at, row, step, plane } = grid;
  const from = (i: number, j: number): number => x + (at[0]! + i * row[0]! + j * step[0]!) * 4;
  const to = (i: number, j: number): number => sums + (at[1]! + i * row[1]! + j * step[1]!) * 8;
  if (step[0] === 1 && step[1] === 0) {
    if (rows === 1) {
      addNeighbours(engine, to(0, 0), from(0, 0), columns, partial);
      return;
    }
    const call = (i: number, _: number, m: number, n: number): Parameters<typeof sumPlanes> => [
      to(i, 0),
      from(i, 0),
      planes,
      m,
      n,
      row[1]!,
      plane[0]!,
      row[0]!,
    ];
    parallel(engine, sumPlanes, writtenCalls(engine, grid, 1, planes * cost.sum, call));
  } else if (step[0] === 1 && step[1] === 1 && row[1] === 0) {
    const call = (_: number, j: number, m: number, n: number): Parameters<typeof sumColumns> => [
      to(0, j),
      from(0, j),
      m,
      n,
      row[0]!,
      scratch.at,
    ];
    parallel(engine, sumColumns, writtenCalls(engine, grid, 1, cost.sum, call), { argument: 5, scratch });
  } else {
    const call = (i: number, j: number, m: number, n: number): Parameters<typeof sumGrid> => [
      to(i, j),
      from(i, j),
      m,
      n,
      row[1]!,
      step[1]!,
      row[0]!,
      step[0]!,
    ];
    parallel(engine, sumGrid, writtenCalls(engine, grid, 1, cost.jump, call));
  }
}

/** Sums over `axes`, divided by a number. False when the heap has no room. */
export function sum(engine: Engine, x: CpuOperand, out: CpuOperand, axes: readonly number[], divisor: number): boolean {
  const { exports, heap } = engine;
  const { size } = out.layout;
  const scratch = engine.scratches(STRIP_BYTES, (size + PARTIAL_SUMS) * 8);
  if (!scratch) return false;
  const sums = scratch.common;
  const partial = sums + size * 8;
  heap.bytes.fill(0, sums, partial);
  if (x.layout.size > 0) {
    startReduction(grid, x.layout, out.layout, axes);
    // the gradient of a convolution's bias: rows of every image
    if (grid.step[0] === 1 && grid.step[1] === 0 && grid.rows > 1) grid.joinPlanes(1);
    do addGrid(engine, x.buffer.address, sums, partial, scratch);
    while (grid.next());
  }
  exports.storeSums_f32(place(out), sums, size, divisor);
  return true;
}
