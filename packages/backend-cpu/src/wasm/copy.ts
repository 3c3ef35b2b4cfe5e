/**
 * @file Copies between layouts and dtypes.
 */
import { type DType, itemSize } from '@x/tensor/core';
import type { Exports } from '../generated/module.js';
import { cast as castReference, copy as reference } from '../kernels/copy.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { Grid } from './grid.js';
import { place } from './operands.js';

/** Rows and columns above which a transpose is worth its blocks. */
const BLOCK = 4;

const grid = new Grid();

function copyGrids(exports: Exports, x: CpuOperand, out: CpuOperand): void {
  const bytes = itemSize[x.dtype];
  const run = bytes === 4 ? exports.copy_b4 : bytes === 8 ? exports.copy_b8 : exports.copy_b1;
  const to = out.buffer.address;
  const from = x.buffer.address;
  grid.start(out.layout, x.layout);
  do {
    const { rows, columns, at, row, step } = grid;
    const o = to + at[0]! * bytes;
    const i = from + at[1]! * bytes;
    if (bytes === 4 && step[0] === 1 && row[1] === 1 && rows >= BLOCK && columns >= BLOCK)
      exports.transpose_b4(o, i, rows, columns, row[0]!, step[1]!);
    else run(o, i, rows, columns, row[0]!, step[0]!, row[1]!, step[1]!);
  } while (grid.next());
}

export function copyKernel({ exports, heap }: Engine): Kernel<'copy'> {
  return accelerate(([x], [out]) => {
    const { size, contiguous } = x.layout;
    if (size === 0) return true;
    if (contiguous && out.layout.contiguous) {
      const from = place(x);
      heap.bytes.copyWithin(place(out), from, from + size * itemSize[x.dtype]);
    } else copyGrids(exports, x, out);
    return true;
  }, reference);
}

type Cast = (o: number, x: number, n: number) => void;

export function castKernel({ exports }: Engine): Kernel<'cast'> {
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
    run(place(out), place(x), x.layout.size);
    return true;
  }, castReference);
}
