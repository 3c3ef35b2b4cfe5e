/**
 * @file Reading and adding at positions that another operand holds.
 */
import { itemSize, Layout } from '@x/tensor/core';
import type { Exports } from '../generated/module.js';
import {
  gather as gatherReference,
  scatterAdd as scatterAddReference,
  scatter as scatterReference,
} from '../kernels/gather.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { Grid } from './grid.js';
import { place } from './operands.js';
import { gridCalls, parallel, writtenCalls } from './parallel.js';

const grid = new Grid();

/** The layout of the elements that indices along `axis` choose from: everything but that dimension moves with the index. */
function chosenFrom(layout: Layout, index: Layout, axis: number): Layout {
  return Layout.strided(index.shape, layout.strides.with(axis, 0), layout.offset);
}

/** Whether all indices lie in [0, size); where not, the reference kernel says which one. */
function fits({ exports }: Engine, index: CpuOperand, size: number): boolean {
  grid.start(index.layout);
  do {
    const { rows, columns, at, row, step } = grid;
    // a repeated index is looked at once
    const once = step[0] === 0 ? 1 : columns;
    const from = index.buffer.address + at[0]! * 4;
    if (!exports.indicesFit(from, row[0] === 0 ? 1 : rows, once, row[0]!, step[0]!, size)) return false;
  } while (grid.next());
  return true;
}

export function gatherKernel(engine: Engine): Kernel<'gather'> {
  const run = engine.exports.gather_b4;
  return accelerate(([x, index], [out], { axis }) => {
    if (itemSize[x.dtype] !== 4) return false;
    if (out.layout.size === 0) return true;
    if (!fits(engine, index, x.layout.shape[axis]!)) return false;
    const to = place(out);
    const along = x.layout.strides[axis]!;
    grid.start(index.layout, chosenFrom(x.layout, index.layout, axis));
    do {
      const { rows, columns, position, at, row, step } = grid;
      const i = index.buffer.address + at[0]! * 4;
      const from = x.buffer.address + at[1]! * 4;
      const call = (r: number, c: number, m: number, n: number): Parameters<typeof run> => [
        to + (position + r * columns + c) * 4,
        i + (r * row[0]! + c * step[0]!) * 4,
        from + (r * row[1]! + c * step[1]!) * 4,
        m,
        n,
        row[0]!,
        step[0]!,
        row[1]!,
        step[1]!,
        along,
      ];
      parallel(engine, run, gridCalls(engine, rows, columns, cost.jump, call));
    } while (grid.next());
    return true;
  }, gatherReference);
}

/** A function of the module that writes to positions. */
type Scatter = Exports['scatterAdd_f32'];

function scattered(
  engine: Engine,
  run: Scatter,
  index: CpuOperand,
  src: CpuOperand,
  out: CpuOperand,
  axis: number,
): boolean {
  if (index.layout.size === 0) return true;
  if (!fits(engine, index, out.layout.shape[axis]!)) return false;
  const along = out.layout.strides[axis]!;
  const covered = Layout.strided(index.layout.shape, src.layout.strides, src.layout.offset);
  grid.start(chosenFrom(out.layout, index.layout, axis), index.layout, covered);
  do {
    const { at, row, step } = grid;
    const call = (i: number, j: number, m: number, n: number): Parameters<Scatter> => [
      out.buffer.address + (at[0]! + i * row[0]! + j * step[0]!) * 4,
      index.buffer.address + (at[1]! + i * row[1]! + j * step[1]!) * 4,
      src.buffer.address + (at[2]! + i * row[2]! + j * step[2]!) * 4,
      m,
      n,
      row[0]!,
      step[0]!,
      row[1]!,
      step[1]!,
      row[2]!,
      step[2]!,
      along,
    ];
    parallel(engine, run, writtenCalls(engine, grid, 0, cost.jump, call));
  } while (grid.next());
  return true;
}

export function scatterAddKernel(engine: Engine): Kernel<'scatterAdd'> {
  const run = engine.exports.scatterAdd_f32;
  return accelerate(
    ([index, src], [out], { axis }) => out.dtype === 'float32' && scattered(engine, run, index, src, out, axis),
    scatterAddReference,
  );
}

export function scatterKernel(engine: Engine): Kernel<'scatter'> {
  const run = engine.exports.scatter_b4;
  return accelerate(
    ([index, src], [out], { axis }) => itemSize[out.dtype] === 4 && scattered(engine, run, index, src, out, axis),
    scatterReference,
  );
}
