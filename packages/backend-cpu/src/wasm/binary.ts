/**
 * @file Elementwise functions and comparisons of two operands.
 */
import { type BinaryKind, binaryKinds, type CompareKind, itemSize } from '@x/tensor/core';
import type { Exports } from '../generated/module.js';
import { binary as reference } from '../kernels/binary.js';
import { compare as compareReference } from '../kernels/compare.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { functionsOf } from './functions.js';
import { Grid } from './grid.js';
import { place } from './operands.js';

/** A function of the module over grids of two operands. */
type Run = Exports['add_f32'];

const grid = new Grid();

function overGrids(run: Run, a: CpuOperand, b: CpuOperand, out: CpuOperand): void {
  const { size } = a.layout;
  if (size === 0) return;
  if (a.layout.contiguous && b.layout.contiguous) {
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
    const o = to + position * outBytes;
    run(o, x + at[0]! * bytes, y + at[1]! * bytes, rows, columns, row[0]!, step[0]!, row[1]!, step[1]!);
  } while (grid.next());
}

export function binaryKernel({ exports }: Engine): Kernel<'binary'> {
  const functions = functionsOf<BinaryKind, Run>(exports, Object.keys(binaryKinds) as BinaryKind[]);
  return accelerate(([a, b], [out], { kind }) => {
    const run = functions[a.dtype]?.[kind];
    if (run === undefined) return false;
    overGrids(run, a, b, out);
    return true;
  }, reference);
}

/** The comparison that gives the same with its operands exchanged, where the module has only that one. */
const mirrored: Partial<Readonly<Record<CompareKind, CompareKind>>> = { gt: 'lt', ge: 'le' };

export function compareKernel({ exports }: Engine): Kernel<'compare'> {
  const functions = functionsOf<CompareKind, Run>(exports, ['eq', 'ne', 'lt', 'le']);
  return accelerate(([a, b], [out], { kind }) => {
    const mirror = mirrored[kind];
    const run = functions[a.dtype]?.[mirror ?? kind];
    if (run === undefined) return false;
    if (mirror === undefined) overGrids(run, a, b, out);
    else overGrids(run, b, a, out);
    return true;
  }, compareReference);
}
