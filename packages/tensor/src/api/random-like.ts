/**
 * @file New tensors of random numbers in the shape, dtype and on the device of another.
 */
import { rand, randn, type RandomOptions } from '../random-tensors.js';
import type { Tensor } from '../tensor.js';

/**
 * Uniform numbers in the shape of self.
 *
 * @example zeros(2, 3).randLike().shape // [2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.rand_like.html
 */
export function randLike(self: Tensor, options: RandomOptions = {}): Tensor {
  return rand(self.shape, { dtype: self.dtype, device: self.device, ...options });
}

/**
 * Normal numbers in the shape of self.
 *
 * @example zeros(2, 3).randnLike().shape // [2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.randn_like.html
 */
export function randnLike(self: Tensor, options: RandomOptions = {}): Tensor {
  return randn(self.shape, { dtype: self.dtype, device: self.device, ...options });
}
