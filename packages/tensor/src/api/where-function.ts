/**
 * @file `where` as a function.
 */
import { dtypeOfNumber, scalarTensor } from '../construct.js';
import { dispatch } from '../dispatch.js';
import { noAttrs } from '../op.js';
import { where as whereOp } from '../ops/elementwise.js';
import { operandFor } from '../operands.js';
import { isTensor, type Tensor } from '../tensor.js';

/**
 * Elements of `a` where the condition is true, of `b` elsewhere; all broadcast: `[*], [*], [*] → [*]`.
 *
 * @throws DTypeError when the condition is not bool, ShapeError when the shapes do not broadcast.
 * @example where(x.gt(0), x, 0)
 * @see https://pytorch.org/docs/stable/generated/torch.where.html
 */
export function where(condition: Tensor, a: Tensor | number, b: Tensor | number): Tensor {
  const number = (value: number): Tensor => scalarTensor(condition.storage.backend, value, dtypeOfNumber(value));
  const like = isTensor(a) ? a : isTensor(b) ? b : undefined;
  const operand = (value: Tensor | number): Tensor =>
    isTensor(value) ? value : like ? operandFor(like, value) : number(value);
  return dispatch(whereOp, [condition, operand(a), operand(b)], noAttrs)[0];
}
