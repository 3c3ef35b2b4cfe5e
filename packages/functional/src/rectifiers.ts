/**
 * @file Activations that keep positive values and change the others.
 */
import { dispatch, noAttrs, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { activate, type InplaceOptions, inplaceDefaults } from './activate.js';
import { withDefaults } from './options.js';

/**
 * `max(x, 0)`: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example relu(tensor([-1.5, 2])) // [0, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu.html
 */
export function relu(input: Tensor, options: InplaceOptions = {}): Tensor {
  const { inplace } = withDefaults('relu', options, inplaceDefaults);
  return activate(ops.unaryOps.relu, input, noAttrs, inplace);
}

/**
 * `min(max(x, 0), 6)`: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example relu6(tensor([-1.5, 8])) // [0, 6]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu6.html
 */
export function relu6(input: Tensor, options: InplaceOptions = {}): Tensor {
  const { inplace } = withDefaults('relu6', options, inplaceDefaults);
  return activate(ops.hardtanh, input, { minVal: 0, maxVal: 6 }, inplace);
}

export interface LeakyReluOptions extends InplaceOptions {
  /** Slope for negative values. Default: 0.01. */
  readonly negativeSlope?: number;
}

/**
 * `x` where positive, `negativeSlope · x` elsewhere: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError for an unknown option.
 * @example leakyRelu(tensor([-100, 2.5])) // [-1, 2.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.leaky_relu.html
 */
export function leakyRelu(input: Tensor, options: LeakyReluOptions = {}): Tensor {
  const { negativeSlope, inplace } = withDefaults('leakyRelu', options, { negativeSlope: 0.01, inplace: false });
  return activate(ops.leakyRelu, input, { negativeSlope }, inplace);
}

/**
 * `x` where positive, `weight · x` elsewhere; `weight` is learned: `[N, C, *], [C] or [1] → [N, C, *]`.
 *
 * @throws ShapeError when weight holds neither one number nor one for each channel.
 * @example prelu(tensor([[-4, 2.5]]), tensor([0.25])) // [[-1, 2.5]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
 */
export function prelu(input: Tensor, weight: Tensor): Tensor {
  return dispatch(ops.prelu, [input, weight], noAttrs)[0];
}

/**
 * `x` where above the threshold, `value` elsewhere: `[*] → [*]`.
 *
 * @throws DTypeError for bools, ValueError for an unknown option.
 * @example threshold(tensor([0.5, 2]), 1, -1) // [-1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.threshold.html
 */
export function threshold(input: Tensor, limit: number, value: number, options: InplaceOptions = {}): Tensor {
  const { inplace } = withDefaults('threshold', options, inplaceDefaults);
  return activate(ops.threshold, input, { threshold: limit, value }, inplace);
}

export interface EluOptions extends InplaceOptions {
  /** Negated limit for x → −∞. Default: 1. */
  readonly alpha?: number;
}

/**
 * `x` where positive, `alpha · (eˣ − 1)` elsewhere: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError for an unknown option.
 * @example elu(tensor([-100, 2.5])) // [-1, 2.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.elu.html
 */
export function elu(input: Tensor, options: EluOptions = {}): Tensor {
  const { alpha, inplace } = withDefaults('elu', options, { alpha: 1, inplace: false });
  return activate(ops.elu, input, { alpha, scale: 1 }, inplace);
}

/** The constants of "Self-Normalizing Neural Networks": they keep mean 0 and variance 1 from layer to layer. */
const seluConstants = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

/**
 * ELU with the constants that keep activations at mean 0 and variance 1: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.selu.html
 * @see https://arxiv.org/abs/1706.02515
 */
export function selu(input: Tensor, options: InplaceOptions = {}): Tensor {
  const { inplace } = withDefaults('selu', options, inplaceDefaults);
  return activate(ops.elu, input, seluConstants, inplace);
}

/**
 * `x` where positive, `alpha · (e^(x / alpha) − 1)` elsewhere: `[*] → [*]`.
 *
 * @throws ValueError when alpha is 0 or for an unknown option, DTypeError for integers and bools.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.celu.html
 */
export function celu(input: Tensor, options: EluOptions = {}): Tensor {
  const { alpha, inplace } = withDefaults('celu', options, { alpha: 1, inplace: false });
  if (alpha === 0) throw new ValueError('celu', 'alpha must not be 0', { alpha });
  return activate(ops.celu, input, { alpha }, inplace);
}

export interface HardtanhOptions extends InplaceOptions {
  /** Lowest value. Default: -1. */
  readonly minVal?: number;
  /** Highest value. Default: 1. */
  readonly maxVal?: number;
}

/**
 * `x` moved into [minVal, maxVal]: `[*] → [*]`.
 *
 * @throws DTypeError for bools, ValueError for an unknown option.
 * @example hardtanh(tensor([-1.5, 0.5])) // [-1, 0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardtanh.html
 */
export function hardtanh(input: Tensor, options: HardtanhOptions = {}): Tensor {
  const { minVal, maxVal, inplace } = withDefaults('hardtanh', options, { minVal: -1, maxVal: 1, inplace: false });
  return activate(ops.hardtanh, input, { minVal, maxVal }, inplace);
}
