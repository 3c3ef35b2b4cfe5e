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

/** `o[i · oRow + j · oStep]` takes up `x[i · xRow + j · xStep]`. */
@inline
function grid(largest: bool, o: usize, x: usize, rows: i32, columns: i32, oRow: i32, oStep: i32, xRow: i32, xStep: i32): void {
  const length = columns << 2;
  for (; rows > 0; rows--, o += oRow << 2, x += xRow << 2) {
    let j = 0;
    if (xStep == 1 && oStep == 0 && columns >= 16) {
      let e0 = v128.load(x);
      let e1 = v128.load(x, 16);
      for (j = 32; j + 32 <= length; j += 32) {
        e0 = pick(largest, e0, v128.load(x + j));
        e1 = pick(largest, e1, v128.load(x + j, 16));
      }
      e0 = pick(largest, e0, e1);
      e0 = pick(largest, e0, i32x4.shuffle(e0, e0, 2, 3, 0, 1));
      const one = pickOne(largest, f32x4.extract_lane(e0, 0), f32x4.extract_lane(e0, 1));
      store<f32>(o, pickOne(largest, load<f32>(o), one));
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
