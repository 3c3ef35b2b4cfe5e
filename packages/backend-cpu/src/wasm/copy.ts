/**
 * @file Copies between layouts and dtypes.
 */
import { type DType, itemSize } from '@x/tensor/core';
import { cast as castReference, copy as reference } from '../kernels/copy.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { Grid } from './grid.js';
import { place } from './operands.js';
import { callsOf, gridCalls, LINE, parallel, parts, paysThreads } from './parallel.js';

/** Rows and columns above which a transpose is worth its blocks. */
const BLOCK = 4;

const grid = new Grid();

function copyGrids(engine: Engine, x: CpuOperand, out: CpuOperand): void {
  const { exports } = engine;
  const bytes = itemSize[x.dtype];
  const copy = bytes === 4 ? exports.copy_b4 : bytes === 8 ? exports.copy_b8 : exports.copy_b1;
  const { size } = x.layout;
  if (x.layout.contiguous && out.layout.contiguous && !paysThreads(engine, size * cost.element)) {
    copy(place(out), place(x), 1, size, 0, 1, 0, 1);
    return;
  }
  const transpose = exports.transpose_b4;
  const to = out.buffer.address;
  const from = x.buffer.address;
  grid.start(out.layout, x.layout);
  do {
    const { rows, columns, at, row, step } = grid;
    const turns = bytes === 4 && step[0] === 1 && row[1] === 1 && rows >= BLOCK && columns >= BLOCK;
    const o = (i: number, j: number): number => to + (at[0]! + i * row[0]! + j * step[0]!) * bytes;
    const p = (i: number, j: number): number => from + (at[1]! + i * row[1]! + j * step[1]!) * bytes;
    if (turns) {
      const bounds = parts(engine, rows, columns * cost.jump, LINE);
      const call = (first: number, last: number): Parameters<typeof transpose> => [
        o(first, 0),
        p(first, 0),
        last - first,
        columns,
        row[0]!,
        step[1]!,
      ];
      parallel(engine, transpose, callsOf(bounds, call));
    } else {
      const call = (i: number, j: number, m: number, n: number): Parameters<typeof copy> => [
        o(i, j),
        p(i, j),
        m,
        n,
        row[0]!,
        step[0]!,
        row[1]!,
        step[1]!,
      ];
      parallel(engine, copy, gridCalls(engine, rows, columns, cost.element, call));
    }
  } while (grid.next());
}

export function copyKernel(engine: Engine): Kernel<'copy'> {
  return accelerate(([x], [out]) => {
    if (x.layout.size > 0) copyGrids(engine, x, out);
    return true;
  }, reference);
}

type Cast = (o: number, x: number, n: number) => void;

export function castKernel(engine: Engine): Kernel<'cast'> {
  const { exports } = engine;
  const casts: Readonly<Partial<Record<DType, Readonly<Partial<Record<DType, Cast>>>>>> = {
    bool: { float32: exports.cast_u8_f32, int32: exports.cast_u8_i32 },
    uint8: { float32: exports.cast_u8_f32, int32: exports.cast_u8_i32 },
    int32: { float32: exports.cast_i32_f32 },
    float32: { float64: exports.cast_f32_f64 },
    float64: { float32: exports.cast_f64_f32 },
  };
  return accelerate(([x], [out]) => {
    const run = casts[x.dtype]?.[out.dtype];
    if (run === undefined || !x.layout.contiguous || !out.layout.contiguous) return false;
    const [to, from] = [place(out), place(x)];
    const [outBytes, bytes] = [itemSize[out.dtype], itemSize[x.dtype]];
    const bounds = parts(engine, x.layout.size, cost.element, LINE);
    parallel(
      engine,
      run,
      callsOf(bounds, (first, last): Parameters<Cast> => [to + first * outBytes, from + first * bytes, last - first]),
    );
    return true;
  }, castReference);
}
