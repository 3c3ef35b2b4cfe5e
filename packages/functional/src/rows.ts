/**
 * @file Pooling over one dimension is pooling over planes of one row.
 */
import { ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import type { Sizes } from './options.js';

/** The number for a row's columns, after the one that leaves its only line alone. */
export function inRow(op: string, name: string, value: Sizes, line: number): readonly [number, number] {
  const list = typeof value === 'number' ? [value] : value;
  if (list.length === 1) return [line, list[0]!];
  throw new ValueError(op, `${name} must be one number, got ${shapeText(list)}`, { [name]: value });
}

/** `[N, C, L]` or `[C, L]` as planes of one row. */
export function asRow(op: string, input: Tensor): Tensor {
  if (input.ndim === 2 || input.ndim === 3) return input.unsqueeze(-2);
  throw new ShapeError(op, `expected an input [N, C, L] or [C, L], got ${shapeText(input.shape)}`, {
    shapes: [input.shape],
  });
}
