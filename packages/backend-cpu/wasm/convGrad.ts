/**
 * @file Gradients of a convolution: of the weight, as sums along the windows, and of the input, spread from what every window
 * would add to it.
 */
import { dots } from './dots';
import { gemm } from './gemm';
import { clearImage, copyRow, Geometry, imageOf, isPadded, makeTables, tapCount, unpad, windowCount } from './geometry';
import { lanes } from './lanes';
import { ADD, STORE } from './tile';
import { packTaps } from './windows';

/** `count` elements rounded up to whole vectors, in bytes. */
@inline
function vectorBytes<T>(count: i32): i32 {
  return ((count + lanes<T>() - 1) & -lanes<T>()) * <i32>sizeof<T>();
}

/** Adds one image of a group: `out [filters, taps] = grad [filters, positions] × windows [taps, positions]ᵀ`. */
function addImage<T>(g: Geometry, grad: usize, image: usize, out: usize, first: bool): void {
  const size = <i32>sizeof<T>();
  const taps = tapCount(g);
  const next = windowCount(g) * size;
  const step = g.blockRows;
  for (let y = 0; y < g.outHeight; y += step) {
    const rows = min(step, g.outHeight - y);
    const bytes = rows * g.outWidth * size;
    const padded = vectorBytes<T>(rows * g.outWidth);
    packTaps<T>(g.right, padded, image, g.taps, taps, g.windows + 4 * y * g.outWidth, rows, g.outWidth, g.strideX);
    let from = grad + y * g.outWidth * size;
    let fromNext = next;
    if (padded != bytes) {
      const copies = g.right + taps * padded;
      for (let f = 0; f < g.filters; f++) {
        const to = copies + f * padded;
        v128.store(to + padded - 16, i64x2.splat(0));
        copyRow(to, from + f * next, bytes);
      }
      from = copies;
      fromNext = padded;
    }
    const mode = first && y == 0 ? STORE : ADD;
    dots<T>(g.filters, taps, padded / size, from, fromNext, g.right, padded, out, taps * size, mode, 0);
  }
}

@inline
function weightGrad<T>(g: Geometry, grad: usize, x: usize, out: usize, first: i32, end: i32): void {
  const size = <i32>sizeof<T>();
  const imageBytes = g.channels * g.height * g.width * size;
  const gradBytes = g.filters * windowCount(g) * size;
  if ((end - first) * windowCount(g) == 0) {
    memory.fill(out, 0, g.groups * g.filters * tapCount(g) * size);
    return;
  }
  makeTables<T>(g);
  if (isPadded(g)) clearImage<T>(g, g.image);
  for (let group = 0; group < g.groups; group++) {
    const to = out + group * g.filters * tapCount(g) * size;
    for (let n = first; n < end; n++) {
      const at = n * g.groups + group;
      addImage<T>(g, grad + at * gradBytes, imageOf<T>(g, x + at * imageBytes), to, n == first);
    }
  }
}

/** grad [N, K, H', W'], x [N, C, H, W] → out [K, C / groups, kh, kw], all contiguous: the sum over the images from `first` to `end`, exclusive. */
export function conv2dWeightGrad_f32(g: Geometry, grad: usize, x: usize, out: usize, first: i32, end: i32): void {
  weightGrad<f32>(g, grad, x, out, first, end);
}

export function conv2dWeightGrad_f64(g: Geometry, grad: usize, x: usize, out: usize, first: i32, end: i32): void {
  weightGrad<f64>(g, grad, x, out, first, end);
}

/** Adds `count` elements to others `stride` elements apart. */
@inline
function addRow<T>(to: usize, from: usize, count: i32, stride: i32): void {
  const size = <i32>sizeof<T>();
  let i = 0;
  if (stride == 1) {
    for (; i + lanes<T>() <= count; i += lanes<T>(), to += 16, from += 16) {
      v128.store(to, v128.add<T>(v128.load(to), v128.load(from)));
    }
  }
  for (; i < count; i++, to += stride * size, from += size) store<T>(to, <T>(load<T>(to) + load<T>(from)));
}

/** Adds one image of a group: `windows [taps, positions] += weight [filters, taps]ᵀ × grad [filters, positions]`. */
function spreadImage<T>(g: Geometry, grad: usize, weight: usize, image: usize): void {
  const size = <i32>sizeof<T>();
  const taps = tapCount(g);
  const next = windowCount(g) * size;
  const step = g.blockRows;
  for (let y = 0; y < g.outHeight; y += step) {
    const rows = min(step, g.outHeight - y);
    const bytes = rows * g.outWidth * size;
    gemm<T>(
      taps, rows * g.outWidth, g.filters, weight, size, taps * size, grad + y * g.outWidth * size, next, size,
      g.right, bytes, STORE, 0, taps, g.left,
    );
    let from = g.right;
    for (let t = 0; t < taps; t++) {
      const tapped = image + load<i32>(g.taps + 4 * t);
      let window = g.windows + 4 * y * g.outWidth;
      for (let i = 0; i < rows; i++, from += g.outWidth * size, window += 4 * g.outWidth) {
        addRow<T>(tapped + load<i32>(window), from, g.outWidth, g.strideX);
      }
    }
  }
}

@inline
function inputGrad<T>(g: Geometry, grad: usize, weight: usize, out: usize, first: i32, end: i32): void {
  const size = <i32>sizeof<T>();
  const imageBytes = g.channels * g.height * g.width * size;
  const gradBytes = g.filters * windowCount(g) * size;
  const weightBytes = g.filters * tapCount(g) * size;
  makeTables<T>(g);
  for (let n = first; n < end; n++) {
    for (let group = 0; group < g.groups; group++) {
      const at = n * g.groups + group;
      const to = out + at * imageBytes;
      const image = isPadded(g) ? g.image : to;
      clearImage<T>(g, image);
      spreadImage<T>(g, grad + at * gradBytes, weight + group * weightBytes, image);
      if (isPadded(g)) unpad<T>(g, to);
    }
  }
}

/** grad [N, K, H', W'], weight [K, C / groups, kh, kw] → out [N, C, H, W], all contiguous: the images from `first` to `end`, exclusive. */
export function conv2dInputGrad_f32(g: Geometry, grad: usize, weight: usize, out: usize, first: i32, end: i32): void {
  inputGrad<f32>(g, grad, weight, out, first, end);
}

export function conv2dInputGrad_f64(g: Geometry, grad: usize, weight: usize, out: usize, first: i32, end: i32): void {
  inputGrad<f64>(g, grad, weight, out, first, end);
}
