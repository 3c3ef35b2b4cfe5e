/**
 * @file New tensors in the shape, dtype and on the device of another.
 */
import { created, filled, target } from '../construct.js';
import type { TensorOptions } from '../options.js';
import { allocate } from '../kernel.js';
import type { Shape } from '../layout.js';
import { checkSizes } from '../shape.js';
import type { Tensor } from '../tensor.js';

function constant(op: string, self: Tensor, shape: Shape, value: number, options: TensorOptions): Tensor {
  const { backend, dtype } = target(op, { ...options, device: options.device ?? self.device }, self.dtype);
  return created(op, filled(backend, checkSizes(op, shape), dtype, value), options);
}

/**
 * Zeros in the shape of self.
 *
 * @example tensor([1, 2]).zerosLike() // [0, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.zeros_like.html
 */
export function zerosLike(self: Tensor, options: TensorOptions = {}): Tensor {
  return constant('zerosLike', self, self.shape, 0, options);
}

/**
 * Ones in the shape of self.
 *
 * @example tensor([1, 2]).onesLike() // [1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.ones_like.html
 */
export function onesLike(self: Tensor, options: TensorOptions = {}): Tensor {
  return constant('onesLike', self, self.shape, 1, options);
}

/**
 * One value in the shape of self.
 *
 * @example tensor([1, 2]).fullLike(7) // [7, 7]
 * @see https://pytorch.org/docs/stable/generated/torch.full_like.html
 */
export function fullLike(self: Tensor, value: number | boolean, options: TensorOptions = {}): Tensor {
  return constant('fullLike', self, self.shape, Number(value), options);
}

/**
 * Undefined contents in the shape of self.
 *
 * @example tensor([1, 2]).emptyLike().shape // [2]
 * @see https://pytorch.org/docs/stable/generated/torch.empty_like.html
 */
export function emptyLike(self: Tensor, options: TensorOptions = {}): Tensor {
  const { backend, dtype } = target('emptyLike', { ...options, device: options.device ?? self.device }, self.dtype);
  return created('emptyLike', allocate(backend, self.shape, dtype), options);
}

/**
 * Zeros in another shape, otherwise as self.
 *
 * @example tensor([1, 2]).newZeros([3]) // [0, 0, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.new_zeros.html
 */
export function newZeros(self: Tensor, size: Shape, options: TensorOptions = {}): Tensor {
  return constant('newZeros', self, size, 0, options);
}

/**
 * Ones in another shape, otherwise as self.
 *
 * @example tensor([1, 2]).newOnes([3]) // [1, 1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.new_ones.html
 */
export function newOnes(self: Tensor, size: Shape, options: TensorOptions = {}): Tensor {
  return constant('newOnes', self, size, 1, options);
}

/**
 * One value in another shape, otherwise as self.
 *
 * @example tensor([1, 2]).newFull([2], 7) // [7, 7]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.new_full.html
 */
export function newFull(self: Tensor, size: Shape, value: number | boolean, options: TensorOptions = {}): Tensor {
  return constant('newFull', self, size, Number(value), options);
}
