/**
 * @file Pooling to a given size, whatever the input's.
 */
import { dispatch, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { withDefaults } from './options.js';
import { asRow, inRow } from './rows.js';

/** One size for rows and columns, or one for each; null keeps the input's. */
export type OutputSize = number | readonly [rows: number | null, columns: number | null];

export interface IndicesOptions {
  /** Also give the positions of the largest values. Default: false. */
  readonly returnIndices?: boolean;
}

function planeSize(op: string, input: Tensor, size: OutputSize): readonly [number, number] {
  const [rows, columns] = typeof size === 'number' ? [size, size] : size;
  if (rows === undefined || columns === undefined) {
    throw new ValueError(op, `outputSize must be one number or two, got [${String(size)}]`, { outputSize: size });
  }
  return [rows ?? input.shape.at(-2) ?? 0, columns ?? input.shape.at(-1) ?? 0];
}

/** A single mean is what PyTorch computes with `mean`. */
function adaptiveMean(input: Tensor, outputSize: readonly [number, number]): Tensor {
  const whole = outputSize[0] === 1 && outputSize[1] === 1 && (input.ndim === 3 || input.ndim === 4);
  if (whole) return input.mean([-1, -2], { keepdim: true });
  return dispatch(ops.adaptiveAvgPool2d, [input], { outputSize })[0];
}

/**
 * Means of as many windows as the output has elements: `[N, C, H, W] → [N, C, ...outputSize]`; N may be missing.
 *
 * Window i of m reaches from `⌊i·H / m⌋` to `⌈(i + 1)·H / m⌉`.
 * @throws ShapeError for another number of dimensions or empty channels, ValueError for sizes that are no integers ≥ 0.
 * @example adaptiveAvgPool2d(ones(1, 3, 5, 7), 1).shape // [1, 3, 1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool2d.html
 */
export function adaptiveAvgPool2d(input: Tensor, outputSize: OutputSize): Tensor {
  return adaptiveMean(input, planeSize('adaptiveAvgPool2d', input, outputSize));
}

/**
 * Means of as many windows as the output has elements: `[N, C, L] → [N, C, outputSize]`; N may be missing.
 *
 * @throws ShapeError for another number of dimensions or empty channels, ValueError for a size that is no integer ≥ 0.
 * @example adaptiveAvgPool1d(tensor([[[1, 2, 3, 4.5]]]), 2) // [[[1.5, 3.75]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool1d.html
 */
export function adaptiveAvgPool1d(input: Tensor, outputSize: number): Tensor {
  const op = 'adaptiveAvgPool1d';
  return adaptiveMean(asRow(op, input), inRow(op, 'outputSize', outputSize, 1)).squeeze(-2);
}

function chosen(
  op: string,
  input: Tensor,
  outputSize: readonly [number, number],
  options: IndicesOptions,
): { readonly values: Tensor; readonly indices: Tensor; readonly returnIndices: boolean } {
  const { returnIndices } = withDefaults(op, options, { returnIndices: false });
  const [values, indices] = dispatch(ops.adaptiveMaxPool2d, [input], { outputSize });
  return { values, indices, returnIndices };
}

/**
 * Largest values of as many windows as the output has elements: `[N, C, H, W] → [N, C, ...outputSize]`; N may be missing.
 *
 * @returns the values, or `[values, indices]` with `returnIndices` (int32 positions in the H·W plane).
 * @throws ShapeError for another number of dimensions or empty channels, ValueError for sizes or options that do not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool2d.html
 */
export function adaptiveMaxPool2d(
  input: Tensor,
  outputSize: OutputSize,
  options: { readonly returnIndices: true },
): [values: Tensor, indices: Tensor];
export function adaptiveMaxPool2d(
  input: Tensor,
  outputSize: OutputSize,
  options?: { readonly returnIndices?: false },
): Tensor;
export function adaptiveMaxPool2d(
  input: Tensor,
  outputSize: OutputSize,
  options: IndicesOptions = {},
): Tensor | [values: Tensor, indices: Tensor] {
  const op = 'adaptiveMaxPool2d';
  const { values, indices, returnIndices } = chosen(op, input, planeSize(op, input, outputSize), options);
  return returnIndices ? [values, indices] : values;
}

/**
 * Largest values of as many windows as the output has elements: `[N, C, L] → [N, C, outputSize]`; N may be missing.
 *
 * @returns the values, or `[values, indices]` with `returnIndices` (int32 positions along L).
 * @throws ShapeError for another number of dimensions or empty channels, ValueError for a size or option that does not fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool1d.html
 */
export function adaptiveMaxPool1d(
  input: Tensor,
  outputSize: number,
  options: { readonly returnIndices: true },
): [values: Tensor, indices: Tensor];
export function adaptiveMaxPool1d(
  input: Tensor,
  outputSize: number,
  options?: { readonly returnIndices?: false },
): Tensor;
export function adaptiveMaxPool1d(
  input: Tensor,
  outputSize: number,
  options: IndicesOptions = {},
): Tensor | [values: Tensor, indices: Tensor] {
  const op = 'adaptiveMaxPool1d';
  const size = inRow(op, 'outputSize', outputSize, 1);
  const { values, indices, returnIndices } = chosen(op, asRow(op, input), size, options);
  return returnIndices ? [values.squeeze(-2), indices.squeeze(-2)] : values.squeeze(-2);
}
