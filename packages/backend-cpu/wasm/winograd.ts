/**
 * @file 3 × 3 convolution of float32 with 16 instead of 36 products for each 2 × 2 outputs: Winograd's F(2 × 2, 3 × 3) (Lavin and
 * Gray, "Fast Algorithms for Convolutional Neural Networks", 2015).
 *
 * `out = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ x B)] A` on tiles of 4 × 4 inputs; the products in the middle, summed over the channels, are 16 matrix
 * products. Vectors hold the same element of four tiles side by side: a group, 8 outputs wide.
 *
 * The transforms add up to four inputs and three weights. That costs about one bit of a sum's accuracy, and it would carry an
 * infinity or NaN to outputs that do not see it: numbers that are not tame are left to another way.
 */
import { copyRow, Geometry, windowCount } from './geometry';
import { TILE_BYTES, TILE_ROWS } from './pack';
import { packedColumns, STORE } from './tile';

/** Elements of a transformed tile. */
export const ELEMENTS: i32 = 16;
/** Outputs that a group is wide. */
export const GROUP: i32 = 8;

/** Bytes between the elements' parts, so that they do not all fall into the same few lines of the first cache. */
export const GAP: i32 = 64;

/** Numbers below this do not overflow in the transforms, nor do sums of their products. */
const TAME: f32 = 1.0e15;

/** Whether `count` numbers are all tame. */
export function areTame(from: usize, count: i32): bool {
  const limit = f32x4.splat(TAME);
  const end = from + 4 * count;
  let tame = i32x4.splat(-1);
  for (; from + 16 <= end; from += 16) tame = v128.and(tame, f32x4.lt(f32x4.abs(v128.load(from)), limit));
  for (; from < end; from += 4) {
    if (!(abs(load<f32>(from)) < TAME)) return false;
  }
  return i32x4.all_true(tame);
}

/** Groups side by side. */
@inline
export function groupsAcross(g: Geometry): i32 {
  return (g.outWidth + GROUP - 1) / GROUP;
}

/** Rows of tiles. */
@inline
export function tileRows(g: Geometry): i32 {
  return (g.outHeight + 1) / 2;
}

/** Bytes of a row of an image with zeros around it, as far as groups read. */
@inline
function rowBytes(g: Geometry): i32 {
  return 4 * (GROUP * groupsAcross(g) + 4);
}

/** Bytes of a plane of such an image. */
@inline
function planeBytes(g: Geometry): i32 {
  return (2 * tileRows(g) + 2) * rowBytes(g);
}

/** Zeros where images will be. */
export function clearTiledImage(g: Geometry): void {
  memory.fill(g.image, 0, g.channels * planeBytes(g));
}

/** Copies a group's image into the zeros. */
export function tiledImage(g: Geometry, from: usize): void {
  const row = rowBytes(g);
  for (let c = 0; c < g.channels; c++) {
    let to = g.image + c * planeBytes(g) + g.padY * row + 4 * g.padX;
    for (let y = 0; y < g.height; y++, to += row) copyRow(to, from + (c * g.height + y) * g.width * 4, g.width * 4);
  }
}

/** One row of `Bᵀ x B`, from two rows of the input. */
@inline
function transformRow(a: usize, b: usize, adds: bool, to: usize, next: i32): void {
  const v0 = adds ? f32x4.add(v128.load(a), v128.load(b)) : f32x4.sub(v128.load(a), v128.load(b));
  const v1 = adds ? f32x4.add(v128.load(a, 16), v128.load(b, 16)) : f32x4.sub(v128.load(a, 16), v128.load(b, 16));
  const v2 = adds ? f32x4.add(v128.load(a, 32), v128.load(b, 32)) : f32x4.sub(v128.load(a, 32), v128.load(b, 32));
  const x0 = i32x4.shuffle(v0, v1, 0, 2, 4, 6);
  const x1 = i32x4.shuffle(v0, v1, 1, 3, 5, 7);
  const x2 = i32x4.shuffle(x0, v2, 1, 2, 3, 4);
  const x3 = i32x4.shuffle(x1, v2, 1, 2, 3, 5);
  v128.store(to, f32x4.sub(x0, x2));
  v128.store(to + next, f32x4.add(x1, x2));
  v128.store(to + 2 * next, f32x4.sub(x2, x1));
  v128.store(to + 3 * next, f32x4.sub(x1, x3));
}

