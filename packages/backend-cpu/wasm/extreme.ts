/**
 * @file Largest and smallest float32 numbers; NaN wins. They are folded into what the output holds, at first ∓∞.
 */

/** The larger (smaller) of two vectors' elements. */
@inline
function pick(largest: bool, a: v128, b: v128): v128 {
  return largest ? f32x4.max(a, b) : f32x4.min(a, b);
}

/** The larger (smaller) of two numbers. */
@inline
function pickOne(largest: bool, a: f32, b: f32): f32 {
  return largest ? max<f32>(a, b) : min<f32>(a, b);
}

/** The larger (smaller) of two vectors' elements; of a NaN and a number in `a`, the number. */
@inline
function pickNumber(largest: bool, a: v128, b: v128): v128 {
  return largest ? f32x4.pmax(b, a) : f32x4.pmin(b, a);
}

/** The largest (smallest) of neighbours, 32 bytes at a time. NaN is looked for beside: the comparison that sees it is slow. */
@inline
export function ofRow(largest: bool, x: usize, end: usize): f32 {
  let a = f32x4.splat(largest ? -Infinity : Infinity);
  let b = a;
  let numbers = i32x4.splat(-1);
  for (; x < end; x += 32) {
    const v = v128.load(x);
    const w = v128.load(x, 16);
    a = pickNumber(largest, v, a);
    b = pickNumber(largest, w, b);
    numbers = v128.and(numbers, v128.and(f32x4.eq(v, v), f32x4.eq(w, w)));
  }
  if (!i32x4.all_true(numbers)) return NaN;
  a = pickNumber(largest, a, b);
  a = pickNumber(largest, a, i32x4.shuffle(a, a, 2, 3, 0, 1));
  return pickOne(largest, f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1));
}

/** `o[i · oRow + j · oStep]` takes up `x[i · xRow + j · xStep]`. */
@inline
function grid(largest: bool, o: usize, x: usize, rows: i32, columns: i32, oRow: i32, oStep: i32, xRow: i32, xStep: i32): void {
  const length = columns << 2;
  for (; rows > 0; rows--, o += oRow << 2, x += xRow << 2) {
    let j = 0;
    if (xStep == 1 && oStep == 0 && columns >= 8) {
      j = length & ~31;
      store<f32>(o, pickOne(largest, load<f32>(o), ofRow(largest, x, x + j)));
    } else if (xStep == 1 && oStep == 1) {
      for (; j + 16 <= length; j += 16) v128.store(o + j, pick(largest, v128.load(o + j), v128.load(x + j)));
    }
    let to = o + oStep * j;
    let from = x + xStep * j;
    for (; j < length; j += 4, to += oStep << 2, from += xStep << 2)
      store<f32>(to, pickOne(largest, load<f32>(to), load<f32>(from)));
  }
}

export function max_f32(o: usize, x: usize, rows: i32, columns: i32, oRow: i32, oStep: i32, xRow: i32, xStep: i32): void {
  grid(true, o, x, rows, columns, oRow, oStep, xRow, xStep);
}

export function min_f32(o: usize, x: usize, rows: i32, columns: i32, oRow: i32, oStep: i32, xRow: i32, xStep: i32): void {
  grid(false, o, x, rows, columns, oRow, oStep, xRow, xStep);
}
