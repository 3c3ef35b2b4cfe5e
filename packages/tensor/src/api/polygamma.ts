/**
 * @file Derivatives of digamma.
 */
import { dispatch } from '../dispatch.js';
import { ValueError } from '../errors.js';
import { polygamma as op } from '../ops/special-functions.js';
import type { Tensor } from '../tensor.js';

/**
 * The n-th derivative of digamma; as a method `x.polygamma(n)`: `[*] → [*]`.
 *
 * @throws ValueError unless n is an integer that is not negative.
 * @example polygamma(1, tensor([1])) // [1.6449]
 * @see https://pytorch.org/docs/stable/generated/torch.polygamma.html
 */
export function polygamma(n: number, input: Tensor): Tensor {
  if (!Number.isInteger(n) || n < 0) {
    throw new ValueError('polygamma', `n must be an integer that is not negative, got ${n}`, { n });
  }
  return dispatch(op, [input], { n })[0];
}
