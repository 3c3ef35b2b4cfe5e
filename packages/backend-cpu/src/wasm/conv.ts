/**
 * @file Convolution over two spatial dimensions and its two gradients.
 */
import { type DType, itemSize } from '@x/tensor/core';
import {
  conv2d as conv2dReference,
  conv2dInputGrad as inputGradReference,
  conv2dWeightGrad as weightGradReference,
} from '../kernels/conv2d.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { accelerate } from './accelerate.js';
import { withContiguous } from './contiguous.js';
import type { Engine } from './engine.js';
import { type Geometry, geometry, paddedBytes, type Room, type Sizes, sizesOf, taps } from './geometry.js';
import { place } from './operands.js';
import { gradientTiles, paysTiles, tiles } from './winograd.js';

/** The module's functions for one dtype. */
interface Functions {
  readonly conv2d: Engine['exports']['conv2d_f32'];
  readonly turnWeights: Engine['exports']['turnWeights_f32'];
  readonly conv2dInputGrad: Engine['exports']['conv2dInputGrad_f32'];
  readonly conv2dWeightGrad: Engine['exports']['conv2dWeightGrad_f32'];
}

function functionsOf({ exports }: Engine, dtype: DType): Functions | undefined {
  if (dtype === 'float32') {
    return {
      conv2d: exports.conv2d_f32,
      turnWeights: exports.turnWeights_f32,
      conv2dInputGrad: exports.conv2dInputGrad_f32,
      conv2dWeightGrad: exports.conv2dWeightGrad_f32,
    };
  }
  if (dtype !== 'float64') return undefined;
  return {
    conv2d: exports.conv2d_f64,
    turnWeights: exports.turnWeights_f64,
    conv2dInputGrad: exports.conv2dInputGrad_f64,
    conv2dWeightGrad: exports.conv2dWeightGrad_f64,
  };
}

/** Bytes of a tile's row, and taps that are packed at a time (wasm/pack.ts, wasm/conv.ts). */
const TILE_BYTES = 32;
const DEPTH = 512;
/** A block of windows, which is read once for every few filters, shall stay in the second cache. */
const BLOCK_BYTES = 393_216;

const rounded = (n: number, unit: number): number => Math.ceil(n / unit) * unit;

/** Memory of a convolution: all weights and a panel of windows. */
function panels(s: Sizes, size: number, extra: number): Room {
  const right = TILE_BYTES * Math.min(taps(s), DEPTH);
  const left = rounded(s.filters, 4) * taps(s) * size;
  return { image: paddedBytes(s, size), left, right, extra, blockRows: 0 };
}

/** Memory of a gradient: a block of windows, and as much of the output's gradient. */
function blocks({ exports }: Engine, s: Sizes, size: number): Room {
  const rows = Math.floor(BLOCK_BYTES / (taps(s) * s.outWidth * size));
  const blockRows = Math.max(1, Math.min(s.outHeight, rows));
  const right = (taps(s) + s.filters) * rounded(blockRows * s.outWidth * size, 16);
  return { image: paddedBytes(s, size), left: exports.gemmScratch(), right, extra: 0, blockRows };
}

/** Where a convolution's operands lie: the weight may be made in `extra` bytes of the geometry's memory; no bias is 0. */
interface Places {
  readonly x: number;
  readonly weight: (g: Geometry) => number;
  readonly bias: number;
  readonly out: number;
}

/** Convolves the fastest way for these sizes. False when the heap has no room. */
function convolve(engine: Engine, s: Sizes, dtype: DType, extra: number, { x, weight, bias, out }: Places): boolean {
  if (dtype === 'float32' && paysTiles(s)) {
    const g = geometry(engine, s, tiles(s, extra));
    if (g && engine.exports.winograd_f32(g.at, x, weight(g), bias, out) !== 0) return true;
  }
  const g = geometry(engine, s, panels(s, itemSize[dtype], extra));
  if (g) functionsOf(engine, dtype)?.conv2d(g.at, x, weight(g), bias, out);
  return g !== undefined;
}

