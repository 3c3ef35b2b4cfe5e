/**
 * @file Positions of the first largest or smallest float32 number along the middle of x [outer, n, inner]; the first NaN is both.
 */
import { ofRow } from './extreme';
import { loadOne, storeOne } from './grid';

/** Where `a` takes the place of `b`. */
@inline
function beats(largest: bool, a: v128, b: v128): v128 {
  const better = largest ? f32x4.gt(a, b) : f32x4.lt(a, b);
  // a number gives way to NaN, NaN to nothing
  return v128.and(v128.or(better, f32x4.ne(a, a)), f32x4.eq(b, b));
}

/** Position among n neighbours. */
@inline
function position(largest: bool, x: usize, n: i32): i32 {
  let best = load<f32>(x);
  let i = 1;
  if (n >= 8) {
    const whole = n & ~7;
    best = ofRow(largest, x, x + (whole << 2));
    for (let j = whole; j < n; j++) {
      const v = load<f32>(x + (j << 2));
      best = largest ? max<f32>(best, v) : min<f32>(best, v);
    }
    const wantsNaN = best != best;
    const wanted = f32x4.splat(best);
    for (i = 0; i + 4 <= n; i += 4) {
      const v = v128.load(x + (i << 2));
      const found = wantsNaN ? f32x4.ne(v, v) : f32x4.eq(v, wanted);
      if (v128.any_true(found)) return i + ctz(i32x4.bitmask(found));
    }
    for (; i < n; i++) {
      const v = load<f32>(x + (i << 2));
      if (wantsNaN ? v != v : v == best) return i;
    }
  }
  let at = 0;
  for (; i < n; i++) {
    if (best != best) return at;
    const v = load<f32>(x + (i << 2));
    if (v != v || (largest ? v > best : v < best)) {
      best = v;
      at = i;
    }
  }
  return at;
}

/** Positions in four columns, or in one. */
@inline
function columns(largest: bool, four: bool, o: usize, x: usize, n: i32, step: usize): void {
  let best = four ? v128.load(x) : loadOne<f32>(x);
  let at = i32x4.splat(0);
  for (let i = 1; i < n; i++) {
    x += step;
    const v = four ? v128.load(x) : loadOne<f32>(x);
    const better = beats(largest, v, best);
    best = v128.bitselect(v, best, better);
    at = v128.bitselect(i32x4.splat(i), at, better);
  }
  if (four) v128.store(o, at);
  else storeOne<i32>(o, at);
}

@inline
function search(largest: bool, o: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  for (; outer > 0; outer--, x += (n * inner) << 2) {
    if (inner == 1) {
      store<i32>(o, position(largest, x, n));
      o += 4;
      continue;
    }
    const end = x + (inner << 2);
    let from = x;
    for (; from + 16 <= end; from += 16, o += 16) columns(largest, true, o, from, n, inner << 2);
    for (; from < end; from += 4, o += 4) columns(largest, false, o, from, n, inner << 2);
  }
}

export function argmax_f32(o: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  search(true, o, x, outer, n, inner);
}

export function argmin_f32(o: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  search(false, o, x, outer, n, inner);
}
