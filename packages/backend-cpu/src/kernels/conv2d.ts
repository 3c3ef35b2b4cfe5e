/**
 * @file Convolution over two spatial dimensions and its two gradients: matrix products over the windows of a zero-padded image.
 *
 * In a padded image, element (tap, position) of the window matrix lies at `taps[tap] + positions[position]`, so the matrix
 * itself is never made: `out = weight × windows`, `weightGrad = grad × windowsᵀ`, `windows(inputGrad) += weightᵀ × grad`.
 */
import { type Conv2dAttrs, hostArray, Layout, type Shape } from '@x/tensor/core';
import { copy, copyElements, fill } from './copy.js';
import { type Dense, dense } from './dense.js';
import { evenly, gemm, type Matrix } from './gemm.js';
import { type CpuOperand, elements, type Kernel } from './types.js';

/** Sizes and positions that the three kernels have in common. */
interface Geometry {
  readonly batch: number;
  readonly groups: number;
  /** Output channels of a group. */
  readonly filters: number;
  /** Where a group's taps (channel, row, column of the kernel) lie relative to a window's corner. */
  readonly taps: Int32Array;
  /** Where the windows' corners lie in a padded plane. */
  readonly positions: Int32Array;
  /** Rows and columns of a group's weight [filters, taps] and output [filters, positions]. */
  readonly weightRows: Int32Array;
  readonly weightCols: Int32Array;
  readonly outputRows: Int32Array;
  readonly outputCols: Int32Array;
  /** One padded image: [C, H + 2·padding, W + 2·padding]. */
  readonly padded: Layout;
  /** The image itself within the padded one. */
  readonly inside: Layout;
  /** Elements of one group's channels in a padded image. */
  readonly groupSize: number;
}

/** Positions (i, j, k) of a box with these strides, row-major. */
function box(sizes: readonly [number, number, number], strides: readonly [number, number, number]): Int32Array {
  const positions = new Int32Array(sizes[0] * sizes[1] * sizes[2]);
  let n = 0;
  for (let i = 0; i < sizes[0]; i++) {
    for (let j = 0; j < sizes[1]; j++) {
      for (let k = 0; k < sizes[2]; k++) positions[n++] = i * strides[0] + j * strides[1] + k * strides[2];
    }
  }
  return positions;
}

function geometry(image: Shape, weight: Shape, output: Shape, attrs: Conv2dAttrs): Geometry {
  const [batch, channels, height, width] = image as [number, number, number, number];
  const [filters, groupChannels, kernelHeight, kernelWidth] = weight as [number, number, number, number];
  const [, , outHeight, outWidth] = output as [number, number, number, number];
  const { groups, padding, stride, dilation } = attrs;
  const padded = Layout.of([channels, height + 2 * padding[0], width + 2 * padding[1]]);
  const [plane, row] = padded.strides as [number, number];
  const taps = box([groupChannels, kernelHeight, kernelWidth], [plane, dilation[0] * row, dilation[1]]);
  const positions = box([1, outHeight, outWidth], [0, stride[0] * row, stride[1]]);
  const groupFilters = filters / groups;
  return {
    batch,
    groups,
    filters: groupFilters,
    taps,
    positions,
    weightRows: evenly(groupFilters, taps.length),
    weightCols: evenly(taps.length, 1),
    outputRows: evenly(groupFilters, positions.length),
    outputCols: evenly(positions.length, 1),
    padded,
    inside: padded.slice(1, padding[0], height).slice(2, padding[1], width),
    groupSize: groupChannels * plane,
  };
}

/** Group `group` of a weight: [filters, taps]. */
function weightMatrix(weight: Dense, g: Geometry, group: number): Matrix {
  const offset = weight.offset + group * g.filters * g.taps.length;
  return { data: weight.data, offset, rows: g.weightRows, cols: g.weightCols };
}

/** Group `group` of image `n` of an output: [filters, positions]. */
function outputMatrix(output: Dense, g: Geometry, n: number, group: number): Matrix {
  const offset = output.offset + (n * g.groups + group) * g.filters * g.positions.length;
  return { data: output.data, offset, rows: g.outputRows, cols: g.outputCols };
}

/** Windows of a group in a padded image: [taps, positions]. */
function windowMatrix(image: Float64Array, g: Geometry, group: number): Matrix {
  return { data: image, offset: group * g.groupSize, rows: g.taps, cols: g.positions };
}

function transposed(m: Matrix): Matrix {
  return { ...m, rows: m.cols, cols: m.rows };
}

/** Calls `body` for every image of `x` as a padded one (the same array each time) and every group. */
function eachPaddedImage(
  x: CpuOperand,
  g: Geometry,
  body: (image: Float64Array, n: number, group: number) => void,
): void {
  const image = new Float64Array(g.padded.size);
  for (let n = 0; n < g.batch; n++) {
    copyElements(elements(x), x.layout.select(0, n), image, g.inside);
    for (let group = 0; group < g.groups; group++) body(image, n, group);
  }
}

export const conv2d: Kernel<'conv2d'> = ([x, weight, bias], [out], attrs) => {
  if (bias) copy([{ ...bias, layout: bias.layout.unsqueeze(1).unsqueeze(2).expand(out.layout.shape) }], [out], {});
  else fill([], [out], { value: 0 });
  const g = geometry(x.layout.shape, weight.layout.shape, out.layout.shape, attrs);
  const filters = dense(weight);
  const result = dense(out);
  eachPaddedImage(x, g, (image, n, group) => {
    gemm(weightMatrix(filters, g, group), windowMatrix(image, g, group), outputMatrix(result, g, n, group));
  });
};

export const conv2dInputGrad: Kernel<'conv2dInputGrad'> = ([grad, weight], [out], attrs) => {
  const g = geometry(out.layout.shape, weight.layout.shape, grad.layout.shape, attrs);
  const filters = dense(weight);
  const gradient = dense(grad);
  const image = new Float64Array(g.padded.size);
  for (let n = 0; n < g.batch; n++) {
    image.fill(0);
    for (let group = 0; group < g.groups; group++) {
      const weights = transposed(weightMatrix(filters, g, group));
      gemm(weights, outputMatrix(gradient, g, n, group), windowMatrix(image, g, group));
    }
    copyElements(image, g.inside, elements(out), out.layout.select(0, n));
  }
};

export const conv2dWeightGrad: Kernel<'conv2dWeightGrad'> = ([grad, x], [out], attrs) => {
  const g = geometry(x.layout.shape, out.layout.shape, grad.layout.shape, attrs);
  const gradient = dense(grad);
  const sums: Dense = { data: hostArray('float64', out.layout.size), offset: 0 };
  eachPaddedImage(x, g, (image, n, group) => {
    gemm(outputMatrix(gradient, g, n, group), transposed(windowMatrix(image, g, group)), weightMatrix(sums, g, group));
  });
  elements(out).set(sums.data, out.layout.offset);
};