/** `Bᵀ x B` of group `group` in one plane: element e goes to `to + e · next`. */
@inline
function transformTiles(from: usize, row: i32, to: usize, next: i32): void {
  const second = from + row;
  const third = second + row;
  transformRow(from, third, false, to, next);
  transformRow(second, third, true, to + 4 * next, next);
  transformRow(third, second, false, to + 8 * next, next);
  transformRow(second, third + row, false, to + 12 * next, next);
}

/** `Bᵀ x B` of a group for all channels: element e of channel c goes to `to + e · next + c · step`. */
export function transformChannels(g: Geometry, group: i32, to: usize, step: i32, next: i32): void {
  const across = groupsAcross(g);
  const row = rowBytes(g);
  const plane = planeBytes(g);
  let from = g.image + 2 * (group / across) * row + 4 * GROUP * (group % across);
  for (let c = 0; c < g.channels; c++, from += plane, to += step) transformTiles(from, row, to, next);
}

/** Bytes from one element's packed weights to the next one's. */
@inline
function weightBytes(g: Geometry): i32 {
  return ((g.filters + TILE_ROWS - 1) & -TILE_ROWS) * g.channels * 4;
}

/** Packs `G w Gᵀ` of a group as 16 left factors. */
function packWeights(g: Geometry, weight: usize): void {
  const next = weightBytes(g);
  for (let f = 0; f < g.filters; f++) {
    for (let c = 0; c < g.channels; c++, weight += 36) {
      let to = g.left + ((f / TILE_ROWS) * g.channels + c) * TILE_ROWS * 4 + (f % TILE_ROWS) * 4;
      for (let i = 0; i < 4; i++) {
        // a row of G w, then that row times Gᵀ
        const x0 = combined(i, weight, 12);
        const x1 = combined(i, weight + 4, 12);
        const x2 = combined(i, weight + 8, 12);
        store<f32>(to, x0);
        store<f32>(to + next, 0.5 * (x0 + x1 + x2));
        store<f32>(to + 2 * next, 0.5 * (x0 - x1 + x2));
        store<f32>(to + 3 * next, x2);
        to += 4 * next;
      }
    }
  }
}

/** Row i of G times three numbers `step` bytes apart. */
@inline
function combined(i: i32, at: usize, step: i32): f32 {
  const a = load<f32>(at);
  const b = load<f32>(at + step);
  const c = load<f32>(at + 2 * step);
  if (i == 0) return a;
  if (i == 3) return c;
  return i == 1 ? 0.5 * (a + b + c) : 0.5 * (a - b + c);
}

/** One row of eight outputs of which `count` exist. */
@inline
function putRow(to: usize, even: v128, odd: v128, count: i32): void {
  const low = i32x4.shuffle(even, odd, 0, 4, 1, 5);
  const high = i32x4.shuffle(even, odd, 2, 6, 3, 7);
  if (count >= GROUP) {
    v128.store(to, low);
    v128.store(to, high, 16);
    return;
  }
  let v = low;
  if (count & 4) {
    v128.store(to, v);
    to += 16;
    v = high;
  }
  if (count & 2) {
    v128.store64_lane(to, v, 0);
    to += 8;
    v = i64x2.shuffle(v, v, 1, 1);
  }
  if (count & 1) v128.store32_lane(to, v, 0);
}

