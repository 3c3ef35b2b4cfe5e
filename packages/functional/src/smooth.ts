/**
 * @file Smooth activations.
 */
import { dispatch, noAttrs, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { activate, type InplaceOptions, inplaceDefaults } from './activate.js';
import { checkChoice, withDefaults } from './options.js';

/**
 * `1 / (1 + e⁻ˣ)`: `[*] → [*]`.
 *
 * @example sigmoid(tensor([0.])) // [0.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.sigmoid.html
 */
export function sigmoid(input: Tensor): Tensor {
  return input.sigmoid();
}

/**
 * The hyperbolic tangent: `[*] → [*]`.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.tanh.html
 */
export function tanh(input: Tensor): Tensor {
  return input.tanh();
}

export interface GeluOptions {
  /** The exact function, or its approximation with tanh. Default: 'none'. */
  readonly approximate?: 'none' | 'tanh';
}

/**
 * `x · Φ(x)`, Φ being the distribution function of the normal distribution: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError for another approximation or an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.gelu.html
 * @see https://arxiv.org/abs/1606.08415
 */
export function gelu(input: Tensor, options: GeluOptions = {}): Tensor {
  const { approximate } = withDefaults('gelu', options, { approximate: 'none' });
  ops.checkFloating('gelu', input);
  checkChoice('gelu', 'approximate', approximate, ['none', 'tanh']);
  return dispatch(approximate === 'tanh' ? ops.unaryOps.geluTanh : ops.unaryOps.gelu, [input], noAttrs)[0];
}

/**
 * `x · sigmoid(x)`: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.silu.html
 */
export function silu(input: Tensor, options: InplaceOptions = {}): Tensor {
  ops.checkFloating('silu', input);
  const { inplace } = withDefaults('silu', options, inplaceDefaults);
  return activate(ops.unaryOps.silu, input, noAttrs, inplace);
}

/**
 * `x · tanh(softplus(x))`: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.mish.html
 */
export function mish(input: Tensor, options: InplaceOptions = {}): Tensor {
  ops.checkFloating('mish', input);
  const { inplace } = withDefaults('mish', options, inplaceDefaults);
  return activate(ops.unaryOps.mish, input, noAttrs, inplace);
}

export interface SoftplusOptions {
  /** Sharpness of the bend. Default: 1. */
  readonly beta?: number;
  /** Above it `beta · x` is taken to be its own softplus. Default: 20. */
  readonly threshold?: number;
}

/**
 * `log(1 + e^(beta · x)) / beta`: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softplus.html
 */
export function softplus(input: Tensor, options: SoftplusOptions = {}): Tensor {
  const attrs = withDefaults('softplus', options, { beta: 1, threshold: 20 });
  return dispatch(ops.softplus, [input], attrs)[0];
}

/**
 * `log(1 / (1 + e⁻ˣ))`: `[*] → [*]`.
 *
 * @throws DTypeError for integers and bools.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.logsigmoid.html
 */
export function logsigmoid(input: Tensor): Tensor {
  ops.checkFloating('logsigmoid', input);
  return dispatch(ops.unaryOps.logSigmoid, [input], noAttrs)[0];
}

/**
 * `x / (1 + |x|)`: `[*] → [*]`.
 *
 * @example softsign(tensor([-1, 3])) // [-0.5, 0.75]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softsign.html
 */
export function softsign(input: Tensor): Tensor {
  return input.div(input.abs().add(1));
}

/**
 * `x − tanh(x)`: `[*] → [*]`.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.tanhshrink.html
 */
export function tanhshrink(input: Tensor): Tensor {
  return input.sub(input.tanh());
}
