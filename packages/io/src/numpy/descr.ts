/**
 * @file NumPy's names of element types, such as `<f4`, and ours.
 */
import type { DType } from '@x/tensor/core';
import type { FileDType } from '../elements/dtypes.js';

/** Element types by the kind and size that NumPy writes. */
export const fileTypes: ReadonlyMap<string, FileDType> = new Map([
  ['b1', 'BOOL'],
  ['u1', 'U8'],
  ['i1', 'I8'],
  ['u2', 'U16'],
  ['i2', 'I16'],
  ['u4', 'U32'],
  ['i4', 'I32'],
  ['u8', 'U64'],
  ['i8', 'I64'],
  ['f2', 'F16'],
  ['f4', 'F32'],
  ['f8', 'F64'],
]);

/** What our dtypes are called in files; single bytes have no order. */
export const descriptions: Readonly<Record<DType, string>> = {
  float32: '<f4',
  float64: '<f8',
  int32: '<i4',
  uint8: '|u1',
  bool: '|b1',
};
