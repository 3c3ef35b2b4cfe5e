/**
 * @file A step of RMSprop for n neighbouring float32 parameters with their gradients and states.
 */
import { multiplyAdd } from './lanes';
import { get, put } from './moments';
import { settled } from './steps';

/** `buffer` is 0 without momentum, `mean` unless centered. */
@inline
function rmsprop(four: bool, p: usize, g: usize, square: usize, buffer: usize, mean: usize, lr: f32, sign: f32, decay: f32, alpha: f32, rest: f32, eps: f32, momentum: f32): void {
  const parameter = get(four, p);
  const gradient = multiplyAdd<f32>(parameter, f32x4.splat(decay), f32x4.mul(get(four, g), f32x4.splat(sign)));
  const squared = f32x4.mul(f32x4.mul(gradient, f32x4.splat(rest)), gradient);
  let variance = settled(multiplyAdd<f32>(get(four, square), f32x4.splat(alpha), squared));
  put(four, square, variance);
  if (mean != 0) {
    const average = settled(multiplyAdd<f32>(get(four, mean), f32x4.splat(alpha), f32x4.mul(gradient, f32x4.splat(rest))));
    put(four, mean, average);
    variance = f32x4.sub(variance, f32x4.mul(average, average));
  }
  let update = f32x4.div(gradient, f32x4.add(f32x4.sqrt(variance), f32x4.splat(eps)));
  if (buffer != 0) {
    update = settled(multiplyAdd<f32>(get(four, buffer), f32x4.splat(momentum), update));
    put(four, buffer, update);
  }
  put(four, p, multiplyAdd<f32>(update, f32x4.splat(-lr), parameter));
}

export function rmspropStep_f32(
  p: usize, g: usize, square: usize, buffer: usize, mean: usize, n: usize, lr: f32, sign: f32, decay: f32, alpha: f32, rest: f32, eps: f32,
  momentum: f32,
): void {
  const length = n << 2;
  let i: usize = 0;
  for (; i + 16 <= length; i += 16) {
    const b = buffer != 0 ? buffer + i : 0;
    const m = mean != 0 ? mean + i : 0;
    rmsprop(true, p + i, g + i, square + i, b, m, lr, sign, decay, alpha, rest, eps, momentum);
  }
  for (; i < length; i += 4) {
    const b = buffer != 0 ? buffer + i : 0;
    const m = mean != 0 ? mean + i : 0;
    rmsprop(false, p + i, g + i, square + i, b, m, lr, sign, decay, alpha, rest, eps, momentum);
  }
}
