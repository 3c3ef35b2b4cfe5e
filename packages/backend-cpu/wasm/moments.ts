/**
 * @file What normalisation needs to know of neighbouring float32 numbers: up to 512 of them are added in float32, their sums in
 * float64.
 */
import { storeOne } from './grid';
import { multiplyAdd, sumOf } from './lanes';

const BLOCK_BYTES: usize = 2048;

/** Four elements, or one in all lanes. */
@inline
export function get(four: bool, p: usize): v128 {
  return four ? v128.load(p) : v128.load32_splat(p);
}

@inline
export function put(four: bool, p: usize, v: v128): void {
  if (four) v128.store(p, v);
  else storeOne<f32>(p, v);
}

/** `Σ (x - mean)²` of neighbours, `length` bytes. */
export function squaresAbout(x: usize, length: usize, mean: f32): f64 {
  const about = f32x4.splat(mean);
  const end = x + length;
  let sum: f64 = 0;
  while (x + 16 <= end) {
    const block = min(x + BLOCK_BYTES, x + ((end - x) & ~15));
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (; x + 64 <= block; x += 64) {
      const d0 = f32x4.sub(v128.load(x), about);
      const d1 = f32x4.sub(v128.load(x, 16), about);
      const d2 = f32x4.sub(v128.load(x, 32), about);
      const d3 = f32x4.sub(v128.load(x, 48), about);
      s0 = multiplyAdd<f32>(d0, d0, s0);
      s1 = multiplyAdd<f32>(d1, d1, s1);
      s2 = multiplyAdd<f32>(d2, d2, s2);
      s3 = multiplyAdd<f32>(d3, d3, s3);
    }
    for (; x < block; x += 16) {
      const d = f32x4.sub(v128.load(x), about);
      s0 = multiplyAdd<f32>(d, d, s0);
    }
    sum += sumOf<f32>(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  }
  for (; x < end; x += 4) {
    const d = load<f32>(x) - mean;
    sum += d * d;
  }
  return sum;
}

/** Sums of products with the gradient: `first` is `Σ g`, `second` is `Σ g · (x - mean)`; with a weight, of `g · w` in g's place. */
export let first: f64 = 0;
export let second: f64 = 0;

/** Sets `first` and `second` for neighbours, `length` bytes. */
@inline
export function gradientSums(weighted: bool, g: usize, x: usize, w: usize, length: usize, mean: f32): void {
  const about = f32x4.splat(mean);
  const end = g + length;
  let ones: f64 = 0;
  let slopes: f64 = 0;
  while (g + 16 <= end) {
    const block = min(g + BLOCK_BYTES, g + ((end - g) & ~15));
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    for (; g + 32 <= block; g += 32, x += 32) {
      let g0 = v128.load(g);
      let g1 = v128.load(g, 16);
      if (weighted) {
        g0 = f32x4.mul(g0, v128.load(w));
        g1 = f32x4.mul(g1, v128.load(w, 16));
        w += 32;
      }
      a0 = f32x4.add(a0, g0);
      a1 = f32x4.add(a1, g1);
      b0 = multiplyAdd<f32>(g0, f32x4.sub(v128.load(x), about), b0);
      b1 = multiplyAdd<f32>(g1, f32x4.sub(v128.load(x, 16), about), b1);
    }
    for (; g < block; g += 16, x += 16) {
      let g0 = v128.load(g);
      if (weighted) {
        g0 = f32x4.mul(g0, v128.load(w));
        w += 16;
      }
      a0 = f32x4.add(a0, g0);
      b0 = multiplyAdd<f32>(g0, f32x4.sub(v128.load(x), about), b0);
    }
    ones += sumOf<f32>(f32x4.add(a0, a1));
    slopes += sumOf<f32>(f32x4.add(b0, b1));
  }
  for (; g < end; g += 4, x += 4) {
    let grad = load<f32>(g);
    if (weighted) {
      grad *= load<f32>(w);
      w += 4;
    }
    ones += grad;
    slopes += grad * (load<f32>(x) - mean);
  }
  first = ones;
  second = slopes;
}
