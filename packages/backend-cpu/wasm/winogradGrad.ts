/**
 * @file Gradient of the weight of a 3 × 3 convolution of float32 by the transposes of the transforms in winograd.ts:
 * `weightGrad = Gᵀ [Σ (A grad Aᵀ) ⊙ (Bᵀ x B)] G`, the sums over all tiles as 16 matrix products.
 */
import { dots } from './dots';
import { Geometry, windowCount } from './geometry';
import { ADD, STORE } from './tile';
import {
  areTame,
  clearTiledImage,
  ELEMENTS,
  GAP,
  GROUP,
  groupsAcross,
  tiledImage,
  tileRows,
  transformChannels,
} from './winograd';

/** The first `count` of four numbers, zeros for the others. */
@inline
function loadPart(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  let v = f32x4.splat(0);
  if (count > 0) v = v128.load32_lane(from, v, 0);
  if (count > 1) v = v128.load32_lane(from + 4, v, 1);
  if (count > 2) v = v128.load32_lane(from + 8, v, 2);
  return v;
}

/** A row of `A grad Aᵀ` from its even and its odd columns. */
@inline
function putRow(to: usize, next: i32, even: v128, odd: v128): void {
  v128.store(to, even);
  v128.store(to + next, f32x4.add(even, odd));
  v128.store(to + 2 * next, f32x4.sub(even, odd));
  v128.store(to + 3 * next, f32x4.neg(odd));
}

/** `A grad Aᵀ` of a group for all filters: element e of filter f goes to `to + e · next + f · step`. */
function transformGradients(g: Geometry, group: i32, grad: usize, to: usize, step: i32, next: i32): void {
  const across = groupsAcross(g);
  const x = GROUP * (group % across);
  const y = 2 * (group / across);
  const plane = windowCount(g) * 4;
  const row = g.outWidth * 4;
  const count = g.outWidth - x;
  const both = y + 1 < g.outHeight;
  grad += y * row + 4 * x;
  for (let f = 0; f < g.filters; f++, grad += plane, to += step) {
    let low = loadPart(grad, count);
    let high = loadPart(grad + 16, count - 4);
    const even0 = i32x4.shuffle(low, high, 0, 2, 4, 6);
    const odd0 = i32x4.shuffle(low, high, 1, 3, 5, 7);
    low = f32x4.splat(0);
    high = low;
    if (both) {
      low = loadPart(grad + row, count);
      high = loadPart(grad + row + 16, count - 4);
    }
    const even1 = i32x4.shuffle(low, high, 0, 2, 4, 6);
    const odd1 = i32x4.shuffle(low, high, 1, 3, 5, 7);
    putRow(to, next, even0, odd0);
    putRow(to + 4 * next, next, f32x4.add(even0, even1), f32x4.add(odd0, odd1));
    putRow(to + 8 * next, next, f32x4.sub(even0, even1), f32x4.sub(odd0, odd1));
    putRow(to + 12 * next, next, f32x4.neg(even1), f32x4.neg(odd1));
  }
}

/** Adds the products of one image of a group to the 16 sums [filters, channels]. */
function addTiles(g: Geometry, grad: usize, first: bool): void {
  const across = groupsAcross(g);
  const sums = g.filters * g.channels * 4;
  const rows = tileRows(g);
  for (let y = 0; y < rows; y += g.blockRows) {
    const groups = min(g.blockRows, rows - y) * across;
    const step = groups * 16;
    const next = g.channels * step + GAP;
    const gradientNext = g.filters * step + GAP;
    const gradients = g.right + ELEMENTS * next;
    for (let i = 0; i < groups; i++) {
      transformChannels(g, y * across + i, g.right + i * 16, step, next);
      transformGradients(g, y * across + i, grad, gradients + i * 16, step, gradientNext);
    }
    const mode = first && y == 0 ? STORE : ADD;
    for (let e = 0; e < ELEMENTS; e++) {
      dots<f32>(
        g.filters, g.channels, groups * 4, gradients + e * gradientNext, step,
        g.right + e * next, step, g.left + e * sums, g.channels * 4, mode, 0,
      );
    }
  }
}

/** A row of `Gᵀ S G` from the four numbers of a row of `Gᵀ S`. */
@inline
function putWeights(to: usize, s0: f32, s1: f32, s2: f32, s3: f32): void {
  const half: f32 = 0.5 * (s1 + s2);
  store<f32>(to, s0 + half);
  store<f32>(to, 0.5 * (s1 - s2), 4);
  store<f32>(to, half + s3, 8);
}

/** Row i of `Gᵀ` times four numbers `step` bytes apart. */
@inline
function combined(i: i32, at: usize, step: i32): f32 {
  const s1 = load<f32>(at + step);
  const s2 = load<f32>(at + 2 * step);
  if (i == 0) return load<f32>(at) + 0.5 * (s1 + s2);
  if (i == 1) return 0.5 * (s1 - s2);
  return 0.5 * (s1 + s2) + load<f32>(at + 3 * step);
}

/** `Gᵀ S G` for every weight of a group. */
function putGradients(g: Geometry, out: usize): void {
  const next = g.filters * g.channels * 4;
  const end = g.left + next;
  for (let at = g.left; at < end; at += 4) {
    for (let i = 0; i < 3; i++, out += 12) {
      const row = 4 * next;
      const s0 = combined(i, at, row);
      const s1 = combined(i, at + next, row);
      const s2 = combined(i, at + 2 * next, row);
      putWeights(out, s0, s1, s2, combined(i, at + 3 * next, row));
    }
  }
}

/**
 * As `conv2dWeightGrad_f32`, for kernels of 3 × 3 with stride and dilation 1 and at least one image. 0 where inputs are
 * not tame: nothing is done then.
 */
export function winogradWeightGrad_f32(g: Geometry, grad: usize, x: usize, out: usize, first: i32, end: i32): i32 {
  const imageBytes = g.channels * g.height * g.width * 4;
  const gradBytes = g.filters * windowCount(g) * 4;
  const images = (end - first) * g.groups;
  if (!areTame(x + first * g.groups * imageBytes, images * (imageBytes / 4))) return 0;
  if (!areTame(grad + first * g.groups * gradBytes, images * (gradBytes / 4))) return 0;
  clearTiledImage(g);
  for (let group = 0; group < g.groups; group++) {
    for (let n = first; n < end; n++) {
      const at = n * g.groups + group;
      tiledImage(g, x + at * imageBytes);
      addTiles(g, grad + at * gradBytes, n == first);
    }
    putGradients(g, out + group * g.filters * g.channels * 36);
  }
  return 1;
}
