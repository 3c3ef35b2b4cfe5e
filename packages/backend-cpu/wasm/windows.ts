/**
 * @file Packing of an image's windows as a factor of a matrix product.
 */
import { lanes } from './lanes';
import { TILE_BYTES } from './pack';
import { copyRow } from './geometry';

/** Packs one vector of windows for k taps, zeros for missing ones. */
function packVector<T>(to: usize, image: usize, taps: usize, k: i32, windows: usize, count: i32): void {
  const size = <i32>sizeof<T>();
  const end = taps + 4 * k;
  const w0 = image + load<i32>(windows);
  if (count >= lanes<T>()) {
    const w1 = image + load<i32>(windows, 4);
    if (sizeof<T>() == 8) {
      for (; taps < end; taps += 4, to += TILE_BYTES) {
        const tap = load<i32>(taps);
        v128.store(to, v128.load64_lane(w1 + tap, v128.load64_zero(w0 + tap), 1));
      }
      return;
    }
    const w2 = image + load<i32>(windows, 8);
    const w3 = image + load<i32>(windows, 12);
    if (w3 - w0 == 12) {
      for (; taps < end; taps += 4, to += TILE_BYTES) v128.store(to, v128.load(w0 + load<i32>(taps)));
      return;
    }
    for (; taps < end; taps += 4, to += TILE_BYTES) {
      const tap = load<i32>(taps);
      let v = v128.load32_zero(w0 + tap);
      v = v128.load32_lane(w1 + tap, v, 1);
      v = v128.load32_lane(w2 + tap, v, 2);
      v128.store(to, v128.load32_lane(w3 + tap, v, 3));
    }
    return;
  }
  for (; taps < end; taps += 4, to += TILE_BYTES) {
    const tap = load<i32>(taps);
    v128.store(to, i64x2.splat(0));
    for (let l = 0; l < count; l++) store<T>(to + l * size, load<T>(image + load<i32>(windows + 4 * l) + tap));
  }
}

/** Packs up to 32 bytes of windows side by side, one row for each of k taps. */
export function packWindows<T>(to: usize, image: usize, taps: usize, k: i32, windows: usize, count: i32): void {
  const size = <i32>sizeof<T>();
  const width = TILE_BYTES / size;
  if (count >= width && load<i32>(windows + 4 * (width - 1)) - load<i32>(windows) == TILE_BYTES - size) {
    const end = taps + 4 * k;
    image += load<i32>(windows);
    for (; taps < end; taps += 4, to += TILE_BYTES) {
      const from = image + load<i32>(taps);
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
    return;
  }
  packVector<T>(to, image, taps, k, windows, count);
  packVector<T>(to + 16, image, taps, k, windows + 4 * lanes<T>(), count - lanes<T>());
}

/** Packs `rows` rows of `width` windows for each of `count` taps: tap t at `to + t · next`, zeros up to there. */
export function packTaps<T>(
  to: usize, next: i32, image: usize, taps: usize, count: i32, windows: usize, rows: i32, width: i32, stride: i32,
): void {
  const size = <i32>sizeof<T>();
  const bytes = width * size;
  for (let t = 0; t < count; t++, to += next) {
    const tapped = image + load<i32>(taps + 4 * t);
    let target = to;
    for (let y = 0; y < rows; y++, target += bytes) {
      const from = tapped + load<i32>(windows + 4 * y * width);
      if (stride == 1) copyRow(target, from, bytes);
      else for (let x = 0; x < width; x++) store<T>(target + x * size, load<T>(from + x * stride * size));
    }
    for (; target < to + next; target += size) store<T>(target, <T>0);
  }
}
