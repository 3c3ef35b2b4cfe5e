/**
 * @file Gradient of a convolution's weight for several filters, without packing windows: vectors hold the output's gradient at one
 * place for the filters of a tile, the windows' elements are read where they lie.
 */
import { clearImage, Geometry, imageOf, isPadded, makeTables, tapCount, windowCount } from './geometry';
import { multiplyAdd } from './lanes';
import { packRight, TILE_BYTES, TILE_ROWS } from './pack';

/** Bytes of the gradient of one image for a tile of filters. */
@inline
function panelBytes(g: Geometry): i32 {
  return windowCount(g) * TILE_BYTES;
}

/** Two vectors at `to` become these sums, or get them added. */
@inline
function put<T>(to: usize, low: v128, high: v128, adds: bool): void {
  v128.store(to, adds ? v128.add<T>(low, v128.load(to)) : low);
  v128.store(to, adds ? v128.add<T>(high, v128.load(to, 16)) : high, 16);
}

/** Sums of one image for `rows` taps (a constant) from table entry `taps` on and a tile of filters. */
@inline
function sumTaps<T>(rows: i32, g: Geometry, image: usize, taps: usize, grad: usize, to: usize, adds: bool): void {
  const step = g.strideX * <i32>sizeof<T>();
  const line = g.outWidth * TILE_BYTES;
  let c00 = i64x2.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const first = image + load<i32>(taps);
  const second = rows > 1 ? image + load<i32>(taps, 4) : 0;
  const third = rows > 2 ? image + load<i32>(taps, 8) : 0;
  const last = rows > 3 ? image + load<i32>(taps, 12) : 0;
  let window = g.windows;
  const end = grad + panelBytes(g);
  while (grad < end) {
    const corner = load<i32>(window);
    window += 4 * g.outWidth;
    const lineEnd = grad + line;
    let a0 = first + corner;
    let a1 = second + corner;
    let a2 = third + corner;
    let a3 = last + corner;
    do {
      const b0 = v128.load(grad);
      const b1 = v128.load(grad, 16);
      let x = v128.load_splat<T>(a0);
      c00 = multiplyAdd<T>(x, b0, c00);
      c01 = multiplyAdd<T>(x, b1, c01);
      a0 += step;
      if (rows > 1) {
        x = v128.load_splat<T>(a1);
        c10 = multiplyAdd<T>(x, b0, c10);
        c11 = multiplyAdd<T>(x, b1, c11);
        a1 += step;
      }
      if (rows > 2) {
        x = v128.load_splat<T>(a2);
        c20 = multiplyAdd<T>(x, b0, c20);
        c21 = multiplyAdd<T>(x, b1, c21);
        a2 += step;
      }
      if (rows > 3) {
        x = v128.load_splat<T>(a3);
        c30 = multiplyAdd<T>(x, b0, c30);
        c31 = multiplyAdd<T>(x, b1, c31);
        a3 += step;
      }
      grad += TILE_BYTES;
    } while (grad < lineEnd);
  }
  put<T>(to, c00, c01, adds);
  if (rows > 1) put<T>(to + TILE_BYTES, c10, c11, adds);
  if (rows > 2) put<T>(to + 2 * TILE_BYTES, c20, c21, adds);
  if (rows > 3) put<T>(to + 3 * TILE_BYTES, c30, c31, adds);
}

/** Adds one image of a group to the sums, for every tile of filters [taps, tile]. */
function addImage<T>(g: Geometry, grad: usize, image: usize, adds: bool): void {
  const size = <i32>sizeof<T>();
  const width = TILE_BYTES / size;
  const taps = tapCount(g);
  packRight<T>(g.right, panelBytes(g), grad, windowCount(g), g.filters, size, windowCount(g) * size);
  let panel = g.right;
  let to = g.left;
  for (let f = 0; f < g.filters; f += width, panel += panelBytes(g)) {
    let t = 0;
    for (; t + TILE_ROWS <= taps; t += TILE_ROWS, to += TILE_ROWS * TILE_BYTES) {
      sumTaps<T>(4, g, image, g.taps + 4 * t, panel, to, adds);
    }
    for (; t < taps; t++, to += TILE_BYTES) sumTaps<T>(1, g, image, g.taps + 4 * t, panel, to, adds);
  }
}

/** Brings the sums into the weight's order. */
function putSums<T>(g: Geometry, out: usize): void {
  const size = <i32>sizeof<T>();
  const width = TILE_BYTES / size;
  const taps = tapCount(g);
  for (let f = 0; f < g.filters; f++) {
    let from = g.left + ((f / width) * taps * width + (f % width)) * size;
    for (let t = 0; t < taps; t++, from += TILE_BYTES, out += size) store<T>(out, load<T>(from));
  }
}

@inline
function weightGrad<T>(g: Geometry, grad: usize, x: usize, out: usize, first: i32, end: i32): void {
  const size = <i32>sizeof<T>();
  const imageBytes = g.channels * g.height * g.width * size;
  const gradBytes = g.filters * windowCount(g) * size;
  makeTables<T>(g);
  if (isPadded(g)) clearImage<T>(g, g.image);
  for (let group = 0; group < g.groups; group++) {
    for (let n = first; n < end; n++) {
      const at = n * g.groups + group;
      addImage<T>(g, grad + at * gradBytes, imageOf<T>(g, x + at * imageBytes), n > first);
    }
    putSums<T>(g, out + group * g.filters * tapCount(g) * size);
  }
}

/** As `conv2dWeightGrad_f32`, for at least one image and window. */
export function filterGrad_f32(g: Geometry, grad: usize, x: usize, out: usize, first: i32, end: i32): void {
  weightGrad<f32>(g, grad, x, out, first, end);
}

export function filterGrad_f64(g: Geometry, grad: usize, x: usize, out: usize, first: i32, end: i32): void {
  weightGrad<f64>(g, grad, x, out, first, end);
}
