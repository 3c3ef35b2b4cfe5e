/**
 * @file fill.
 */
import { fill as reference } from '../kernels/copy.js';
import type { Kernel } from '../kernels/types.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';

/** Fills contiguous memory. */
export function fillKernel({ exports, heap }: Engine): Kernel<'fill'> {
  return accelerate((_, [out], { value }) => {
    const { layout, dtype } = out;
    if (!layout.contiguous) return false;
    const at = place(out);
    if (dtype === 'float32') exports.fill_f32(at, value, layout.size);
    else if (dtype === 'float64') exports.fill_f64(at, value, layout.size);
    else if (dtype === 'int32') exports.fill_i32(at, value, layout.size);
    else heap.bytes.fill(dtype === 'bool' ? Number(value !== 0) : value, at, at + layout.size);
    return true;
  }, reference);
}
