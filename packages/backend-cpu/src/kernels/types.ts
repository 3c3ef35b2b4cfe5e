/**
 * @file What kernels share: their types, and the one place where an operand becomes a typed array.
 */
import type { FusedKernels, Operand, RequiredKernels, TypedArray } from '@x/tensor/core';
import type { CpuBuffer } from '../buffer.js';

/** An operand on this device. */
export type CpuOperand = Operand<CpuBuffer>;

/** The type of a kernel by its name. */
export type Kernel<K extends keyof RequiredKernels | keyof FusedKernels> = (RequiredKernels<CpuBuffer> &
  FusedKernels<CpuBuffer>)[K];

/** The operand's memory as elements of its dtype; its layout says where in there its values are. */
export function elements(operand: CpuOperand): TypedArray {
  return operand.buffer.elements(operand.dtype);
}
