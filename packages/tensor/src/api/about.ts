/**
 * @file Questions about a tensor, and new tensors made like it.
 */
import { empty, tensor } from '../create.js';
import type { DType } from '../dtype.js';
import { ValueError } from '../errors.js';
import type { Shape } from '../layout.js';
import type { NestedData } from '../nested.js';
import type { TensorOptions } from '../options.js';
import { sameShape, shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

/**
 * Whether the only element is not zero.
 *
 * @throws ValueError unless there is exactly one element.
 * @example tensor([0.5]).isNonzero() // true
 * @see https://pytorch.org/docs/stable/generated/torch.is_nonzero.html
 */
export function isNonzero(self: Tensor): boolean {
  if (self.numel() !== 1) {
    throw new ValueError(
      'isNonzero',
      `the truth of a tensor with other than one element is ambiguous: ${shapeText(self.shape)}; use any() or all()`,
      {
        shape: self.shape,
      },
    );
  }
  return self.item() !== 0;
}

/**
 * Whether two tensors have the same shape.
 *
 * @example zeros(2, 3).isSameSize(ones(2, 3)) // true
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.size.html
 */
export function isSameSize(self: Tensor, other: Tensor): boolean {
  return sameShape(self.shape, other.shape);
}

const signed: Readonly<Record<DType, boolean>> = {
  float32: true,
  float64: true,
  int32: true,
  uint8: false,
  bool: false,
};

/**
 * Whether the dtype has negative numbers.
 *
 * @example tensor([1, 2]).isSigned() // true
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.is_signed.html
 */
export function isSigned(self: Tensor): boolean {
  return signed[self.dtype];
}

/**
 * Number of elements; `numel` by another name.
 *
 * @example zeros(2, 3).nelement() // 6
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.nelement.html
 */
export function nelement(self: Tensor): number {
  return self.numel();
}

/**
 * Number of dimensions; `dim` by another name.
 *
 * @example zeros(2, 3).ndimension() // 2
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.ndimension.html
 */
export function ndimension(self: Tensor): number {
  return self.ndim;
}

/**
 * A tensor in another shape with undefined contents, otherwise as self.
 *
 * @example tensor([1, 2]).newEmpty([3]).shape // [3]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.new_empty.html
 */
export function newEmpty(self: Tensor, size: Shape, options: TensorOptions = {}): Tensor {
  return empty(size, { dtype: self.dtype, device: self.device, ...options });
}

/**
 * A tensor of the given data on the device and, unless the options say another, of the dtype of self.
 *
 * @throws ShapeError when nested arrays differ in length.
 * @example tensor([0.5]).newTensor([1, 2]).dtype // 'float32'
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.new_tensor.html
 */
export function newTensor(self: Tensor, data: NestedData, options: TensorOptions = {}): Tensor {
  return tensor(data, { dtype: self.dtype, device: self.device, ...options });
}
