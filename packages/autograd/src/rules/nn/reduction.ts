/**
 * @file The way back through a loss's reduction.
 */
import type { Tensor } from '@x/tensor/core';
import type * as ops from '@x/tensor/ops';

/** The gradient of each of `count` losses from that of what was made of them; it broadcasts. */
export function perElement(grad: Tensor, reduction: ops.Reduction, count: number): Tensor {
  return reduction === 'mean' ? grad.div(count) : grad;
}
