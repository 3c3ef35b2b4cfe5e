/**
 * @file Normalisation by neighbouring channels.
 */
import { ShapeError, shapeText, type Tensor } from '@x/tensor/core';
import { avgPool2d, avgPool3d } from './avg-pool.js';
import { withDefaults } from './options.js';
import { pad } from './pad.js';

export interface LocalResponseNormOptions {
  /** Factor of the mean square. Default: 1e-4. */
  readonly alpha?: number;
  /** Exponent of the divisor. Default: 0.75. */
  readonly beta?: number;
  /** Added to the mean square. Default: 1. */
  readonly k?: number;
}

/**
 * Each element divided by `(k + alpha · mean square of the size channels around it)^beta`: `[N, C, *] → [N, C, *]`.
 *
 * @throws ShapeError for fewer than three dimensions, ValueError for a size or option that does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.local_response_norm.html
 */
export function localResponseNorm(input: Tensor, size: number, options: LocalResponseNormOptions = {}): Tensor {
  const op = 'localResponseNorm';
  const { alpha, beta, k } = withDefaults(op, options, { alpha: 1e-4, beta: 0.75, k: 1 });
  if (input.ndim < 3) {
    throw new ShapeError(op, `expected an input [N, C, *] of at least 3 dimensions, got ${shapeText(input.shape)}`, {
      shapes: [input.shape],
    });
  }
  if (input.numel() === 0) return input;
  const around = [Math.floor(size / 2), Math.floor((size - 1) / 2)];
  const squares = input.mul(input).unsqueeze(1);
  const means =
    input.ndim === 3
      ? avgPool2d(pad(squares, [0, 0, ...around]), [size, 1], { stride: 1 }).squeeze(1)
      : avgPool3d(
          pad(squares.view(input.size(0), 1, input.size(1), input.size(2), -1), [0, 0, 0, 0, ...around]),
          [size, 1, 1],
          { stride: 1 },
        )
          .squeeze(1)
          .view(input.shape);
  return input.div(means.mul(alpha).add(k).pow(beta));
}
