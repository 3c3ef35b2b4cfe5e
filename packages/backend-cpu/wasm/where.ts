/**
 * @file The choice between two operands of four-byte elements by a condition of bytes; layouts as in binary.ts.
 */
import { loadLanes } from './grid';

/** Four conditions as lanes, all bits where true. */
@inline
function lanesOf(c: usize, step: i32): v128 {
  if (step == 0) return i32x4.splat(load<u8>(c) != 0 ? -1 : 0);
  if (step == 1) {
    const bytes = v128.load32_zero(c);
    return i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), i32x4.splat(0));
  }
  const lanes = i32x4.replace_lane(i32x4.splat(load<u8>(c)), 1, load<u8>(c + step));
  const three = i32x4.replace_lane(lanes, 2, load<u8>(c + 2 * step));
  return i32x4.ne(i32x4.replace_lane(three, 3, load<u8>(c + 3 * step)), i32x4.splat(0));
}

export function where_b4(
  o: usize,
  c: usize,
  a: usize,
  b: usize,
  rows: i32,
  columns: i32,
  cRow: i32,
  cStep: i32,
  aRow: i32,
  aStep: i32,
  bRow: i32,
  bStep: i32,
): void {
  const aBytes = aStep << 2;
  const bBytes = bStep << 2;
  for (; rows > 0; rows--, c += cRow, a += aRow << 2, b += bRow << 2) {
    const end = o + (<usize>columns << 2);
    let choose = c;
    let x = a;
    let y = b;
    for (; o + 16 <= end; o += 16, choose += cStep << 2, x += aBytes << 2, y += bBytes << 2)
      v128.store(o, v128.bitselect(loadLanes<i32>(x, aBytes), loadLanes<i32>(y, bBytes), lanesOf(choose, cStep)));
    for (; o < end; o += 4, choose += cStep, x += aBytes, y += bBytes)
      store<i32>(o, load<u8>(choose) != 0 ? load<i32>(x) : load<i32>(y));
  }
}
