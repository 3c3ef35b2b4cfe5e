/**
 * @file Convolution of many small images: a vector holds the same place of several images, so that neither windows are packed nor
 * the padding is multiplied. Images lie as [y][x][channel][images of a tile] for the time of the kernel.
 */
import { Geometry, tapCount } from './geometry';
import { lanes, multiplyAdd } from './lanes';
import { packVector, TILE_BYTES, TILE_ROWS, unpackVector } from './pack';

/** Rows of filters that a tile has: as even as possible. */
@inline
function tileHeight(g: Geometry): i32 {
  const tiles = (g.filters + TILE_ROWS - 1) / TILE_ROWS;
  return (g.filters + tiles - 1) / tiles;
}

/** Packs a group's weights: for each tile of filters [kernel row][kernel column][channel][4]. */
function packFilters<T>(g: Geometry, weight: usize, height: i32): void {
  const size = <i32>sizeof<T>();
  const kernel = g.kernelHeight * g.kernelWidth;
  for (let f = 0; f < g.filters; f++) {
    let to = g.left + ((f / height) * tapCount(g) * TILE_ROWS + (f % height)) * size;
    for (let i = 0; i < kernel; i++) {
      let from = weight + (f * tapCount(g) + i) * size;
      for (let c = 0; c < g.channels; c++, from += kernel * size, to += TILE_ROWS * size) store<T>(to, load<T>(from));
    }
  }
}

/** Where a place of the output reads the image along one dimension: the kernel's first position inside, and how many there are. */
@inline
function firstInside(corner: i32, dilation: i32): i32 {
  return corner < 0 ? (dilation - 1 - corner) / dilation : 0;
}

@inline
function endInside(corner: i32, dilation: i32, kernel: i32, size: i32): i32 {
  return corner + (kernel - 1) * dilation < size ? kernel : (size - corner + dilation - 1) / dilation;
}

/**
 * One place of the output for `rows` filters (a constant) and a tile of images: `lines` rows of the kernel, each of `runs` runs of k
 * steps that lie together.
 */
