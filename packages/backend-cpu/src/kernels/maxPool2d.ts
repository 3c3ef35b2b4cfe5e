/**
 * @file Largest value of windows over two spatial dimensions, and its gradient.
 */
import { IndexError, type Pool2dAttrs, type TypedArray } from '@x/tensor/core';
import { dense } from './dense.js';
import { elements, type Kernel } from './types.js';

/** A window along one dimension, inside of the image. */
interface Range {
  readonly start: number;
  readonly end: number;
}

function ranges(d: 0 | 1, attrs: Pool2dAttrs, windows: number, limit: number): Range[] {
  const [size, stride, padding, step] = [attrs.kernelSize[d], attrs.stride[d], attrs.padding[d], attrs.dilation[d]];
  return Array.from({ length: windows }, (_, i) => {
    const corner = i * stride - padding;
    const start = corner < 0 ? corner + Math.ceil(-corner / step) * step : corner;
    return { start, end: Math.min(corner + (size - 1) * step + 1, limit) };
  });
}

export const maxPool2d: Kernel<'maxPool2d'> = ([x], [values, positions], attrs) => {
  const { data, offset } = dense(x);
  const [N, C, H, W] = x.layout.shape as [number, number, number, number];
  const largest = elements(values);
  const where = elements(positions);
  const rows = ranges(0, attrs, values.layout.shape[2]!, H);
  const columns = ranges(1, attrs, values.layout.shape[3]!, W);
  const [stepDown, stepRight] = attrs.dilation;
  let o = values.layout.offset;
  let w = positions.layout.offset;
  for (let plane = 0; plane < N * C; plane++) {
    const start = offset + plane * H * W;
    for (let r = 0; r < rows.length; r++) {
      const { start: top, end: bottom } = rows[r]!;
      for (let c = 0; c < columns.length; c++) {
        const { start: left, end: right } = columns[c]!;
        let best = top * W + left;
        let max = -Infinity;
        for (let row = top; row < bottom; row += stepDown) {
          for (let p = row * W + left; p < row * W + right; p += stepRight) {
            const value = data[start + p]!;
            if (value > max || Number.isNaN(value)) {
              max = value;
              best = p;
            }
          }
        }
        largest[o++] = max;
        where[w++] = best;
      }
    }
  }
};

/** Adds `grad` to `sums` at its positions. */
function scatter(sums: Float64Array, grad: TypedArray, positions: TypedArray, g: number, p: number, n: number): void {
  for (let i = 0; i < n; i++) {
    const position = positions[p + i]!;
    if (position < 0 || position >= sums.length) {
      throw new IndexError(
        'maxPool2dBackward',
        `position ${position} is out of bounds for a plane of ${sums.length} elements`,
        {
          index: position,
          size: sums.length,
        },
      );
    }
    sums[position]! += grad[g + i]!;
  }
}

export const maxPool2dBackward: Kernel<'maxPool2dBackward'> = ([grad, positions], [out]) => {
  const gradient = dense(grad);
  const where = dense(positions);
  const to = elements(out);
  const [N, C, H, W] = out.layout.shape as [number, number, number, number];
  const windows = grad.layout.shape[2]! * grad.layout.shape[3]!;
  const sums = new Float64Array(H * W);
  for (let plane = 0; plane < N * C; plane++) {
    const start = plane * windows;
    sums.fill(0);
    scatter(sums, gradient.data, where.data, gradient.offset + start, where.offset + start, windows);
    to.set(sums, out.layout.offset + plane * H * W);
  }
};
