/**
 * @file Mean of windows over two spatial dimensions, and its gradient.
 */
import type { AvgPool2dAttrs, Shape } from '@x/tensor/core';
import { dense } from './dense.js';
import { elements, type Kernel } from './types.js';

/** A window along one dimension: the part inside of the image, and its length with padding. */
interface Range {
  readonly start: number;
  readonly end: number;
  readonly extent: number;
}

function ranges(d: 0 | 1, attrs: AvgPool2dAttrs, windows: number, limit: number): Range[] {
  return Array.from({ length: windows }, (_, i) => {
    const corner = i * attrs.stride[d] - attrs.padding[d];
    // a window that the rounded-up output size adds may reach beyond the padding: that part does not count
    const end = Math.min(corner + attrs.kernelSize[d], limit + attrs.padding[d]);
    return { start: Math.max(corner, 0), end: Math.min(end, limit), extent: end - corner };
  });
}

/** Calls `body` for every window of a plane with its part of the image and the number its sum is divided by. */
function eachWindow(
  image: Shape,
  output: Shape,
  attrs: AvgPool2dAttrs,
  body: (index: number, rows: Range, columns: Range, divisor: number) => void,
): void {
  const columnRanges = ranges(1, attrs, output[3]!, image[3]!);
  let index = 0;
  for (const rows of ranges(0, attrs, output[2]!, image[2]!)) {
    for (const columns of columnRanges) {
      const inside = (rows.end - rows.start) * (columns.end - columns.start);
      const size = attrs.countIncludePad ? rows.extent * columns.extent : inside;
      body(index++, rows, columns, attrs.divisorOverride ?? size);
    }
  }
}

export const avgPool2d: Kernel<'avgPool2d'> = ([x], [out], attrs) => {
  const { data, offset } = dense(x);
  const to = elements(out);
  const [N, C, H, W] = x.layout.shape as [number, number, number, number];
  const windows = out.layout.shape[2]! * out.layout.shape[3]!;
  eachWindow(x.layout.shape, out.layout.shape, attrs, (index, rows, columns, divisor) => {
    for (let plane = 0; plane < N * C; plane++) {
      let sum = 0;
      for (let row = rows.start; row < rows.end; row++) {
        const start = offset + (plane * H + row) * W;
        for (let column = columns.start; column < columns.end; column++) sum += data[start + column]!;
      }
      // a window that lies in the padding alone is 0, not 0 / 0
      to[out.layout.offset + plane * windows + index] =
        rows.start < rows.end && columns.start < columns.end ? sum / divisor : 0;
    }
  });
};

export const avgPool2dBackward: Kernel<'avgPool2dBackward'> = ([grad], [out], attrs) => {
  const { data, offset } = dense(grad);
  const [N, C, H, W] = out.layout.shape as [number, number, number, number];
  const windows = grad.layout.shape[2]! * grad.layout.shape[3]!;
  const sums = new Float64Array(out.layout.size);
  eachWindow(out.layout.shape, grad.layout.shape, attrs, (index, rows, columns, divisor) => {
    for (let plane = 0; plane < N * C; plane++) {
      const share = data[offset + plane * windows + index]! / divisor;
      for (let row = rows.start; row < rows.end; row++) {
        const start = (plane * H + row) * W;
        for (let column = columns.start; column < columns.end; column++) sums[start + column]! += share;
      }
    }
  });
  elements(out).set(sums, out.layout.offset);
};
