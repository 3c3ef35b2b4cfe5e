/**
 * @file Operands as the module sees them: addresses in bytes.
 */
import { itemSize } from '@x/tensor/core';
import type { CpuOperand } from '../kernels/types.js';

/** Address of the operand's first element. */
export function place({ buffer, layout, dtype }: CpuOperand): number {
  return buffer.address + layout.offset * itemSize[dtype];
}