@inline
function place<T>(
  rows: i32, lines: i32, runs: i32, k: i32, a: usize, aLine: i32, b: usize, bLine: i32, bRun: i32, bias: usize, c: usize,
): void {
  const size = sizeof<T>();
  let c00 = bias ? v128.load_splat<T>(bias) : i64x2.splat(0);
  let c01 = c00;
  let c10 = rows > 1 && bias ? v128.load_splat<T>(bias, size) : i64x2.splat(0);
  let c11 = c10;
  let c20 = rows > 2 && bias ? v128.load_splat<T>(bias, 2 * size) : i64x2.splat(0);
  let c21 = c20;
  let c30 = rows > 3 && bias ? v128.load_splat<T>(bias, 3 * size) : i64x2.splat(0);
  let c31 = c30;
  for (; lines > 0; lines--, a += aLine, b += bLine) {
    let left = a;
    let start = b;
    for (let run = runs; run > 0; run--, start += bRun) {
      let right = start;
      const end = right + k * TILE_BYTES;
      do {
        const b0 = v128.load(right);
        const b1 = v128.load(right, 16);
        let x = v128.load_splat<T>(left);
        c00 = multiplyAdd<T>(x, b0, c00);
        c01 = multiplyAdd<T>(x, b1, c01);
        if (rows > 1) {
          x = v128.load_splat<T>(left, size);
          c10 = multiplyAdd<T>(x, b0, c10);
          c11 = multiplyAdd<T>(x, b1, c11);
        }
        if (rows > 2) {
          x = v128.load_splat<T>(left, 2 * size);
          c20 = multiplyAdd<T>(x, b0, c20);
          c21 = multiplyAdd<T>(x, b1, c21);
        }
        if (rows > 3) {
          x = v128.load_splat<T>(left, 3 * size);
          c30 = multiplyAdd<T>(x, b0, c30);
          c31 = multiplyAdd<T>(x, b1, c31);
        }
        left += TILE_ROWS * sizeof<T>();
        right += TILE_BYTES;
      } while (right < end);
    }
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  if (rows > 1) {
    v128.store(c, c10, TILE_BYTES);
    v128.store(c, c11, TILE_BYTES + 16);
  }
  if (rows > 2) {
    v128.store(c, c20, 2 * TILE_BYTES);
    v128.store(c, c21, 2 * TILE_BYTES + 16);
  }
  if (rows > 3) {
    v128.store(c, c30, 3 * TILE_BYTES);
    v128.store(c, c31, 3 * TILE_BYTES + 16);
  }
}

/** All filters at one place of the output. */
function convolvePlace<T>(g: Geometry, y: i32, x: i32, height: i32, bias: usize, to: usize): void {
  const size = <i32>sizeof<T>();
  const top = y * g.strideY - g.padY;
  const left = x * g.strideX - g.padX;
  const y0 = firstInside(top, g.dilationY);
  const x0 = firstInside(left, g.dilationX);
  const lines = endInside(top, g.dilationY, g.kernelHeight, g.height) - y0;
  const columns = endInside(left, g.dilationX, g.kernelWidth, g.width) - x0;
  const point = g.channels * TILE_BYTES;
  const line = g.dilationY * g.width * point;
  const from = g.image + ((top + y0 * g.dilationY) * g.width + left + x0 * g.dilationX) * point;
  const step = g.channels * TILE_ROWS * size;
  const together = g.dilationX == 1;
  const runs = together ? 1 : columns;
  const k = together ? columns * g.channels : g.channels;
  const count = columns > 0 ? lines : 0;
  let weights = g.left + (y0 * g.kernelWidth + x0) * step;
  for (let f = 0; f < g.filters; f += height, to += height * TILE_BYTES) {
    const rows = min(height, g.filters - f);
    const start = bias ? bias + f * size : 0;
    const next = g.kernelWidth * step;
    const run = g.dilationX * point;
    if (rows == 4) place<T>(4, count, runs, k, weights, next, from, line, run, start, to);
    else if (rows == 3) place<T>(3, count, runs, k, weights, next, from, line, run, start, to);
    else if (rows == 2) place<T>(2, count, runs, k, weights, next, from, line, run, start, to);
    else place<T>(1, count, runs, k, weights, next, from, line, run, start, to);
    weights += tapCount(g) * TILE_ROWS * size;
  }
}

/** Up to a tile of images of a group, whose images are `next` bytes apart. */
function convolveImages<T>(
  g: Geometry, count: i32, x: usize, next: i32, height: i32, bias: usize, out: usize, outNext: i32,
): void {
  const size = <i32>sizeof<T>();
  const width = TILE_BYTES / size;
  const plane = g.height * g.width;
  for (let c = 0; c < g.channels; c++, x += plane * size) {
    for (let l = 0; l < width; l += lanes<T>()) {
      const to = g.image + c * TILE_BYTES + l * size;
      packVector<T>(to, g.channels * TILE_BYTES, x + l * next, next, size, plane, count - l);
    }
  }
  const point = g.filters * TILE_BYTES;
  for (let y = 0; y < g.outHeight; y += g.blockRows) {
    const rows = min(g.blockRows, g.outHeight - y);
    let to = g.right;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < g.outWidth; j++, to += point) convolvePlace<T>(g, y + i, j, height, bias, to);
    }
    for (let f = 0; f < g.filters; f++) {
      const at = out + (f * g.outHeight + y) * g.outWidth * size;
      for (let l = 0; l < width; l += lanes<T>()) {
        const from = g.right + f * TILE_BYTES + l * size;
        unpackVector<T>(at + l * outNext, outNext, from, point, rows * g.outWidth, count - l);
      }
    }
  }
}

@inline
function convolve<T>(g: Geometry, x: usize, weight: usize, bias: usize, out: usize, first: i32, end: i32): void {
  const size = <i32>sizeof<T>();
  const width = TILE_BYTES / size;
  const imageBytes = g.channels * g.height * g.width * size;
  const outBytes = g.filters * g.outHeight * g.outWidth * size;
  const height = tileHeight(g);
  for (let group = 0; group < g.groups; group++) {
    packFilters<T>(g, weight + group * g.filters * tapCount(g) * size, height);
    const offset = bias ? bias + group * g.filters * size : 0;
    for (let n = first; n < end; n += width) {
      const at = n * g.groups + group;
      convolveImages<T>(
        g, min(width, end - n), x + at * imageBytes, g.groups * imageBytes, height, offset,
        out + at * outBytes, g.groups * outBytes,
      );
    }
  }
}

/** As `conv2d_f32`. */
export function convBatch_f32(
  g: Geometry, x: usize, weight: usize, bias: usize, out: usize, first: i32, end: i32,
): void {
  convolve<f32>(g, x, weight, bias, out, first, end);
}

export function convBatch_f64(
  g: Geometry, x: usize, weight: usize, bias: usize, out: usize, first: i32, end: i32,
): void {
  convolve<f64>(g, x, weight, bias, out, first, end);
}
