/**
 * @file Row-major access for kernels that index by hand.
 */
import { hostArray, Layout, type TypedArray } from '@x/tensor/core';
import { copyElements } from './copy.js';
import { type CpuOperand, elements } from './types.js';

/** An operand's values in row-major order, the first one at index `offset`. */
export interface Dense {
  readonly data: TypedArray;
  readonly offset: number;
}

/** The operand's own memory where its values lie row-major, else a copy. */
export function dense(x: CpuOperand): Dense {
  if (x.layout.contiguous) return { data: elements(x), offset: x.layout.offset };
  const data = hostArray(x.dtype, x.layout.size);
  copyElements(elements(x), x.layout, data, Layout.of(x.layout.shape));
  return { data, offset: 0 };
}
