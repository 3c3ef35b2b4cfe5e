/**
 * @file Comparisons and logic: `[*] and [*] → bool [*]`. Shapes broadcast, dtypes promote.
 */
import { dispatch } from '../dispatch.js';
import { isFloatingPoint } from '../dtype.js';
import { DTypeError, ValueError } from '../errors.js';
import { noAttrs } from '../op.js';
import { binaryOps, compareOps } from '../ops/elementwise.js';
import { operandFor } from '../operands.js';
import { sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkOptions } from '../options.js';

/**
 * Where self is equal: `self == other`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 2, 3]).eq(2)
 * @see https://pytorch.org/docs/stable/generated/torch.eq.html
 */
export function eq(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(compareOps.eq, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Where self is different: `self != other`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 2, 3]).ne(2)
 * @see https://pytorch.org/docs/stable/generated/torch.ne.html
 */
export function ne(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(compareOps.ne, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Where self is smaller: `self < other`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 2, 3]).lt(2)
 * @see https://pytorch.org/docs/stable/generated/torch.lt.html
 */
export function lt(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(compareOps.lt, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Where self is smaller or equal: `self <= other`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 2, 3]).le(2)
 * @see https://pytorch.org/docs/stable/generated/torch.le.html
 */
export function le(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(compareOps.le, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Where self is larger: `self > other`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 2, 3]).gt(2)
 * @see https://pytorch.org/docs/stable/generated/torch.gt.html
 */
export function gt(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(compareOps.gt, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Where self is larger or equal: `self >= other`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example tensor([1, 2, 3]).ge(2)
 * @see https://pytorch.org/docs/stable/generated/torch.ge.html
 */
export function ge(self: Tensor, other: Tensor | number): Tensor {
  return dispatch(compareOps.ge, [self, operandFor(self, other)], noAttrs)[0];
}

/**
 * Whether both have the same shape and equal elements.
 *
 * @throws DeviceError on devices that cannot be read synchronously.
 * @example tensor([1, 2]).equal(tensor([1, 2])) // true
 * @see https://pytorch.org/docs/stable/generated/torch.equal.html
 */
export function equal(self: Tensor, other: Tensor): boolean {
  return sameShape(self.shape, other.shape) && eq(self, other).all().item() === 1;
}

/**
 * Where elements are close: `|a − b| ≤ atol + rtol·|b|`; equal infinities are close.
 *
 * @example tensor([1.5]).isclose(tensor([1.5000001])) // [true]
 * @see https://pytorch.org/docs/stable/generated/torch.isclose.html
 */
export function isclose(
  self: Tensor,
  other: Tensor,
  options: { readonly rtol?: number; readonly atol?: number; readonly equalNan?: boolean } = {},
): Tensor {
  checkOptions('isclose', options, ['rtol', 'atol', 'equalNan']);
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  if (self.dtype !== other.dtype) {
    throw new DTypeError('isclose', `expected equal dtypes, got ${self.dtype} and ${other.dtype}`, {
      dtypes: [self.dtype, other.dtype],
    });
  }
  if (!(rtol >= 0) || !(atol >= 0))
    throw new ValueError('isclose', `rtol and atol must be ≥ 0, got ${rtol} and ${atol}`, { rtol, atol });
  const same = eq(self, other);
  const [a, b] = isFloatingPoint(self.dtype) ? [self, other] : [self.to('float32'), other.to('float32')];
  const near = a.sub(b).abs().le(b.abs().mul(rtol).add(atol)).logicalAnd(isfinite(b));
  const close = logicalOr(same, near);
  return equalNan ? logicalOr(close, isnan(self).logicalAnd(isnan(other))) : close;
}

/**
 * Whether all elements are close (see `isclose`).
 *
 * @example tensor([1.5]).allclose(tensor([1.5000001])) // true
 * @see https://pytorch.org/docs/stable/generated/torch.allclose.html
 */
export function allclose(
  self: Tensor,
  other: Tensor,
  options: { readonly rtol?: number; readonly atol?: number; readonly equalNan?: boolean } = {},
): boolean {
  return isclose(self, other, options).all().item() === 1;
}

/** Elements as truth values: what is not zero is true. */
function truth(x: Tensor): Tensor {
  return x.dtype === 'bool' ? x : ne(x, 0);
}

/**
 * Where an element is zero.
 *
 * @example tensor([0, 2]).logicalNot() // [true, false]
 * @see https://pytorch.org/docs/stable/generated/torch.logical_not.html
 */
export function logicalNot(self: Tensor): Tensor {
  return eq(self, 0);
}

/**
 * Where both are not zero.
 *
 * @example tensor([0, 2]).logicalAnd(tensor([1, 1])) // [false, true]
 * @see https://pytorch.org/docs/stable/generated/torch.logical_and.html
 */
export function logicalAnd(self: Tensor, other: Tensor): Tensor {
  return dispatch(binaryOps.bitwiseAnd, [truth(self), truth(other)], noAttrs)[0];
}

/**
 * Where one or both are not zero.
 *
 * @example tensor([0, 2]).logicalOr(tensor([0, 1])) // [false, true]
 * @see https://pytorch.org/docs/stable/generated/torch.logical_or.html
 */
export function logicalOr(self: Tensor, other: Tensor): Tensor {
  return dispatch(binaryOps.bitwiseOr, [truth(self), truth(other)], noAttrs)[0];
}

/**
 * Where exactly one is not zero.
 *
 * @example tensor([0, 2]).logicalXor(tensor([1, 1])) // [true, false]
 * @see https://pytorch.org/docs/stable/generated/torch.logical_xor.html
 */
export function logicalXor(self: Tensor, other: Tensor): Tensor {
  return dispatch(binaryOps.bitwiseXor, [truth(self), truth(other)], noAttrs)[0];
}

/**
 * Where an element is NaN.
 *
 * @example tensor([1.5, NaN]).isnan() // [false, true]
 * @see https://pytorch.org/docs/stable/generated/torch.isnan.html
 */
export function isnan(self: Tensor): Tensor {
  return ne(self, self);
}

/**
 * Where an element is ±Infinity.
 *
 * @example tensor([1.5, -Infinity]).isinf() // [false, true]
 * @see https://pytorch.org/docs/stable/generated/torch.isinf.html
 */
export function isinf(self: Tensor): Tensor {
  return eq(self.abs(), Infinity);
}

/**
 * Where an element is neither NaN nor ±Infinity.
 *
 * @example tensor([1.5, NaN, Infinity]).isfinite() // [true, false, false]
 * @see https://pytorch.org/docs/stable/generated/torch.isfinite.html
 */
export function isfinite(self: Tensor): Tensor {
  return lt(self.abs(), Infinity);
}
