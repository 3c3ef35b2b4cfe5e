/**
 * @file Normalisation of float32 numbers in planes of `size` neighbours: those of one set share mean and variance, those of one
 * channel weight and bias. Plane j of set i is at `(i · setStep + j · planeStep)`, its channel is
 * `(i mod groups) · setChannels + j · planeChannels`. Batch normalisation: a set is a channel. Group normalisation: a set is the group
 * of a sample. Absent operands are 0.
 */
import { multiplyAdd } from './lanes';
import { first, get, gradientSums, put, second, squaresAbout } from './moments';
import { total } from './sum';

/** Where the planes of sets lie, and which channel is whose. */
@unmanaged
class Sets {
  planes: i32;
  setStep: i32;
  planeStep: i32;
  size: i32;
  groups: i32;
  setChannels: i32;
  planeChannels: i32;
}

@inline
function parameter(p: usize, channel: i32, none: f32): f32 {
  return p != 0 ? load<f32>(p + (channel << 2)) : none;
}

/** `o = (x - mean) · factor + shift` of neighbours, `length` bytes. */
function affine(o: usize, x: usize, length: usize, mean: f32, factor: f32, shift: f32): void {
  const m = f32x4.splat(mean);
  const f = f32x4.splat(factor);
  const b = f32x4.splat(shift);
  const end = o + length;
  for (; o + 16 <= end; o += 16, x += 16) put(true, o, multiplyAdd<f32>(f32x4.sub(get(true, x), m), f, b));
  for (; o < end; o += 4, x += 4) put(false, o, multiplyAdd<f32>(f32x4.sub(get(false, x), m), f, b));
}

/** Sets from `from` to `to`, exclusive; also stores each one's mean and (biased) variance. */
export function normalizeSets_f32(
  o: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize, layout: Sets, from: i32, to: i32, eps: f64,
): void {
  const length = <usize>layout.size << 2;
  const count = <f64>layout.planes * <f64>layout.size;
  const step = <usize>layout.planeStep << 2;
  for (let i = from; i < to; i++) {
    const at = <usize>i * (<usize>layout.setStep << 2);
    let sum: f64 = 0;
    for (let j = 0, p = x + at; j < layout.planes; j++, p += step) sum += total(p, length);
    const center = <f32>(sum / count);
    let squares: f64 = 0;
    for (let j = 0, p = x + at; j < layout.planes; j++, p += step) squares += squaresAbout(p, length, center);
    const spread = squares / count;
    store<f32>(mean + (i << 2), center);
    store<f32>(variance + (i << 2), <f32>spread);
    const factor = 1 / Math.sqrt(spread + eps);
    let channel = (i % layout.groups) * layout.setChannels;
    let to = o + at;
    for (let j = 0, p = x + at; j < layout.planes; j++, p += step, to += step, channel += layout.planeChannels)
      affine(to, p, length, center, <f32>(factor * parameter(w, channel, 1)), parameter(b, channel, 0));
  }
}

/** Sets from `from` to `to`, exclusive, with given means and variances. */
export function scaleSets_f32(
  o: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize, layout: Sets, from: i32, to: i32, eps: f64,
): void {
  const length = <usize>layout.size << 2;
  const step = <usize>layout.planeStep << 2;
  for (let i = from; i < to; i++) {
    const center = load<f32>(mean + (i << 2));
    const factor = 1 / Math.sqrt(<f64>load<f32>(variance + (i << 2)) + eps);
    let channel = (i % layout.groups) * layout.setChannels;
    let at = <usize>i * (<usize>layout.setStep << 2);
    for (let j = 0; j < layout.planes; j++, at += step, channel += layout.planeChannels)
      affine(o + at, x + at, length, center, <f32>(factor * parameter(w, channel, 1)), parameter(b, channel, 0));
  }
}

/** `o = g · factor - shift - slope · (x - mean)` of neighbours, `length` bytes. */
function backwardPlane(o: usize, g: usize, x: usize, length: usize, mean: f32, factor: f32, shift: f32, slope: f32): void {
  const m = f32x4.splat(mean);
  const f = f32x4.splat(factor);
  const a = f32x4.splat(-shift);
  const b = f32x4.splat(-slope);
  const end = o + length;
  for (; o + 16 <= end; o += 16, g += 16, x += 16)
    put(true, o, multiplyAdd<f32>(get(true, g), f, multiplyAdd<f32>(f32x4.sub(get(true, x), m), b, a)));
  for (; o < end; o += 4, g += 4, x += 4)
    put(false, o, multiplyAdd<f32>(get(false, g), f, multiplyAdd<f32>(f32x4.sub(get(false, x), m), b, a)));
}

/**
 * Sets from `from` to `to`, exclusive: the gradient of the input goes to `o`; each set adds what its planes give to the gradients of weight
 * and bias to the float64 sums [2, channels] at `sums`.
 */
export function normalizeSetsBackward_f32(
  o: usize, g: usize, x: usize, mean: usize, variance: usize, w: usize, sums: usize, channels: i32, layout: Sets, from: i32, to: i32,
  eps: f64,
): void {
  const length = <usize>layout.size << 2;
  const count = <f64>layout.planes * <f64>layout.size;
  const step = <usize>layout.planeStep << 2;
  for (let i = from; i < to; i++) {
    const at = <usize>i * (<usize>layout.setStep << 2);
    const center = load<f32>(mean + (i << 2));
    const factor = 1 / Math.sqrt(<f64>load<f32>(variance + (i << 2)) + eps);
    const start = (i % layout.groups) * layout.setChannels;
    let ones: f64 = 0;
    let slopes: f64 = 0;
    let channel = start;
    for (let j = 0, p = at; j < layout.planes; j++, p += step, channel += layout.planeChannels) {
      gradientSums(false, g + p, x + p, 0, length, center);
      const weight = parameter(w, channel, 1);
      ones += first * weight;
      slopes += second * weight;
      const forWeight = sums + (channel << 3);
      const forBias = forWeight + (channels << 3);
      store<f64>(forWeight, load<f64>(forWeight) + second * factor);
      store<f64>(forBias, load<f64>(forBias) + first);
    }
    if (o == 0) continue;
    const shift = <f32>((ones / count) * factor);
    const slope = <f32>((slopes / count) * factor * factor * factor);
    channel = start;
    for (let j = 0, p = at; j < layout.planes; j++, p += step, channel += layout.planeChannels)
      backwardPlane(o + p, g + p, x + p, length, center, <f32>(factor * parameter(w, channel, 1)), shift, slope);
  }
}
