/**
 * @file Plain numbers as operands.
 */
import { dtypeOfNumber, scalarTensor } from './create.js';
import { resultType } from './dtype.js';
import { ValueError } from './errors.js';
import type { Tensor } from './tensor.js';

/** The other operand of an op with `self`; a number becomes a 0-d tensor in the dtype that promotion gives the two. */
export function operandFor(self: Tensor, other: Tensor | number | boolean): Tensor {
  if (typeof other === 'object') return other;
  const dtype = resultType([self, { dtype: dtypeOfNumber(other), ndim: 0, wrapped: true }]);
  return scalarTensor(self.storage.backend, other, dtype);
}

/**
 * Both operands of an op as tensors; either may be a number (PyTorch's `torch.sub(1, x)`).
 *
 * @throws ValueError when both are numbers: nothing says on which device to compute.
 */
export function operands(op: string, a: Tensor | number, b: Tensor | number): readonly [Tensor, Tensor] {
  if (typeof a === 'object') return [a, operandFor(a, b)];
  if (typeof b === 'object') return [operandFor(b, a), b];
  throw new ValueError(op, `one of the operands must be a tensor, got ${String(a)} and ${String(b)}`);
}
