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
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import { batches, paysBatches, tileImages } from './batches.js';
import { withContiguous } from './contiguous.js';
import type { Engine } from './engine.js';
import { type Geometry, geometry, paddedBytes, type Room, type Sizes, sizesOf, taps, work } from './geometry.js';
import { place } from './operands.js';
import { callsOf, fixedParts, parallel, parts } from './parallel.js';
import { lifted } from './tiny.js';
import { gradientTiles, paysTiles, tiles } from './winograd.js';

/** The module's functions for one dtype. */
interface Functions {
  readonly conv2d: Engine['exports']['conv2d_f32'];
  readonly convBatch: Engine['exports']['convBatch_f32'];
  readonly turnWeights: Engine['exports']['turnWeights_f32'];
  readonly conv2dInputGrad: Engine['exports']['conv2dInputGrad_f32'];
  readonly conv2dWeightGrad: Engine['exports']['conv2dWeightGrad_f32'];
  readonly filterGrad: Engine['exports']['filterGrad_f32'];
}

function functionsOf({ exports }: Engine, dtype: DType): Functions | undefined {
  if (dtype === 'float32') {
    return {
      conv2d: exports.conv2d_f32,
      convBatch: exports.convBatch_f32,
      turnWeights: exports.turnWeights_f32,
      conv2dInputGrad: exports.conv2dInputGrad_f32,
      conv2dWeightGrad: exports.conv2dWeightGrad_f32,
      filterGrad: exports.filterGrad_f32,
    };
  }
  if (dtype !== 'float64') return undefined;
  return {
    conv2d: exports.conv2d_f64,
    convBatch: exports.convBatch_f64,
    turnWeights: exports.turnWeights_f64,
    conv2dInputGrad: exports.conv2dInputGrad_f64,
    conv2dWeightGrad: exports.conv2dWeightGrad_f64,
    filterGrad: exports.filterGrad_f64,
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
function blocks({ exports }: Engine, s: Sizes, size: number, extra: number): Room {
  const rows = Math.floor(BLOCK_BYTES / (taps(s) * s.outWidth * size));
  const blockRows = Math.max(1, Math.min(s.outHeight, rows));
  const right = (taps(s) + s.filters) * rounded(blockRows * s.outWidth * size, 16);
  return { image: paddedBytes(s, size), left: exports.gemmScratch(), right, extra, blockRows };
}

/** Whether filters fill most of their tiles: windows need no packing then. */
function paysFilters(s: Sizes, size: number): boolean {
  const filled = rounded(s.filters, TILE_BYTES / size) <= 1.34 * s.filters;
  return filled && s.batch * s.outHeight * s.outWidth > 0;
}

/** Memory of the weight's gradient: the output's gradient of one image and the sums, both in tiles of filters. */
function filterSums(s: Sizes, size: number, extra: number): Room {
  const columns = rounded(s.filters, TILE_BYTES / size) * size;
  const right = columns * s.outHeight * s.outWidth;
  return { image: paddedBytes(s, size), left: columns * taps(s), right, extra, blockRows: 0 };
}

/** Where a convolution's operands lie: the weight may be made in `extra` bytes of the geometry's memory; no bias is 0. */
interface Places {
  readonly x: number;
  readonly weight: (g: Geometry) => number;
  readonly bias: number;
  readonly out: number;
}

/** Parts of the images for each thread: every part packs the weights anew. */
const SHARE = 2;

/** Where parts of the images begin: at multiples of `unit`. */
function images(engine: Engine, s: Sizes, unit = 1): readonly number[] {
  return parts(engine, s.batch, work(s) * cost.convolution, unit, SHARE);
}

/** Convolves the fastest way for these sizes. False when the heap has no room. */
function convolve(engine: Engine, s: Sizes, dtype: DType, extra: number, { x, weight, bias, out }: Places): boolean {
  const functions = functionsOf(engine, dtype);
  if (!functions) return false;
  const all = (g: Geometry, from: number, unit: number): Parameters<Functions['conv2d']>[] =>
    callsOf(images(engine, s, unit), (first, end) => [g.scratch.at, x, from, bias, out, first, end]);
  if (dtype === 'float32' && paysTiles(s)) {
    const g = geometry(engine, s, tiles(s, extra));
    const tiled = engine.exports.winograd_f32;
    if (g && parallel(engine, tiled, all(g, weight(g), 1), { argument: 0, scratch: g.scratch })) return true;
  }
  const size = itemSize[dtype];
  const many = paysBatches(s, size);
  const g = geometry(engine, s, many ? batches(s, size, extra) : panels(s, size, extra));
  if (!g) return false;
  const calls = all(g, weight(g), many ? tileImages(size) : 1);
  return parallel(engine, functions[many ? 'convBatch' : 'conv2d'], calls, { argument: 0, scratch: g.scratch });
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

/**
 * Some channels, or windows that often reach beyond the gradient, cost more than spreading it; one or two need no packing, and a
 * convolution of many images does not multiply what is beyond.
 */
function paysReversed(s: Sizes, back: Sizes, size: number): boolean {
  if (s.channels <= 2 || paysBatches(back, size)) return true;
  return s.channels >= 8 && s.height * s.width <= 1.25 * s.outHeight * s.outWidth;
}

function inputGrad(engine: Engine, s: Sizes, grad: CpuOperand, weight: CpuOperand, out: CpuOperand): boolean {
  const functions = functionsOf(engine, out.dtype);
  if (!functions || weight.layout.size === 0) return false;
  const size = itemSize[out.dtype];
  const back = reversed(s);
  if (!back || !paysReversed(s, back, size)) {
    const g = geometry(engine, s, blocks(engine, s, size, 0));
    if (!g) return false;
    const run = functions.conv2dInputGrad;
    const [from, filters, to] = [place(grad), place(weight), place(out)];
    const calls = callsOf(
      images(engine, s),
      (first, end): Parameters<typeof run> => [g.scratch.at, from, filters, to, first, end],
    );
    return parallel(engine, run, calls, { argument: 0, scratch: g.scratch });
  }
  const turned = (g: Geometry): number => {
    functions.turnWeights(g.scratch.at, place(weight), g.extra);
    return g.extra;
  };
  const places = { x: place(grad), weight: turned, bias: 0, out: place(out) };
  return convolve(engine, back, out.dtype, weight.layout.size * size, places);
}

export function conv2dInputGradKernel(engine: Engine, copy: Kernel<'copy'>): Kernel<'conv2dInputGrad'> {
  return accelerate(([grad, weight], [out], attrs) => {
    const sizes = sizesOf(out.layout.shape, weight.layout.shape, grad.layout.shape, attrs);
    return withContiguous(grad, weight, engine.heap, copy, (from, filters) =>
      lifted(engine, from, out, (g) => inputGrad(engine, sizes, g, filters, out)),
    );
  }, inputGradReference);
}

/** Parts of the images whose gradients of the weight are sums of their own, which are then added: they depend on the sizes alone. */
const PARTIAL_SUMS = 8;
/** A part takes so many times the time that its own sum costs. */
const WORTH = 100;

/** Where those parts begin. */
function sums(engine: Engine, s: Sizes, weights: number): readonly number[] {
  const each = work(s) * cost.convolution;
  const most = engine.part > 0 ? Math.max(1, (s.batch * each) / (weights * cost.element * WORTH)) : PARTIAL_SUMS;
  return fixedParts(engine, s.batch, each, Math.min(most, PARTIAL_SUMS));
}

type WeightGrad = Functions['conv2dWeightGrad'];

/** Gradients of the weight from parts of the images: the first at `to`, the others in the geometry's extra memory, then their sum. */
function addParts(
  engine: Engine,
  run: WeightGrad | Engine['exports']['winogradWeightGrad_f32'],
  g: Geometry | undefined,
  bounds: readonly number[],
  { from, x, to, weights, add, size }: Gradient,
): boolean {
  if (!g) return false;
  const place_ = (part: number): number => (part === 0 ? to : g.extra + (part - 1) * weights * size);
  const calls = bounds.slice(1).map((end, part): Parameters<WeightGrad> => {
    return [g.scratch.at, from, x, place_(part), bounds[part]!, end];
  });
  if (!parallel(engine, run, calls, { argument: 0, scratch: g.scratch })) return false;
  for (let part = 1; part < calls.length; part++) add(to, to, place_(part), 1, weights, 0, 1, 0, 1);
  return true;
}

/** A gradient of the weight. */
interface Gradient {
  readonly from: number;
  readonly x: number;
  readonly to: number;
  /** Number of the weights, bytes of one, and what adds them. */
  readonly weights: number;
  readonly size: number;
  readonly add: Engine['exports']['add_f32'];
}

export function conv2dWeightGradKernel(engine: Engine, copy: Kernel<'copy'>): Kernel<'conv2dWeightGrad'> {
  const { exports } = engine;
  return accelerate(([grad, input], [out], attrs) => {
    const { dtype, layout } = out;
    const functions = functionsOf(engine, dtype);
    if (!functions) return false;
    const s = sizesOf(input.layout.shape, layout.shape, grad.layout.shape, attrs);
    const add = dtype === 'float32' ? exports.add_f32 : exports.add_f64;
    return withContiguous(grad, input, engine.heap, copy, (from, image) =>
      lifted(engine, from, out, (gradient) => {
        const places = { from: place(gradient), x: place(image), to: place(out) };
        const made = { ...places, weights: layout.size, size: itemSize[dtype], add };
        const bounds = sums(engine, s, layout.size);
        const extra = (bounds.length - 2) * made.weights * made.size;
        if (dtype === 'float32' && s.batch > 0 && paysTiles(s)) {
          const g = geometry(engine, s, gradientTiles(s, extra));
          if (addParts(engine, exports.winogradWeightGrad_f32, g, bounds, made)) return true;
        }
        const many = paysFilters(s, made.size);
        const room = many ? filterSums(s, made.size, extra) : blocks(engine, s, made.size, extra);
        const run = functions[many ? 'filterGrad' : 'conv2dWeightGrad'];
        return addParts(engine, run, geometry(engine, s, room), bounds, made);
      }),
    );
  }, weightGradReference);
}
