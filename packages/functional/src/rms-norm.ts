/**
 * @file Normalisation by the root of the mean square.
 */
import { type Shape, ShapeError, shapeText, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { withDefaults } from './options.js';

export interface RmsNormOptions {
  /** Factors of the normalised values. Default: none. */
  readonly weight?: Tensor | null;
  /** Added to the mean square. Default: the difference of 1 and the next larger number of the input's dtype. */
  readonly eps?: number | null;
}

/** Difference of 1 and the next larger number. */
const machineEps: Readonly<Record<string, number>> = { float32: 2 ** -23, float64: 2 ** -52 };

/**
 * Values divided by the root of their mean square over the last dimensions, then scaled: `[*] → [*]`.
 *
 * @param normalizedShape - sizes of those dimensions, and of weight.
 * @throws ShapeError when the input does not end with normalizedShape or weight has another shape, DTypeError for integers,
 * ValueError for an unknown option.
 * @example rmsNorm(tensor([[3, 4.]]), [2]) // [[0.8485, 1.1314]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.rms_norm.html
 * @see https://arxiv.org/abs/1910.07467
 */
export function rmsNorm(input: Tensor, normalizedShape: Shape, options: RmsNormOptions = {}): Tensor {
  const op = 'rmsNorm';
  const { weight, eps } = withDefaults(op, options, { weight: null, eps: null });
  ops.checkFloating(op, input, ...(weight ? [weight] : []));
  const count = normalizedShape.length;
  const text = shapeText(normalizedShape);
  if (count === 0 || shapeText(input.shape.slice(-count)) !== text || (weight && shapeText(weight.shape) !== text)) {
    throw new ShapeError(
      op,
      `the input ${shapeText(input.shape)} must end with the normalizedShape ${text}, which weight must have`,
      { shapes: [input.shape, normalizedShape, ...(weight ? [weight.shape] : [])] },
    );
  }
  const dims = normalizedShape.map((_, i) => i - count);
  const square = input.mul(input).mean(dims, { keepdim: true });
  const normalized = input.mul(square.add(eps ?? machineEps[input.dtype] ?? 0).rsqrt());
  return weight ? normalized.mul(weight) : normalized;
}
