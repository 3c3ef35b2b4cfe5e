/**
 * @file Pooling of volumes to a given size.
 */
import { dispatch, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import type { IndicesOptions } from './adaptive-pool.js';
import { withDefaults } from './options.js';

/** One size for depth, rows and columns, or one for each; null keeps the input's. */
export type OutputSize3d = number | readonly [depth: number | null, rows: number | null, columns: number | null];

function volumeSize(op: string, input: Tensor, size: OutputSize3d): ops.Triple {
  const [depth, rows, columns] = typeof size === 'number' ? [size, size, size] : size;
  if (depth === undefined || rows === undefined || columns === undefined) {
    throw new ValueError(op, `outputSize must be one number or three, got [${String(size)}]`, { outputSize: size });
  }
  return [depth ?? input.shape.at(-3) ?? 0, rows ?? input.shape.at(-2) ?? 0, columns ?? input.shape.at(-1) ?? 0];
}

/**
 * Means of as many windows as the output has elements: `[N, C, D, H, W] → [N, C, ...outputSize]`; N may be missing.
 *
 * @throws ShapeError for another number of dimensions or empty channels, ValueError for sizes that are no integers ≥ 0.
 * @example adaptiveAvgPool3d(ones(1, 3, 5, 7, 9), 1).shape // [1, 3, 1, 1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool3d.html
 */
export function adaptiveAvgPool3d(input: Tensor, outputSize: OutputSize3d): Tensor {
  const size = volumeSize('adaptiveAvgPool3d', input, outputSize);
  // a single mean is what PyTorch computes with `mean`
  const whole = size.every((n) => n === 1) && (input.ndim === 4 || input.ndim === 5);
  if (whole) return input.mean([-1, -2, -3], { keepdim: true });
  return dispatch(ops.adaptiveAvgPool3d, [input], { outputSize: size })[0];
}

/**
 * Largest values of as many windows as the output has elements: `[N, C, D, H, W] → [N, C, ...outputSize]`; N may be missing.
 *
 * @returns the values, or `[values, indices]` with `returnIndices` (int32 positions in the D·H·W volume).
 * @throws ShapeError for another number of dimensions or empty channels, ValueError for sizes or options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool3d.html
 */
export function adaptiveMaxPool3d(
  input: Tensor,
  outputSize: OutputSize3d,
  options: { readonly returnIndices: true },
): [values: Tensor, indices: Tensor];
export function adaptiveMaxPool3d(
  input: Tensor,
  outputSize: OutputSize3d,
  options?: { readonly returnIndices?: false },
): Tensor;
export function adaptiveMaxPool3d(
  input: Tensor,
  outputSize: OutputSize3d,
  options: IndicesOptions = {},
): Tensor | [values: Tensor, indices: Tensor] {
  const op = 'adaptiveMaxPool3d';
  const { returnIndices } = withDefaults(op, options, { returnIndices: false });
  const [values, indices] = dispatch(ops.adaptiveMaxPool3d, [input], {
    outputSize: volumeSize(op, input, outputSize),
  });
  return returnIndices ? [values, indices] : values;
}
