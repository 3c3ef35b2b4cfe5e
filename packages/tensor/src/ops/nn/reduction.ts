/**
 * @file What becomes of the losses of single elements.
 */
import type { Tensor } from '../../tensor.js';

/** Losses of elements as they are, their mean, or their sum. */
export type Reduction = 'none' | 'mean' | 'sum';

/** Attributes of a loss. */
export interface LossAttrs {
  readonly reduction: Reduction;
}

const reductions: Readonly<Record<Reduction, (losses: Tensor) => Tensor>> = {
  none: (losses) => losses,
  mean: (losses) => losses.mean(),
  sum: (losses) => losses.sum(),
};

/** The way back: the gradient of each of `count` losses from that of what was made of them; it broadcasts. */
export function perElement(grad: Tensor, reduction: Reduction, count: number): Tensor {
  return reduction === 'mean' ? grad.div(count) : grad;
}

/** The losses, reduced. */
export function reduceLosses(losses: Tensor, reduction: Reduction): Tensor {
  return reductions[reduction](losses);
}
