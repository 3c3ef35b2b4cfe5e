/**
 * @file Negative log likelihoods of numbers under a distribution.
 */
import { DTypeError, isFloatingPoint, sameShape, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import { type LossOptions, lossDefaults, lossOptions, reduceLosses } from './reduction.js';

export interface PoissonNllOptions extends LossOptions {
  /** Whether the input is the logarithm of the expected count. Default: true. */
  readonly logInput?: boolean;
  /** Add Stirling's approximation of `log y!` for targets above 1. Default: false. */
  readonly full?: boolean;
  /** Added to the input before its logarithm is taken (without logInput). Default: 1e-8. */
  readonly eps?: number;
}

/**
 * Negative log likelihood of counts under Poisson distributions: `eˣ − y · x`, or `x − y · log(x + eps)` without `logInput`:
 * `[*], [*] → []`, or `[*]` with reduction 'none'.
 *
 * @throws ShapeError when the shapes do not broadcast, ValueError for an option that does not exist.
 * @example poissonNllLoss(tensor([0.]), tensor([2.])) // 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.poisson_nll_loss.html
 */
export function poissonNllLoss(input: Tensor, target: Tensor, options: PoissonNllOptions = {}): Tensor {
  const defaults = { ...lossDefaults, logInput: true, full: false, eps: 1e-8 };
  const { logInput, full, eps, reduction } = lossOptions('poissonNllLoss', options, defaults);
  const losses = logInput ? input.exp().sub(target.mul(input)) : input.sub(target.mul(input.add(eps).log()));
  if (!full) return reduceLosses(losses, reduction);
  const stirling = target
    .mul(target.log())
    .sub(target)
    .add(
      target
        .mul(2 * Math.PI)
        .log()
        .mul(0.5),
    );
  return reduceLosses(losses.add(stirling.maskedFill(target.le(1), 0)), reduction);
}

export interface GaussianNllOptions extends LossOptions {
  /** Add the constant `log(2π) / 2`. Default: false. */
  readonly full?: boolean;
  /** Smallest variance to divide by. Default: 1e-6. */
  readonly eps?: number;
}

/** The variance in a shape that goes with the input's. */
function fitted(op: string, input: Tensor, variance: Tensor): Tensor {
  if (sameShape(variance.shape, input.shape)) return variance;
  const rows = input.shape.slice(0, -1);
  if (sameShape(variance.shape, rows)) return variance.unsqueeze(-1);
  if (sameShape(variance.shape, [...rows, 1])) return variance;
  throw new ShapeError(
    op,
    `the variance must have the input's shape, or lack its last dimension: got ${shapeText(variance.shape)} for ${shapeText(input.shape)}`,
    { shapes: [input.shape, variance.shape] },
  );
}

/** Devices that cannot be read at once take negative variances for eps instead. */
function checkVariance(op: string, variance: Tensor): void {
  if (!isFloatingPoint(variance.dtype)) {
    throw new DTypeError(op, `the variance must be floating point, got ${variance.dtype}`, {
      dtypes: [variance.dtype],
    });
  }
  if (!variance.storage.backend.readSync) return;
  const negative = variance
    .detach()
    .toTypedArray()
    .find((v) => v < 0);
  if (negative === undefined) return;
  throw new ValueError(op, `the variance must not be negative, got ${negative}`, { value: negative });
}

/**
 * Negative log likelihood of numbers under normal distributions: `(log v + (x − y)² / v) / 2` for means x and variances v:
 * `[*], [*], [*] → []`, or `[*]` with reduction 'none'. The variance may lack the last dimension, or have size 1 there.
 *
 * @throws ShapeError when the shapes do not fit, ValueError when a variance is negative or for an option that does not exist.
 * @example gaussianNllLoss(tensor([1.]), tensor([3.]), tensor([1.])) // 2
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.gaussian_nll_loss.html
 */
export function gaussianNllLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  options: GaussianNllOptions = {},
): Tensor {
  const op = 'gaussianNllLoss';
  const { full, eps, reduction } = lossOptions(op, options, { ...lossDefaults, full: false, eps: 1e-6 });
  const given = fitted(op, input, variance);
  checkVariance(op, given);
  // the bound is no part of the gradient: it only adds a constant
  const v = given.add(given.detach().rsub(eps).clampMin(0));
  const difference = input.sub(target);
  const losses = v.log().add(difference.mul(difference).div(v)).mul(0.5);
  return reduceLosses(full ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses, reduction);
}
