/**
 * @file Largest value of windows over planes and its position; the gradient goes back there.
 */
/** First position of a window that is not in the padding. */
@inline
function inside(corner: i32, dilation: i32): i32 {
  return corner < 0 ? corner + ((dilation - 1 - corner) / dilation) * dilation : corner;
}

/** Windows `from` to `to` of one row of windows. */
function poolRow<T>(
  x: usize, values: usize, positions: usize, from: i32, to: i32, top: i32, bottom: i32, width: i32,
  kernel: i32, stride: i32, padding: i32, dilationY: i32, dilationX: i32,
): void {
  const size = <i32>sizeof<T>();
  for (let o = from; o < to; o++) {
    const corner = o * stride - padding;
    const left = inside(corner, dilationX);
    const right = min(corner + (kernel - 1) * dilationX + 1, width);
    let best = top * width + left;
    let largest = <T>-Infinity;
    for (let y = top; y < bottom; y += dilationY) {
      for (let p = y * width + left; p < y * width + right; p += dilationX) {
        const value = load<T>(x + p * size);
        // NaN wins
        if (value > largest || value != value) {
          largest = value;
          best = p;
        }
      }
    }
    store<T>(values + o * size, largest);
    store<i32>(positions + 4 * o, best);
  }
}

/** The larger of two vectors by the same rule: the lanes in which the later one wins. */
@inline
function later(value: v128, largest: v128): v128 {
  return v128.or(f32x4.gt(value, largest), f32x4.ne(value, value));
}

/** Four windows of 2 × 2 float32 numbers side by side, the first one at position p. */
@inline
function poolFour(x: usize, values: usize, positions: usize, p: i32, width: i32): void {
  const first = x + 4 * p;
  const second = first + 4 * width;
  const a = v128.load(first);
  const b = v128.load(first, 16);
  const c = v128.load(second);
  const d = v128.load(second, 16);
  const start = i32x4.add(i32x4.splat(p), i32x4(0, 2, 4, 6));
  let largest = i32x4.shuffle(a, b, 0, 2, 4, 6);
  let best = start;
  let value = i32x4.shuffle(a, b, 1, 3, 5, 7);
  let wins = later(value, largest);
  largest = v128.bitselect(value, largest, wins);
  best = v128.bitselect(i32x4.add(start, i32x4.splat(1)), best, wins);
  value = i32x4.shuffle(c, d, 0, 2, 4, 6);
  wins = later(value, largest);
  largest = v128.bitselect(value, largest, wins);
  best = v128.bitselect(i32x4.add(start, i32x4.splat(width)), best, wins);
  value = i32x4.shuffle(c, d, 1, 3, 5, 7);
  wins = later(value, largest);
  v128.store(values, v128.bitselect(value, largest, wins));
  v128.store(positions, v128.bitselect(i32x4.add(start, i32x4.splat(width + 1)), best, wins));
}

/** A row of windows of 2 × 2 float32 numbers: returns how many it did, all or none. The last four overlap those before them. */
function poolPairs(x: usize, values: usize, positions: usize, count: i32, top: i32, width: i32): i32 {
  if (count < 4) return 0;
  const p = top * width;
  for (let o = 0; o < count; o += 4) {
    const at = min(o, count - 4);
    poolFour(x, values + 4 * at, positions + 4 * at, p + 2 * at, width);
  }
  return count;
}

@inline
function pool<T>(
  planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, x: usize, values: usize, positions: usize,
  kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, padY: i32, padX: i32, dilationY: i32, dilationX: i32,
): void {
  const size = <i32>sizeof<T>();
  const pairs = size == 4 && kernelY == 2 && kernelX == 2 && strideX == 2 && (padY | padX) == 0 && dilationY == 1 && dilationX == 1;
  for (let plane = 0; plane < planes; plane++, x += height * width * size) {
    for (let y = 0; y < outHeight; y++, values += outWidth * size, positions += 4 * outWidth) {
      const corner = y * strideY - padY;
      const top = inside(corner, dilationY);
      const bottom = min(corner + (kernelY - 1) * dilationY + 1, height);
      const done = pairs && bottom - top == 2 ? poolPairs(x, values, positions, min(outWidth, width / 2), top, width) : 0;
      poolRow<T>(
        x, values, positions, done, outWidth, top, bottom, width, kernelX, strideX, padX, dilationY, dilationX,
      );
    }
  }
}

/** x [planes, height, width] → values and int32 positions [planes, outHeight, outWidth]; NaN wins (the last one), then the first of the largest. */
export function maxPool_f32(
  planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, x: usize, values: usize, positions: usize,
  kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, padY: i32, padX: i32, dilationY: i32, dilationX: i32,
): void {
  pool<f32>(
    planes, height, width, outHeight, outWidth, x, values, positions,
    kernelY, kernelX, strideY, strideX, padY, padX, dilationY, dilationX,
  );
}

export function maxPool_f64(
  planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, x: usize, values: usize, positions: usize,
  kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, padY: i32, padX: i32, dilationY: i32, dilationX: i32,
): void {
  pool<f64>(
    planes, height, width, outHeight, outWidth, x, values, positions,
    kernelY, kernelX, strideY, strideX, padY, padX, dilationY, dilationX,
  );
}

@inline
function scatter<T>(planes: i32, plane: i32, windows: i32, grad: usize, positions: usize, out: usize): i32 {
  const size = <i32>sizeof<T>();
  for (let i = 0; i < planes; i++, out += plane * size) {
    memory.fill(out, 0, plane * size);
    for (const end = positions + 4 * windows; positions < end; positions += 4, grad += size) {
      const p = load<i32>(positions);
      if (<u32>p >= <u32>plane) return 0;
      const to = out + p * size;
      store<T>(to, <T>(load<T>(to) + load<T>(grad)));
    }
  }
  return 1;
}

/** Gradients of the values, added up at their positions: out [planes, plane]. 0 where a position is not in its plane, else 1. */
export function maxPoolGrad_f32(planes: i32, plane: i32, windows: i32, grad: usize, positions: usize, out: usize): i32 {
  return scatter<f32>(planes, plane, windows, grad, positions, out);
}

export function maxPoolGrad_f64(planes: i32, plane: i32, windows: i32, grad: usize, positions: usize, out: usize): i32 {
  return scatter<f64>(planes, plane, windows, grad, positions, out);
}
