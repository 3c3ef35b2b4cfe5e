/**
 * @file Mean of windows over planes, and its gradient.
 */

/** What a window's sum is divided by: its elements, its elements with padding, or a number of the caller's. */
@inline
function divisor<T>(inside: i32, extent: i32, includePad: bool, given: f64): T {
  if (given != 0) return <T>given;
  return <T>(includePad ? extent : inside);
}

/** Means of windows of 2 × 2 float32 numbers side by side, four at a time: returns how many it did. */
function meanPairs(first: usize, second: usize, out: usize, count: i32, factor: f32): i32 {
  const by = f32x4.splat(factor);
  let o = 0;
  for (; o + 4 <= count; o += 4, first += 32, second += 32, out += 16) {
    const left = f32x4.add(v128.load(first), v128.load(second));
    const right = f32x4.add(v128.load(first, 16), v128.load(second, 16));
    const sums = f32x4.add(i32x4.shuffle(left, right, 0, 2, 4, 6), i32x4.shuffle(left, right, 1, 3, 5, 7));
    v128.store(out, f32x4.div(sums, by));
  }
  return o;
}

/** Gradients of such means; every element belongs to one window. */
function spreadPairs(first: usize, second: usize, grad: usize, count: i32, factor: f32): i32 {
  const by = f32x4.splat(factor);
  let o = 0;
  for (; o + 4 <= count; o += 4, first += 32, second += 32, grad += 16) {
    const share = f32x4.div(v128.load(grad), by);
    const left = i32x4.shuffle(share, share, 0, 0, 1, 1);
    const right = i32x4.shuffle(share, share, 2, 2, 3, 3);
    v128.store(first, left);
    v128.store(first, right, 16);
    v128.store(second, left);
    v128.store(second, right, 16);
  }
  return o;
}

/** Both directions: `spreads` (a constant) tells which one, so that each is compiled alone. */
@inline
function pool<T>(
  spreads: bool, planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, image: usize, means: usize,
  kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, padY: i32, padX: i32, includePad: bool, given: f64,
): void {
  const size = <i32>sizeof<T>();
  const pairs = size == 4 && kernelY == 2 && kernelX == 2 && strideY == 2 && strideX == 2 && (padY | padX) == 0;
  if (spreads) memory.fill(image, 0, planes * height * width * size);
  for (let plane = 0; plane < planes; plane++, image += height * width * size) {
    for (let y = 0; y < outHeight; y++, means += outWidth * size) {
      const cornerY = y * strideY - padY;
      const endY = min(cornerY + kernelY, height + padY);
      const top = max(cornerY, 0);
      const bottom = min(endY, height);
      let o = 0;
      if (pairs && bottom - top == 2) {
        const first = image + top * width * size;
        const count = min(outWidth, width / 2);
        const by = <f32>divisor<T>(4, 4, includePad, given);
        o = spreads
          ? spreadPairs(first, first + width * size, means, count, by)
          : meanPairs(first, first + width * size, means, count, by);
      }
      for (; o < outWidth; o++) {
        const cornerX = o * strideX - padX;
        const endX = min(cornerX + kernelX, width + padX);
        const left = max(cornerX, 0);
        const right = min(endX, width);
        const inside = max(bottom - top, 0) * max(right - left, 0);
        const by = divisor<T>(inside, (endY - cornerY) * (endX - cornerX), includePad, given);
        const share = spreads ? <T>(load<T>(means + o * size) / by) : <T>0;
        let sum: T = <T>0;
        for (let row = top; row < bottom; row++) {
          let at = image + (row * width + left) * size;
          for (let x = left; x < right; x++, at += size) {
            if (spreads) store<T>(at, <T>(load<T>(at) + share));
            else sum += load<T>(at);
          }
        }
        // a window in the padding alone is 0, not 0 / 0
        if (!spreads) store<T>(means + o * size, inside > 0 ? <T>(sum / by) : <T>0);
      }
    }
  }
}

/** x [planes, height, width] → out [planes, outHeight, outWidth]; a `divisor` of 0 stands for the size of the window. */
export function avgPool_f32(
  planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, x: usize, out: usize,
  kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, padY: i32, padX: i32, includePad: bool, divisor: f64,
): void {
  pool<f32>(
    false, planes, height, width, outHeight, outWidth, x, out,
    kernelY, kernelX, strideY, strideX, padY, padX, includePad, divisor,
  );
}

export function avgPool_f64(
  planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, x: usize, out: usize,
  kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, padY: i32, padX: i32, includePad: bool, divisor: f64,
): void {
  pool<f64>(
    false, planes, height, width, outHeight, outWidth, x, out,
    kernelY, kernelX, strideY, strideX, padY, padX, includePad, divisor,
  );
}

/** grad [planes, outHeight, outWidth] → out [planes, height, width]. */
export function avgPoolGrad_f32(
  planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, out: usize, grad: usize,
  kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, padY: i32, padX: i32, includePad: bool, divisor: f64,
): void {
  pool<f32>(
    true, planes, height, width, outHeight, outWidth, out, grad,
    kernelY, kernelX, strideY, strideX, padY, padX, includePad, divisor,
  );
}

export function avgPoolGrad_f64(
  planes: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, out: usize, grad: usize,
  kernelY: i32, kernelX: i32, strideY: i32, strideX: i32, padY: i32, padX: i32, includePad: bool, divisor: f64,
): void {
  pool<f64>(
    true, planes, height, width, outHeight, outWidth, out, grad,
    kernelY, kernelX, strideY, strideX, padY, padX, includePad, divisor,
  );
}
