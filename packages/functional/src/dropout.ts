/**
 * @file Dropout: elements or channels set to zero at random, the others enlarged to keep the expected sum.
 */
import { type Shape, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import { withDefaults } from './options.js';

export interface DropoutOptions {
  /** Probability of becoming zero. Default: 0.5. */
  readonly p?: number;
  /** Without it the input is returned as it is. Default: true. */
  readonly training?: boolean;
  /** Put the result into the input instead of a new tensor. Default: false. */
  readonly inplace?: boolean;
}

/** Defaults of dropout, alpha dropout apart. */
export const dropoutDefaults: Required<DropoutOptions> = { p: 0.5, training: true, inplace: false };

/** @throws ValueError when p is no probability. */
export function checkProbability(op: string, p: number): void {
  if (p >= 0 && p <= 1) return;
  throw new ValueError(op, `dropout probability has to be between 0 and 1, but got ${p}`, { p });
}

function drop(op: string, input: Tensor, options: DropoutOptions, shape: Shape): Tensor {
  const { p, training, inplace } = withDefaults(op, options, dropoutDefaults);
  checkProbability(op, p);
  if (!training || p === 0 || input.numel() === 0) return input;
  const mask =
    p === 1
      ? input.newZeros([])
      : input
          .newZeros(shape)
          .bernoulli_({ p: 1 - p })
          .div_(1 - p);
  return inplace ? input.mul_(mask) : input.mul(mask);
}

/** Shape of one number for each channel of each sample. */
export function channelShape(op: string, { shape }: Tensor): Shape {
  if (shape.length >= 2) return shape.map((n, d) => (d < 2 ? n : 1));
  throw new ShapeError(op, `expected an input [N, C, *], got ${shapeText(shape)}`, { shapes: [shape] });
}

/**
 * Elements set to zero with probability p, the others divided by 1 − p: `[*] → [*]`. The numbers come from the default
 * generator: after `manualSeed` they are PyTorch's.
 *
 * @throws ValueError when p is not in [0, 1] or for an unknown option.
 * @example dropout(ones(4), { training: false }) // [1, 1, 1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html
 */
export function dropout(input: Tensor, options: DropoutOptions = {}): Tensor {
  return drop('dropout', input, options, input.shape);
}

/**
 * Whole channels set to zero with probability p: `[N, C, L] → [N, C, L]`; N may be missing.
 *
 * @throws ValueError when p is not in [0, 1] or for an unknown option, ShapeError for another number of dimensions.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout1d.html
 */
export function dropout1d(input: Tensor, options: DropoutOptions = {}): Tensor {
  if (input.ndim !== 2 && input.ndim !== 3) {
    throw new ShapeError('dropout1d', `expected an input [N, C, L] or [C, L], got ${shapeText(input.shape)}`, {
      shapes: [input.shape],
    });
  }
  const shape = input.ndim === 2 ? [input.size(0), 1] : channelShape('dropout1d', input);
  return drop('dropout1d', input, options, shape);
}

/**
 * Whole channels set to zero with probability p: `[N, C, H, W] → [N, C, H, W]`; three dimensions are taken as `[N, C, L]`.
 *
 * @throws ValueError when p is not in [0, 1] or for an unknown option, ShapeError for fewer than two dimensions.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout2d.html
 */
export function dropout2d(input: Tensor, options: DropoutOptions = {}): Tensor {
  return drop('dropout2d', input, options, channelShape('dropout2d', input));
}

/**
 * Whole channels set to zero with probability p: `[N, C, D, H, W] → [N, C, D, H, W]`; N may be missing.
 *
 * @throws ValueError when p is not in [0, 1] or for an unknown option, ShapeError for another number of dimensions.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout3d.html
 */
export function dropout3d(input: Tensor, options: DropoutOptions = {}): Tensor {
  if (input.ndim !== 4 && input.ndim !== 5) {
    throw new ShapeError(
      'dropout3d',
      `expected an input [N, C, D, H, W] or [C, D, H, W], got ${shapeText(input.shape)}`,
      {
        shapes: [input.shape],
      },
    );
  }
  const shape = input.ndim === 4 ? [input.size(0), 1, 1, 1] : channelShape('dropout3d', input);
  return drop('dropout3d', input, options, shape);
}
