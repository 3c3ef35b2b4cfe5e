/**
 * @file Gradients that are about to vanish: of a sample that is learnt, say. Their products with numbers of usual sizes are
 * subnormal, for which processors take a hundred times as long, and with which they lose digits.
 */
import { itemSize, Layout } from '@x/tensor/core';
import { CpuBuffer } from '../buffer.js';
import type { CpuOperand } from '../kernels/types.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';

/** A power of two: what is multiplied by it keeps its digits. */
const LIFT = 2 ** 64;

/**
 * Runs a kernel that is linear in `grad`, row-major, on that or, where all of it is tiny, on a multiple, by which the result is
 * then divided.
 */
export function lifted(
  { exports, heap }: Engine,
  grad: CpuOperand,
  out: CpuOperand,
  run: (grad: CpuOperand) => boolean,
): boolean {
  const { size, shape } = grad.layout;
  if (grad.dtype !== 'float32' || !exports.areTiny_f32(place(grad), size)) return run(grad);
  const buffer = new CpuBuffer(size * itemSize[grad.dtype], heap);
  try {
    if (buffer.address === 0) return run(grad);
    exports.scale_f32(buffer.address, place(grad), size, LIFT);
    if (!run({ buffer, layout: Layout.of(shape), dtype: grad.dtype })) return false;
    exports.scale_f32(place(out), place(out), out.layout.size, 1 / LIFT);
    return true;
  } finally {
    buffer.release();
  }
}
