/**
 * @file Convolution over two dimensions: weights [filters, taps] × windows [taps, positions], the windows packed panel by panel.
 */
import { convolveDirectly, readsDirectly } from './direct';
import { clearImage, Geometry, imageOf, isPadded, makeTables, tapCount, windowCount } from './geometry';
import { packLeft, TILE_BYTES, TILE_ROWS } from './pack';
import { ADD, packedColumns, ROW_BIAS, STORE } from './tile';
import { packWindows } from './windows';

/** Taps that are packed at a time: a panel of windows then fills 16 kB of the first cache. */
const DEPTH: i32 = 512;

/** One image of a group. */
function convolveImage<T>(g: Geometry, image: usize, bias: usize, out: usize): void {
  const size = <i32>sizeof<T>();
  const width = TILE_BYTES / size;
  const taps = tapCount(g);
  const windows = windowCount(g);
  const parts = (taps + DEPTH - 1) / DEPTH;
  const depth = (taps + parts - 1) / parts;
  for (let j = 0; j < windows; j += width) {
    const bytes = min(width, windows - j) * size;
    for (let p = 0; p < taps; p += depth) {
      const k = min(depth, taps - p);
      packWindows<T>(g.right, image, g.taps + 4 * p, k, g.windows + 4 * j, windows - j);
      const mode = p > 0 ? ADD : bias ? ROW_BIAS : STORE;
      const left = g.left + p * TILE_ROWS * size;
      const next = taps * TILE_ROWS * size;
      packedColumns<T>(g.filters, k, left, next, g.right, 0, out + j * size, windows * size, bytes, mode, bias);
    }
  }
}

@inline
function convolve<T>(g: Geometry, x: usize, weight: usize, bias: usize, out: usize, first: i32, end: i32): void {
  const size = <i32>sizeof<T>();
  const taps = tapCount(g);
  const imageBytes = g.channels * g.height * g.width * size;
  const outBytes = g.filters * windowCount(g) * size;
  makeTables<T>(g);
  if (isPadded(g)) clearImage<T>(g, g.image);
  const direct = readsDirectly<T>(g);
  for (let group = 0; group < g.groups; group++) {
    const filters = weight + group * g.filters * taps * size;
    const offset = bias ? bias + group * g.filters * size : 0;
    if (!direct) packLeft<T>(g.left, filters, g.filters, taps, taps * size, size);
    for (let n = first; n < end; n++) {
      const at = n * g.groups + group;
      const image = imageOf<T>(g, x + at * imageBytes);
      const to = out + at * outBytes;
      if (direct) convolveDirectly<T>(g, image, filters, offset, to);
      else convolveImage<T>(g, image, offset, to);
    }
  }
}

/**
 * x [N, C, H, W] ⋆ weight [K, C / groups, kh, kw] + bias [K] (none at address 0) → out [N, K, H', W'], all contiguous: the images from
 * `first` to `end`, exclusive.
 */
export function conv2d_f32(g: Geometry, x: usize, weight: usize, bias: usize, out: usize, first: i32, end: i32): void {
  convolve<f32>(g, x, weight, bias, out, first, end);
}

export function conv2d_f64(g: Geometry, x: usize, weight: usize, bias: usize, out: usize, first: i32, end: i32): void {
  convolve<f64>(g, x, weight, bias, out, first, end);
}

/** Weights of the convolution back, [filters, channels, kh, kw] of every group: those of the one forward, [channels, filters, …], turned by 180°. */
@inline
function turn<T>(g: Geometry, from: usize, to: usize): void {
  const size = <i32>sizeof<T>();
  const kernel = g.kernelHeight * g.kernelWidth;
  for (let group = 0; group < g.groups; group++) {
    for (let f = 0; f < g.filters; f++) {
      for (let c = 0; c < g.channels; c++) {
        let source = from + (((group * g.channels + c) * g.filters + f + 1) * kernel - 1) * size;
        for (let i = 0; i < kernel; i++, to += size, source -= size) store<T>(to, load<T>(source));
      }
    }
  }
}

export function turnWeights_f32(g: Geometry, from: usize, to: usize): void {
  turn<f32>(g, from, to);
}

export function turnWeights_f64(g: Geometry, from: usize, to: usize): void {
  turn<f64>(g, from, to);
}
