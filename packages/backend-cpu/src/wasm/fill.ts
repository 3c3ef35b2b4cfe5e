/**
 * @file fill.
 */
import { type DType, itemSize } from '@x/tensor/core';
import { fill as reference } from '../kernels/copy.js';
import type { Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';
import { callsOf, LINE, parallel, parts } from './parallel.js';

type Fill = Engine['exports']['fill_f32'];

/** Fills contiguous memory. */
export function fillKernel(engine: Engine): Kernel<'fill'> {
  const { fill_f32: float32, fill_f64: float64, fill_i32: int32 } = engine.exports;
  const fills: Readonly<Partial<Record<DType, Fill>>> = { float32, float64, int32 };
  return accelerate((_, [out], { value }) => {
    const { layout, dtype } = out;
    if (!layout.contiguous) return false;
    const at = place(out);
    const run = fills[dtype];
    if (run) {
      const bounds = parts(engine, layout.size, cost.element, LINE);
      const call = (from: number, to: number): Parameters<Fill> => [at + from * itemSize[dtype], value, to - from];
      parallel(engine, run, callsOf(bounds, call));
    } else engine.heap.bytes.fill(dtype === 'bool' ? Number(value !== 0) : value, at, at + layout.size);
    return true;
  }, reference);
}
