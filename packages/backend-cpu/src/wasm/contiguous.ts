/**
 * @file Operands in row-major order for kernels that index by hand.
 */
import { itemSize, Layout } from '@x/tensor/core';
import { CpuBuffer } from '../buffer.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import type { Heap } from './heap.js';

/** The operand, or a row-major copy of it in the heap; undefined when the heap has no room for that. */
function contiguous(x: CpuOperand, heap: Heap, copy: Kernel<'copy'>): CpuOperand | undefined {
  if (x.layout.contiguous) return x;
  const buffer = new CpuBuffer(x.layout.size * itemSize[x.dtype], heap);
  if (buffer.address === 0) return undefined;
  const made = { buffer, layout: Layout.of(x.layout.shape), dtype: x.dtype };
  copy([x], [made], {});
  return made;
}

/** Runs `kernel` on row-major operands: `a` and `b` or, for the time of the kernel, copies. False when there is no room for them. */
export function withContiguous(
  a: CpuOperand,
  b: CpuOperand,
  heap: Heap,
  copy: Kernel<'copy'>,
  kernel: (a: CpuOperand, b: CpuOperand) => boolean,
): boolean {
  if (a.layout.contiguous && b.layout.contiguous) return kernel(a, b);
  const first = contiguous(a, heap, copy);
  const second = contiguous(b, heap, copy);
  const done = first !== undefined && second !== undefined && kernel(first, second);
  if (first !== a) first?.buffer.release();
  if (second !== b) second?.buffer.release();
  return done;
}
