/**
 * @file Convolution of an image by few filters: not worth packing, windows are read where they lie. Depthwise convolutions are of
 * this kind.
 */
import { Geometry, tapCount, windowCount } from './geometry';
import { lanes, multiplyAdd } from './lanes';

/** Packing windows pays for more filters than this, and more taps. */
const FEW_FILTERS: i32 = 8;
const FEW_TAPS: i32 = 16;
/** Vectors in a strip of outputs. */
const STRIP: i32 = 4;

/** Whether this is the way: neighbouring outputs need neighbouring inputs, and rows are long enough. */
@inline
export function readsDirectly<T>(g: Geometry): bool {
  if (g.strideX != 1 || g.outWidth < lanes<T>()) return false;
  if (g.outWidth < STRIP * lanes<T>()) return g.filters <= 2;
  return g.filters <= FEW_FILTERS || tapCount(g) <= FEW_TAPS;
}

/** A strip of outputs of one or two filters (`two` and `wide` are constants). */
@inline
function strip<T>(
  two: bool, wide: bool, g: Geometry, from: usize, weight: usize, bias: usize, out: usize, plane: i32,
): void {
  const size = <i32>sizeof<T>();
  const count = tapCount(g);
  const next = count * size;
  let a0 = bias ? v128.load_splat<T>(bias) : i64x2.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = two && bias ? v128.load_splat<T>(bias + size) : i64x2.splat(0);
  let b1 = b0;
  let b2 = b0;
  let b3 = b0;
  const end = g.taps + 4 * count;
  for (let tap = g.taps; tap < end; tap += 4, weight += size) {
    const at = from + load<i32>(tap);
    const v = v128.load(at);
    const w = v128.load_splat<T>(weight);
    a0 = multiplyAdd<T>(w, v, a0);
    const u = two ? v128.load_splat<T>(weight + next) : w;
    if (two) b0 = multiplyAdd<T>(u, v, b0);
    if (wide) {
      const v1 = v128.load(at, 16);
      a1 = multiplyAdd<T>(w, v1, a1);
      if (two) b1 = multiplyAdd<T>(u, v1, b1);
      const v2 = v128.load(at, 32);
      a2 = multiplyAdd<T>(w, v2, a2);
      if (two) b2 = multiplyAdd<T>(u, v2, b2);
      const v3 = v128.load(at, 48);
      a3 = multiplyAdd<T>(w, v3, a3);
      if (two) b3 = multiplyAdd<T>(u, v3, b3);
    }
  }
  v128.store(out, a0);
  if (two) v128.store(out + plane, b0);
  if (!wide) return;
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  if (!two) return;
  v128.store(out + plane, b1, 16);
  v128.store(out + plane, b2, 32);
  v128.store(out + plane, b3, 48);
}

/** One or two filters over one image of a group. The last strip of a row overlaps the one before it. */
@inline
function convolveFilters<T>(two: bool, g: Geometry, image: usize, weight: usize, bias: usize, out: usize): void {
  const size = <i32>sizeof<T>();
  const plane = windowCount(g) * size;
  const wide = STRIP * lanes<T>();
  for (let y = 0; y < g.outHeight; y++) {
    const from = image + load<i32>(g.windows + 4 * y * g.outWidth);
    const to = out + y * g.outWidth * size;
    if (g.outWidth >= wide) {
      for (let x = 0; x < g.outWidth; x += wide) {
        const at = min(x, g.outWidth - wide) * size;
        strip<T>(two, true, g, from + at, weight, bias, to + at, plane);
      }
    } else {
      for (let x = 0; x < g.outWidth; x += lanes<T>()) {
        const at = min(x, g.outWidth - lanes<T>()) * size;
        strip<T>(two, false, g, from + at, weight, bias, to + at, plane);
      }
    }
  }
}

/** One image of a group: weight [filters, taps] and, unless at address 0, bias [filters]. */
export function convolveDirectly<T>(g: Geometry, image: usize, weight: usize, bias: usize, out: usize): void {
  const size = <i32>sizeof<T>();
  const taps = tapCount(g) * size;
  const plane = windowCount(g) * size;
  let f = 0;
  for (; f + 2 <= g.filters; f += 2) {
    convolveFilters<T>(true, g, image, weight + f * taps, bias ? bias + f * size : 0, out + f * plane);
  }
  if (f < g.filters) {
    convolveFilters<T>(false, g, image, weight + f * taps, bias ? bias + f * size : 0, out + f * plane);
  }
}