export function conv2dKernel(engine: Engine, copy: Kernel<'copy'>): Kernel<'conv2d'> {
  return accelerate(([x, weight, bias], [out], attrs) => {
    const { dtype } = out;
    if (!functionsOf(engine, dtype) || weight.layout.size === 0 || bias?.layout.contiguous === false) return false;
    const sizes = sizesOf(x.layout.shape, weight.layout.shape, out.layout.shape, attrs);
    return withContiguous(x, weight, engine.heap, copy, (image, filters) => {
      const at = place(filters);
      const places = { x: place(image), weight: () => at, bias: bias ? place(bias) : 0, out: place(out) };
      return convolve(engine, sizes, dtype, 0, places);
    });
  }, conv2dReference);
}

/** Sizes of the convolution of the output's gradient with the turned weight that gives the input's; undefined where there is none. */
function reversed(s: Sizes): Sizes | undefined {
  const pad = (d: 0 | 1, kernel: number): number => s.dilation[d] * (kernel - 1) - s.padding[d];
  const padding = [pad(0, s.kernelHeight), pad(1, s.kernelWidth)] as const;
  if (s.stride[0] !== 1 || s.stride[1] !== 1 || padding[0] < 0 || padding[1] < 0) return undefined;
  const [height, width] = [s.outHeight, s.outWidth];
  const turned = { channels: s.filters, filters: s.channels, padding };
  return { ...s, ...turned, height, width, outHeight: s.height, outWidth: s.width };
}

/** Some channels, or windows that often reach beyond the gradient, cost more than spreading it; one or two need no packing. */
function paysReversed(s: Sizes): boolean {
  return s.channels <= 2 || (s.channels >= 8 && s.height * s.width <= 1.25 * s.outHeight * s.outWidth);
}

function inputGrad(engine: Engine, s: Sizes, grad: CpuOperand, weight: CpuOperand, out: CpuOperand): boolean {
  const functions = functionsOf(engine, out.dtype);
  if (!functions || weight.layout.size === 0) return false;
  const size = itemSize[out.dtype];
  const back = paysReversed(s) ? reversed(s) : undefined;
  if (!back) {
    const g = geometry(engine, s, blocks(engine, s, size));
    if (g) functions.conv2dInputGrad(g.at, place(grad), place(weight), place(out));
    return g !== undefined;
  }
  const turned = (g: Geometry): number => {
    functions.turnWeights(g.at, place(weight), g.extra);
    return g.extra;
  };
  const places = { x: place(grad), weight: turned, bias: 0, out: place(out) };
  return convolve(engine, back, out.dtype, weight.layout.size * size, places);
}

export function conv2dInputGradKernel(engine: Engine, copy: Kernel<'copy'>): Kernel<'conv2dInputGrad'> {
  return accelerate(([grad, weight], [out], attrs) => {
    const sizes = sizesOf(out.layout.shape, weight.layout.shape, grad.layout.shape, attrs);
    return withContiguous(grad, weight, engine.heap, copy, (g, w) => inputGrad(engine, sizes, g, w, out));
  }, inputGradReference);
}

export function conv2dWeightGradKernel(engine: Engine, copy: Kernel<'copy'>): Kernel<'conv2dWeightGrad'> {
  return accelerate(([grad, input], [out], attrs) => {
    const functions = functionsOf(engine, out.dtype);
    if (!functions) return false;
    const size = itemSize[out.dtype];
    const sizes = sizesOf(input.layout.shape, out.layout.shape, grad.layout.shape, attrs);
    return withContiguous(grad, input, engine.heap, copy, (gradient, image) => {
      const [from, x, to] = [place(gradient), place(image), place(out)];
      if (out.dtype === 'float32' && sizes.batch > 0 && paysTiles(sizes)) {
        const g = geometry(engine, sizes, gradientTiles(sizes));
        if (g && engine.exports.winogradWeightGrad_f32(g.at, from, x, to) !== 0) return true;
      }
      const g = geometry(engine, sizes, blocks(engine, sizes, size));
      if (g) functions.conv2dWeightGrad(g.at, from, x, to);
      return g !== undefined;
    });
  }, weightGradReference);
}
