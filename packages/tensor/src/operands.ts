/**
 * @file Plain numbers as operands.
 */
import { dtypeOfNumber, scalarTensor } from './create.js';
import { resultType } from './dtype.js';
import type { Tensor } from './tensor.js';

/** The other operand of an op with `self`; a number becomes a 0-d tensor in the dtype that promotion gives the two. */
export function operandFor(self: Tensor, other: Tensor | number | boolean): Tensor {
  if (typeof other === 'object') return other;
  const dtype = resultType([self, { dtype: dtypeOfNumber(other), ndim: 0, wrapped: true }]);
  return scalarTensor(self.storage.backend, other, dtype);
}
