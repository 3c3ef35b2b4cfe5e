/**
 * @file Steps of optimizers for n neighbouring float32 parameters with their gradients and states.
 */
import { multiplyAdd } from './lanes';
import { storeOne } from './grid';

/** Four elements, or one in all lanes. */
@inline
function get(four: bool, p: usize): v128 {
  return four ? v128.load(p) : v128.load32_splat(p);
}

@inline
function put(four: bool, p: usize, v: v128): void {
  if (four) v128.store(p, v);
  else storeOne<f32>(p, v);
}

/**
 * Zeros in place of subnormal numbers. A mean of gradients that have vanished would otherwise stay at the smallest of them for ever,
 * and processors take a hundred times as long for those.
 */
@inline
export function settled(v: v128): v128 {
  return v128.and(v, i32x4.gt_u(i32x4.shl(v, 1), i32x4.splat(0x00ffffff)));
}

/** `m` is 0 where there is no momentum; `keep` and `take` are what the momentum buffer keeps of itself and takes of the gradient. */
@inline
function sgd(four: bool, p: usize, g: usize, m: usize, lr: f32, sign: f32, decay: f32, keep: f32, take: f32, momentum: f32, nesterov: bool): void {
  const parameter = get(four, p);
  const direction = multiplyAdd<f32>(parameter, f32x4.splat(decay), f32x4.mul(get(four, g), f32x4.splat(sign)));
  let update = direction;
  if (m != 0) {
    const taken = f32x4.mul(direction, f32x4.splat(take));
    // what the buffer held before the first step may be NaN: it is not looked at
    const average = settled(keep == 0 ? taken : multiplyAdd<f32>(get(four, m), f32x4.splat(keep), taken));
    put(four, m, average);
    update = nesterov ? multiplyAdd<f32>(average, f32x4.splat(momentum), direction) : average;
  }
  put(four, p, multiplyAdd<f32>(update, f32x4.splat(-lr), parameter));
}

export function sgdStep_f32(
  p: usize,
  g: usize,
  m: usize,
  n: usize,
  lr: f32,
  sign: f32,
  decay: f32,
  keep: f32,
  take: f32,
  momentum: f32,
  nesterov: bool,
): void {
  const end = p + (n << 2);
  for (; p + 16 <= end; p += 16, g += 16, m += m != 0 ? 16 : 0)
    sgd(true, p, g, m, lr, sign, decay, keep, take, momentum, nesterov);
  for (; p < end; p += 4, g += 4, m += m != 0 ? 4 : 0)
    sgd(false, p, g, m, lr, sign, decay, keep, take, momentum, nesterov);
}

/** `top` is 0 without AMSGrad. */
@inline
function adam(
  four: bool,
  p: usize,
  g: usize,
  mean: usize,
  square: usize,
  top: usize,
  stepSize: f32,
  correction: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  eps: f32,
  sign: f32,
  decay: f32,
  shrink: f32,
): void {
  const parameter = get(four, p);
  const gradient = multiplyAdd<f32>(parameter, f32x4.splat(decay), f32x4.mul(get(four, g), f32x4.splat(sign)));
  const average = settled(
    multiplyAdd<f32>(get(four, mean), f32x4.splat(beta1), f32x4.mul(gradient, f32x4.splat(rest1))),
  );
  const squared = f32x4.mul(f32x4.mul(gradient, f32x4.splat(rest2)), gradient);
  let spread = settled(multiplyAdd<f32>(get(four, square), f32x4.splat(beta2), squared));
  put(four, mean, average);
  put(four, square, spread);
  if (top != 0) {
    spread = f32x4.max(get(four, top), spread);
    put(four, top, spread);
  }
  const divisor = f32x4.add(f32x4.mul(f32x4.sqrt(spread), f32x4.splat(correction)), f32x4.splat(eps));
  const update = f32x4.div(f32x4.mul(average, f32x4.splat(stepSize)), divisor);
  put(four, p, f32x4.sub(f32x4.mul(parameter, f32x4.splat(shrink)), update));
}

/** `correction` is the reciprocal of the mean square's bias correction; `rest1` is 1 - beta1, `rest2` is 1 - beta2. */
export function adamStep_f32(
  p: usize,
  g: usize,
  mean: usize,
  square: usize,
  top: usize,
  n: usize,
  stepSize: f32,
  correction: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  eps: f32,
  sign: f32,
  decay: f32,
  shrink: f32,
): void {
  const end = p + (n << 2);
  for (; p + 16 <= end; p += 16, g += 16, mean += 16, square += 16, top += top != 0 ? 16 : 0)
    adam(true, p, g, mean, square, top, stepSize, correction, beta1, rest1, beta2, rest2, eps, sign, decay, shrink);
  for (; p < end; p += 4, g += 4, mean += 4, square += 4, top += top != 0 ? 4 : 0)
    adam(false, p, g, mean, square, top, stepSize, correction, beta1, rest1, beta2, rest2, eps, sign, decay, shrink);
}
