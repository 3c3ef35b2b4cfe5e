/**
 * @file Elementwise functions and comparisons of two operands.
 */
import { type BinaryKind, binaryKinds, type CompareKind, itemSize } from '@x/tensor/core';
import type { Exports } from '../generated/module.js';
import { binary as reference } from '../kernels/binary.js';
import { compare as compareReference } from '../kernels/compare.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { functionsOf } from './functions.js';
import { Grid } from './grid.js';
import { place } from './operands.js';
import { gridCalls, parallel, paysThreads } from './parallel.js';

/** A function of the module over grids of two operands. */
type Run = Exports['add_f32'];

const grid = new Grid();

function overGrids(engine: Engine, run: Run, a: CpuOperand, b: CpuOperand, out: CpuOperand): void {
  const { size } = a.layout;
  if (size === 0) return;
  if (a.layout.contiguous && b.layout.contiguous && !paysThreads(engine, size * cost.element)) {
    run(place(out), place(a), place(b), 1, size, 0, 1, 0, 1);
    return;
  }
  const bytes = itemSize[a.dtype];
  const outBytes = itemSize[out.dtype];
  const to = place(out);
  const x = a.buffer.address;
  const y = b.buffer.address;
  grid.start(a.layout, b.layout);
  do {
    const { rows, columns, position, at, row, step } = grid;
    const calls = gridCalls(
      engine,
      rows,
      columns,
      cost.element,
      (i, j, m, n): Parameters<Run> => [
        to + (position + i * columns + j) * outBytes,
        x + (at[0]! + i * row[0]! + j * step[0]!) * bytes,
        y + (at[1]! + i * row[1]! + j * step[1]!) * bytes,
        m,
        n,
        row[0]!,
        step[0]!,
        row[1]!,
        step[1]!,
      ],
    );
    parallel(engine, run, calls);
  } while (grid.next());
}

export function binaryKernel(engine: Engine): Kernel<'binary'> {
  const functions = functionsOf<BinaryKind, Run>(engine.exports, Object.keys(binaryKinds) as BinaryKind[]);
  return accelerate(([a, b], [out], { kind }) => {
    const run = functions[a.dtype]?.[kind];
    if (run === undefined) return false;
    overGrids(engine, run, a, b, out);
    return true;
  }, reference);
}

/** The comparison that gives the same with its operands exchanged, where the module has only that one. */
const mirrored: Partial<Readonly<Record<CompareKind, CompareKind>>> = { gt: 'lt', ge: 'le' };

export function compareKernel(engine: Engine): Kernel<'compare'> {
  const functions = functionsOf<CompareKind, Run>(engine.exports, ['eq', 'ne', 'lt', 'le']);
  return accelerate(([a, b], [out], { kind }) => {
    const mirror = mirrored[kind];
    const run = functions[a.dtype]?.[mirror ?? kind];
    if (run === undefined) return false;
    if (mirror === undefined) overGrids(engine, run, a, b, out);
    else overGrids(engine, run, b, a, out);
    return true;
  }, compareReference);
}
