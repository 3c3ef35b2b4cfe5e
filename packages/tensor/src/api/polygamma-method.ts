/**
 * @file The method whose function takes the tensor last.
 */
import { polygamma as derivative } from './polygamma.js';
import type { Tensor } from '../tensor.js';

/** The n-th derivative of digamma: `x.polygamma(n)` is `polygamma(n, x)`. */
export function polygamma(self: Tensor, n: number): Tensor {
  return derivative(n, self);
}
