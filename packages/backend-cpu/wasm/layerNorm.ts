/**
 * @file Normalisation of the rows of contiguous float32 [rows, n], with a weight and a bias for each column, and its gradients.
 * Absent operands are 0.
 */
import { multiplyAdd } from './lanes';
import { first, get, gradientSums, put, second, squaresAbout } from './moments';
import { total } from './sum';

@inline
function normalized(four: bool, hasWeight: bool, hasBias: bool, o: usize, x: usize, w: usize, b: usize, mean: v128, factor: v128): void {
  let y = f32x4.mul(f32x4.sub(get(four, x), mean), factor);
  if (hasWeight && hasBias) y = multiplyAdd<f32>(y, get(four, w), get(four, b));
  else if (hasWeight) y = f32x4.mul(y, get(four, w));
  else if (hasBias) y = f32x4.add(y, get(four, b));
  put(four, o, y);
}

@inline
function normalizeRow(hasWeight: bool, hasBias: bool, o: usize, x: usize, w: usize, b: usize, length: usize, mean: v128, factor: v128): void {
  let i: usize = 0;
  for (; i + 16 <= length; i += 16) normalized(true, hasWeight, hasBias, o + i, x + i, w + i, b + i, mean, factor);
  for (; i < length; i += 4) normalized(false, hasWeight, hasBias, o + i, x + i, w + i, b + i, mean, factor);
}

/** Also stores each row's mean and (biased) variance. */
export function layerNorm_f32(o: usize, x: usize, w: usize, b: usize, mean: usize, variance: usize, rows: i32, n: i32, eps: f64): void {
  const length = <usize>n << 2;
  for (; rows > 0; rows--, o += length, x += length, mean += 4, variance += 4) {
    const center = <f32>(total(x, length) / n);
    const spread = squaresAbout(x, length, center) / n;
    store<f32>(mean, center);
    store<f32>(variance, <f32>spread);
    const factor = f32x4.splat(<f32>(1 / Math.sqrt(spread + eps)));
    const middle = f32x4.splat(center);
    if (w != 0 && b != 0) normalizeRow(true, true, o, x, w, b, length, middle, factor);
    else if (w != 0) normalizeRow(true, false, o, x, w, b, length, middle, factor);
    else if (b != 0) normalizeRow(false, true, o, x, w, b, length, middle, factor);
    else normalizeRow(false, false, o, x, w, b, length, middle, factor);
  }
}

/** `o = w · g · factor - shift - slope · (x - mean)`; sums of `g` at `forBias` and of `g · (x - mean) · factor` at `forWeight` grow. */
@inline
function backward(
  four: bool, hasWeight: bool, hasInput: bool, hasSums: bool, o: usize, g: usize, x: usize, w: usize, forWeight: usize, forBias: usize,
  mean: v128, factor: v128, shift: v128, slope: v128,
): void {
  const grad = get(four, g);
  const apart = f32x4.sub(get(four, x), mean);
  if (hasInput) {
    const scaled = f32x4.mul(hasWeight ? f32x4.mul(grad, get(four, w)) : grad, factor);
    put(four, o, f32x4.sub(scaled, multiplyAdd<f32>(apart, slope, shift)));
  }
  if (hasSums) {
    put(four, forWeight, multiplyAdd<f32>(f32x4.mul(apart, factor), grad, get(four, forWeight)));
    put(four, forBias, f32x4.add(grad, get(four, forBias)));
  }
}

@inline
function backwardRow(
  hasWeight: bool, hasInput: bool, hasSums: bool, o: usize, g: usize, x: usize, w: usize, forWeight: usize, forBias: usize, length: usize,
  mean: v128, factor: v128, shift: v128, slope: v128,
): void {
  let i: usize = 0;
  for (; i + 16 <= length; i += 16)
    backward(true, hasWeight, hasInput, hasSums, o + i, g + i, x + i, w + i, forWeight + i, forBias + i, mean, factor, shift, slope);
  for (; i < length; i += 4)
    backward(false, hasWeight, hasInput, hasSums, o + i, g + i, x + i, w + i, forWeight + i, forBias + i, mean, factor, shift, slope);
}

/** Rows whose parameter gradients are added in float32. */
const ROWS: i32 = 32;

/** `sums[i] += strip[i]`, and the strip is zero again. */
function flush(sums: usize, strip: usize, n: i32): void {
  for (let i = 0; i < n; i++, sums += 8, strip += 4) {
    store<f64>(sums, load<f64>(sums) + load<f32>(strip));
    store<f32>(strip, 0);
  }
}

/**
 * The gradient of the input goes to `o`, those of weight and bias are added to the float64 sums [2, n] at `sums`, behind which there
 * is room for float32 numbers [2, n], zero at first.
 */
export function layerNormBackward_f32(
  o: usize, g: usize, x: usize, mean: usize, variance: usize, w: usize, sums: usize, rows: i32, n: i32, eps: f64,
): void {
  const length = <usize>n << 2;
  const forWeight = sums + (<usize>n << 4);
  const forBias = forWeight + length;
  for (let i = 0; i < rows; i++, o += o != 0 ? length : 0, g += length, x += length, mean += 4, variance += 4) {
    const center = load<f32>(mean);
    const scale = 1 / Math.sqrt(<f64>load<f32>(variance) + eps);
    let shift: f64 = 0;
    let slope: f64 = 0;
    if (o != 0) {
      if (w != 0) gradientSums(true, g, x, w, length, center);
      else gradientSums(false, g, x, 0, length, center);
      shift = (first / n) * scale;
      slope = (second / n) * scale * scale * scale;
    }
    const m = f32x4.splat(center);
    const factor = f32x4.splat(<f32>scale);
    const a = f32x4.splat(<f32>shift);
    const b = f32x4.splat(<f32>slope);
    if (o == 0) backwardRow(false, false, true, o, g, x, w, forWeight, forBias, length, m, factor, a, b);
    else if (sums == 0) {
      if (w != 0) backwardRow(true, true, false, o, g, x, w, 0, 0, length, m, factor, a, b);
      else backwardRow(false, true, false, o, g, x, w, 0, 0, length, m, factor, a, b);
    } else if (w != 0) backwardRow(true, true, true, o, g, x, w, forWeight, forBias, length, m, factor, a, b);
    else backwardRow(false, true, true, o, g, x, w, forWeight, forBias, length, m, factor, a, b);
    if (sums != 0 && (i % ROWS == ROWS - 1 || i == rows - 1)) flush(sums, forWeight, 2 * n);
  }
}