/** `Aᵀ m A` of a group for all filters, from `m + e · next + f · 32`. */
function transformOutputs(g: Geometry, group: i32, m: usize, next: i32, bias: usize, out: usize): void {
  const across = groupsAcross(g);
  const x = GROUP * (group % across);
  const y = 2 * (group / across);
  const plane = windowCount(g) * 4;
  const row = g.outWidth * 4;
  const count = g.outWidth - x;
  const both = y + 1 < g.outHeight;
  out += y * row + 4 * x;
  for (let f = 0; f < g.filters; f++, m += TILE_BYTES, out += plane) {
    const start = bias ? v128.load_splat<f32>(bias + 4 * f) : f32x4.splat(0);
    // column j of Aᵀ m: two rows
    let at = m;
    let m1 = v128.load(at + 4 * next);
    let m2 = v128.load(at + 8 * next);
    const top0 = f32x4.add(f32x4.add(v128.load(at), m1), m2);
    const low0 = f32x4.sub(f32x4.sub(m1, m2), v128.load(at + 12 * next));
    at += next;
    m1 = v128.load(at + 4 * next);
    m2 = v128.load(at + 8 * next);
    const top1 = f32x4.add(f32x4.add(v128.load(at), m1), m2);
    const low1 = f32x4.sub(f32x4.sub(m1, m2), v128.load(at + 12 * next));
    at += next;
    m1 = v128.load(at + 4 * next);
    m2 = v128.load(at + 8 * next);
    const top2 = f32x4.add(f32x4.add(v128.load(at), m1), m2);
    const low2 = f32x4.sub(f32x4.sub(m1, m2), v128.load(at + 12 * next));
    at += next;
    m1 = v128.load(at + 4 * next);
    m2 = v128.load(at + 8 * next);
    const top3 = f32x4.add(f32x4.add(v128.load(at), m1), m2);
    const low3 = f32x4.sub(f32x4.sub(m1, m2), v128.load(at + 12 * next));
    const evenTop = f32x4.add(f32x4.add(f32x4.add(top0, top1), top2), start);
    const oddTop = f32x4.add(f32x4.sub(f32x4.sub(top1, top2), top3), start);
    putRow(out, evenTop, oddTop, count);
    if (both) {
      const evenLow = f32x4.add(f32x4.add(f32x4.add(low0, low1), low2), start);
      const oddLow = f32x4.add(f32x4.sub(f32x4.sub(low1, low2), low3), start);
      putRow(out + row, evenLow, oddLow, count);
    }
  }
}

/** One image of a group. */
function convolveTiles(g: Geometry, bias: usize, out: usize): void {
  const count = groupsAcross(g) * tileRows(g);
  const next = g.channels * TILE_BYTES + GAP;
  const products = g.right + ELEMENTS * next;
  const productNext = g.filters * TILE_BYTES + GAP;
  const weights = weightBytes(g);
  for (let group = 0; group < count; group += 2) {
    const two = group + 1 < count;
    transformChannels(g, group, g.right, TILE_BYTES, next);
    if (two) transformChannels(g, group + 1, g.right + 16, TILE_BYTES, next);
    for (let e = 0; e < ELEMENTS; e++) {
      packedColumns<f32>(
        g.filters, g.channels, g.left + e * weights, g.channels * TILE_ROWS * 4, g.right + e * next, 0,
        products + e * productNext, TILE_BYTES, TILE_BYTES, STORE, 0,
      );
    }
    transformOutputs(g, group, products, productNext, bias, out);
    if (two) transformOutputs(g, group + 1, products + 16, productNext, bias, out);
  }
}

/** As `conv2d_f32`, for kernels of 3 × 3 with stride and dilation 1. 0 where inputs are not tame: nothing is done then. */
export function winograd_f32(g: Geometry, x: usize, weight: usize, bias: usize, out: usize, first: i32, end: i32): i32 {
  const imageBytes = g.channels * g.height * g.width * 4;
  if (!areTame(x + first * g.groups * imageBytes, (end - first) * g.groups * (imageBytes / 4))) return 0;
  if (!areTame(weight, g.groups * g.filters * g.channels * 9)) return 0;
  const outBytes = g.filters * windowCount(g) * 4;
  clearTiledImage(g);
  for (let group = 0; group < g.groups; group++) {
    packWeights(g, weight + group * g.filters * g.channels * 36);
    const offset = bias ? bias + group * g.filters * 4 : 0;
    for (let n = first; n < end; n++) {
      const at = n * g.groups + group;
      tiledImage(g, x + at * imageBytes);
      convolveTiles(g, offset, out + at * outBytes);
    }
  }
  return 1;
}
