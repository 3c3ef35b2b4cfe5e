/**
 * @file Random choices that gradients flow through.
 */
import { exponential_, type Tensor, ValueError } from '@x/tensor/core';
import { withDefaults } from './options.js';

export interface GumbelSoftmaxOptions {
  /** Temperature: the lower, the closer to a choice of one class. Default: 1. */
  readonly tau?: number;
  /** Give a one and zeros, with the gradient of the soft choice. Default: false. */
  readonly hard?: boolean;
  /** Dimension of the classes. Default: -1. */
  readonly dim?: number;
}

/**
 * The softmax of logits with Gumbel noise, divided by a temperature: `[*] → [*]`. The largest element of each row is a sample of
 * the softmax of the logits. The noise comes from the default generator.
 *
 * @throws DTypeError for integers and bools, IndexError when the dimension does not exist, ValueError when tau is not positive or
 * for an unknown option.
 * @example gumbelSoftmax(zeros(2, 3), { hard: true }).sum(1) // [1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.gumbel_softmax.html
 * @see https://arxiv.org/abs/1611.01144
 */
export function gumbelSoftmax(logits: Tensor, options: GumbelSoftmaxOptions = {}): Tensor {
  const { tau, hard, dim } = withDefaults('gumbelSoftmax', options, { tau: 1, hard: false, dim: -1 });
  if (!(tau > 0)) throw new ValueError('gumbelSoftmax', `tau must be positive, got ${tau}`, { tau });
  const noise = exponential_(logits.newZeros(logits.shape)).log().neg();
  const soft = logits.add(noise).div(tau).softmax(dim);
  if (!hard) return soft;
  const choice = soft.newZeros(soft.shape).scatter(dim, soft.detach().argmax(dim, { keepdim: true }), 1);
  return choice.sub(soft.detach()).add(soft);
}
