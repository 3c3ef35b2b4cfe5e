/**
 * @file Windows over two dimensions, as pooling has them.
 */
import type { Pool2dAttrs, Shape } from '@x/tensor/core';

/** A pooling of an image. */
export interface Case {
  readonly image: Shape;
  /** Height and width of the result, given because it may be rounded up. */
  readonly windows: readonly [number, number];
  readonly attrs: Pool2dAttrs;
}

export const plain: Pool2dAttrs = { kernelSize: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1] };

export const cases: Readonly<Record<string, Case>> = {
  'windows side by side': { image: [2, 3, 4, 6], windows: [2, 3], attrs: plain },
  'overlapping windows': {
    image: [1, 2, 5, 6],
    windows: [3, 2],
    attrs: { ...plain, kernelSize: [3, 4], stride: [1, 2] },
  },
  'windows with gaps': {
    image: [1, 2, 7, 9],
    windows: [3, 2],
    attrs: { ...plain, kernelSize: [1, 2], stride: [3, 5] },
  },
  padding: { image: [2, 1, 4, 5], windows: [3, 3], attrs: { ...plain, kernelSize: [3, 2], padding: [1, 1] } },
  'a size that was rounded up': { image: [1, 2, 5, 7], windows: [3, 4], attrs: plain },
  'a size that was rounded up, with padding': {
    image: [1, 1, 5, 6],
    windows: [3, 4],
    attrs: { ...plain, kernelSize: [3, 3], padding: [1, 1] },
  },
  'no images': { image: [0, 2, 4, 4], windows: [2, 2], attrs: plain },
  'more than 65,536 elements': { image: [1, 7, 100, 100], windows: [50, 50], attrs: plain },
};

/** Only the largest value has dilated windows. */
export const dilated: Readonly<Record<string, Case>> = {
  dilation: {
    image: [1, 2, 7, 8],
    windows: [3, 3],
    attrs: { ...plain, kernelSize: [3, 2], stride: [1, 2], dilation: [2, 3] },
  },
  'dilation and padding': {
    image: [2, 1, 6, 6],
    windows: [4, 4],
    attrs: { ...plain, kernelSize: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [2, 2] },
  },
};

/** One window of a pooling. */
export interface Window {
  /** Position of the result. */
  readonly index: number;
  /** Where the window's plane starts. */
  readonly plane: number;
  /** Positions in the plane that the window covers. */
  readonly covers: readonly number[];
  /** Elements of the window including padding, but not what reaches beyond it. */
  readonly extent: number;
}

/** All windows by definition. */
export function windowsOf({ image, windows, attrs }: Case): Window[] {
  const [, , H, W] = image as [number, number, number, number];
  const { kernelSize, stride, padding, dilation } = attrs;
  const [oh, ow] = windows;
  return Array.from({ length: image[0]! * image[1]! * oh * ow }, (_, index) => {
    const top = (Math.floor(index / ow) % oh) * stride[0] - padding[0];
    const left = (index % ow) * stride[1] - padding[1];
    const covers: number[] = [];
    let extent = 0;
    for (let i = 0; i < kernelSize[0]; i++) {
      for (let j = 0; j < kernelSize[1]; j++) {
        const y = top + i * dilation[0];
        const x = left + j * dilation[1];
        if (y < H + padding[0] && x < W + padding[1]) extent++;
        if (y >= 0 && y < H && x >= 0 && x < W) covers.push(y * W + x);
      }
    }
    return { index, plane: Math.floor(index / (oh * ow)) * H * W, covers, extent };
  });
}

export const resultShape = ({ image, windows }: Case): Shape => [image[0]!, image[1]!, ...windows];
export const layoutCase: Case = cases['overlapping windows']!;
