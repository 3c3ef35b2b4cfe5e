/**
 * @file A convolution's sizes, and the tables that turn an image into the matrix of its windows without making that matrix:
 * element (tap, window) lies at `taps[tap] + windows[window]` bytes from the start of a group's (padded) image.
 */

/** Sizes in elements and addresses, in the order in which src/wasm/geometry.ts writes them. */
@unmanaged
export class Geometry {
  groups: i32;
  /** Input channels of a group. */
  channels: i32;
  /** Output channels of a group. */
  filters: i32;
  height: i32;
  width: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  outHeight: i32;
  outWidth: i32;
  strideY: i32;
  strideX: i32;
  padY: i32;
  padX: i32;
  dilationY: i32;
  dilationX: i32;
  /** Table of a group's taps (channel, row, column of the kernel). */
  taps: usize;
  /** Table of the windows' corners. */
  windows: usize;
  /** A group's padded image. */
  image: usize;
  /** Memory for packing the left factor of a product. */
  left: usize;
  /** Memory for packing the right factor, or for a block of windows. */
  right: usize;
  /** Rows of the output, or of tiles, that make a block. */
  blockRows: i32;
}

/** Taps of a group: length of a convolution's sum. */
@inline
export function tapCount(g: Geometry): i32 {
  return g.channels * g.kernelHeight * g.kernelWidth;
}

/** Windows of an image. */
@inline
export function windowCount(g: Geometry): i32 {
  return g.outHeight * g.outWidth;
}

/** Whether there is a padded copy of each image. */
@inline
export function isPadded(g: Geometry): bool {
  return (g.padY | g.padX) != 0;
}

/** Elements of a row of the image with its padding. */
@inline
export function paddedWidth(g: Geometry): i32 {
  return g.width + 2 * g.padX;
}

/** Elements of a plane of the image with its padding. */
@inline
export function paddedPlane(g: Geometry): i32 {
  return (g.height + 2 * g.padY) * paddedWidth(g);
}

/** Fills the tables. */
export function makeTables<T>(g: Geometry): void {
  const size = <i32>sizeof<T>();
  const row = paddedWidth(g) * size;
  const plane = paddedPlane(g) * size;
  let at = g.taps;
  for (let c = 0; c < g.channels; c++) {
    for (let y = 0; y < g.kernelHeight; y++) {
      for (let x = 0; x < g.kernelWidth; x++, at += 4) {
        store<i32>(at, c * plane + y * g.dilationY * row + x * g.dilationX * size);
      }
    }
  }
  at = g.windows;
  for (let y = 0; y < g.outHeight; y++) {
    for (let x = 0; x < g.outWidth; x++, at += 4) store<i32>(at, y * g.strideY * row + x * g.strideX * size);
  }
}

/** Zeros in a whole group's image with its padding. */
export function clearImage<T>(g: Geometry, image: usize): void {
  memory.fill(image, 0, g.channels * paddedPlane(g) * sizeof<T>());
}

/** Copies `bytes` neighbouring bytes, a multiple of 4. */
@inline
export function copyRow(to: usize, from: usize, bytes: i32): void {
  if (bytes < 16) {
    for (let i = 0; i < bytes; i += 4) store<u32>(to + i, load<u32>(from + i));
    return;
  }
  const last = bytes - 16;
  for (let i = 0; i < last; i += 16) v128.store(to + i, v128.load(from + i));
  v128.store(to + last, v128.load(from + last));
}

/** Address of a group's image as the tables count: where it lies or, with padding, its copy within the zeros of `clearImage`. */
export function imageOf<T>(g: Geometry, from: usize): usize {
  if (!isPadded(g)) return from;
  const bytes = g.width * <i32>sizeof<T>();
  const row = paddedWidth(g) * <i32>sizeof<T>();
  let to = g.image + g.padY * row + g.padX * sizeof<T>();
  for (let c = 0; c < g.channels; c++) {
    for (let y = 0; y < g.height; y++, to += row, from += bytes) copyRow(to, from, bytes);
    to += 2 * g.padY * row;
  }
  return g.image;
}

/** Copies a group's image out of the padded one. */
export function unpad<T>(g: Geometry, to: usize): void {
  const bytes = g.width * <i32>sizeof<T>();
  const row = paddedWidth(g) * <i32>sizeof<T>();
  let from = g.image + g.padY * row + g.padX * sizeof<T>();
  for (let c = 0; c < g.channels; c++) {
    for (let y = 0; y < g.height; y++, from += row, to += bytes) copyRow(to, from, bytes);
    from += 2 * g.padY * row;
  }
}
