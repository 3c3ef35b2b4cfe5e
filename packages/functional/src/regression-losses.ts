/**
 * @file Losses of numbers against numbers.
 */
import { dispatch, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { type LossOptions, lossDefaults, lossOptions, reduceLosses, sameSize } from './reduction.js';

/**
 * Squared difference: `[*], [*] → []`, or `[*]` with reduction 'none'.
 *
 * @throws ShapeError when the shapes do not broadcast, DTypeError for integers, ValueError for an option that does not exist.
 * @example mseLoss(tensor([1, 2.5]), tensor([1, 0.5])) // 2
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.mse_loss.html
 */
export function mseLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  const attrs = lossOptions('mseLoss', options, lossDefaults);
  return dispatch(ops.mseLoss, sameSize('mseLoss', input, target), attrs)[0];
}

/**
 * Magnitude of the difference: `[*], [*] → []`, or `[*]` with reduction 'none'.
 *
 * @throws ShapeError when the shapes do not broadcast, DTypeError for integers, ValueError for an option that does not exist.
 * @example l1Loss(tensor([1, 2.5]), tensor([1, 0.5])) // 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.l1_loss.html
 */
export function l1Loss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  const { reduction } = lossOptions('l1Loss', options, lossDefaults);
  const [x, y] = sameSize('l1Loss', input, target);
  return reduceLosses(x.sub(y).abs(), reduction);
}

export interface SmoothL1Options extends LossOptions {
  /** Where the parabola around 0 ends; with 0 it is `l1Loss`. Default: 1. */
  readonly beta?: number;
}

/**
 * `d² / (2 beta)` for differences below beta, `|d| − beta / 2` for others: `[*], [*] → []`, or `[*]` with reduction 'none'.
 *
 * @throws ValueError when beta is negative or for an option that does not exist, ShapeError when the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.smooth_l1_loss.html
 */
export function smoothL1Loss(input: Tensor, target: Tensor, options: SmoothL1Options = {}): Tensor {
  const attrs = lossOptions('smoothL1Loss', options, { ...lossDefaults, beta: 1 });
  if (!(attrs.beta >= 0)) {
    throw new ValueError('smoothL1Loss', `beta must not be negative, got ${attrs.beta}`, { beta: attrs.beta });
  }
  return dispatch(ops.smoothL1Loss, sameSize('smoothL1Loss', input, target), attrs)[0];
}

export interface HuberOptions extends LossOptions {
  /** Where the parabola around 0 ends. Default: 1. */
  readonly delta?: number;
}

/**
 * `d² / 2` for differences up to delta, `delta · (|d| − delta / 2)` for others: `[*], [*] → []`, or `[*]` with reduction 'none'.
 *
 * @throws ValueError when delta is not positive or for an option that does not exist, ShapeError when the shapes do not
 * broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.huber_loss.html
 */
export function huberLoss(input: Tensor, target: Tensor, options: HuberOptions = {}): Tensor {
  const attrs = lossOptions('huberLoss', options, { ...lossDefaults, delta: 1 });
  if (!(attrs.delta > 0)) {
    throw new ValueError('huberLoss', `delta must be positive, got ${attrs.delta}`, { delta: attrs.delta });
  }
  return dispatch(ops.huberLoss, sameSize('huberLoss', input, target), attrs)[0];
}
