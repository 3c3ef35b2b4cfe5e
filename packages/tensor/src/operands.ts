/**
 * @file Plain numbers as operands.
 */
import { checkRange, dtypeOfNumber, scalarTensor } from './construct.js';
import { resultType } from './dtype.js';
import { ShapeError, ValueError } from './errors.js';
import { shapeText } from './shape.js';
import type { Tensor } from './tensor.js';

/** The other operand of an op with `self`; a number becomes a 0-d tensor in the dtype that promotion gives the two. */
export function operandFor(self: Tensor, other: Tensor | number | boolean): Tensor {
  if (typeof other === 'object') return other;
  const own = dtypeOfNumber(other);
  const common = resultType([self, { dtype: own, ndim: 0, wrapped: true }]);
  // what does not fit into uint8 stays as it is: a division computes with it, other ops take it modulo 256
  const dtype = common === 'uint8' && (Number(other) < 0 || Number(other) > 255) ? own : common;
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

/**
 * One value in the dtype of `self`.
 *
 * @throws ShapeError when a tensor has dimensions, ValueError when a number does not fit.
 */
export function fillValue(self: Tensor, value: Tensor | number | boolean): Tensor {
  if (typeof value !== 'object') {
    checkRange('maskedFill', Number(value), self.dtype);
    return scalarTensor(self.storage.backend, value, self.dtype);
  }
  if (value.ndim === 0) return value.to(self.dtype);
  throw new ShapeError('maskedFill', `the value must have no dimensions, got ${shapeText(value.shape)}; use where()`, {
    shapes: [value.shape],
  });
}
