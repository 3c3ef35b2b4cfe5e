/**
 * @file Leaky ReLU with random slopes.
 */
import { dispatch, dispatchInplace, empty, noAttrs, type Tensor, tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import type { InplaceOptions } from './activate.js';
import { withDefaults } from './options.js';

export interface RreluOptions extends InplaceOptions {
  /** Lowest slope. Default: 1/8. */
  readonly lower?: number;
  /** Highest slope. Default: 1/3. */
  readonly upper?: number;
  /** Draw the slopes; otherwise all are the middle one. Default: false. */
  readonly training?: boolean;
}

/** A slope for each element: 1 where positive, drawn elsewhere, in the order of the elements. */
function drawn(input: Tensor, lower: number, upper: number): Tensor {
  const slopes = Float64Array.from(input.detach().toTypedArray(), (x) => (x <= 0 ? 0 : 1));
  const count = slopes.reduce((n, slope) => n + Number(slope === 0), 0);
  const random = empty(count, { dtype: 'float64', device: input.device })
    .uniform_({ from: lower, to: upper })
    .toTypedArray();
  let next = 0;
  const values = slopes.map((slope) => (slope === 0 ? random[next++]! : 1));
  return tensor(values, { dtype: input.dtype, device: input.device }).view(input.shape);
}

/**
 * `x` where positive, `a · x` elsewhere, with a slope a for each element: drawn evenly from [lower, upper) in training (the signs
 * are read at once), their middle otherwise: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError when lower is above upper or for an unknown option.
 * @example rrelu(tensor([-4, 2.5]), { lower: 0.25, upper: 0.25 }) // [-1, 2.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.rrelu.html
 * @see https://arxiv.org/abs/1505.00853
 */
export function rrelu(input: Tensor, options: RreluOptions = {}): Tensor {
  const all = withDefaults('rrelu', options, { lower: 1 / 8, upper: 1 / 3, training: false, inplace: false });
  const { lower, upper, training, inplace } = all;
  ops.checkFloating('rrelu', input);
  if (!(lower <= upper)) {
    throw new ValueError('rrelu', `lower must not be above upper, got ${lower} and ${upper}`, { lower, upper });
  }
  const middle = (lower + upper) / 2;
  const noise = training ? drawn(input, lower, upper) : input.newOnes(input.shape).where(input.gt(0), middle);
  return inplace
    ? dispatchInplace(ops.rreluWithNoise, [input, noise], noAttrs)
    : dispatch(ops.rreluWithNoise, [input, noise], noAttrs)[0];
}
