/**
 * @file Stable sorts of 4-byte numbers along the middle of contiguous [outer, n, inner], by their bytes from the lowest to the highest.
 */

const DIGITS: i32 = 4;
/** Bytes of the counts of one digit's values. */
const COUNTS: i32 = 1024;

/** Bytes of memory for lines of n numbers. */
export function sortScratch(n: i32): i32 {
  return DIGITS * COUNTS + 16 * n;
}

/** An integer in whose order (without sign) numbers are sorted: NaN are equal and above all, zeros are equal. */
@inline
function keyOf(float: bool, bits: u32): u32 {
  if (!float) return bits ^ 0x80000000;
  if ((bits & 0x7fffffff) > 0x7f800000) return 0xffffffff;
  if (bits == 0x80000000) return bits;
  return bits ^ (<u32>(<i32>bits >> 31) | 0x80000000);
}

/** Sorts one line; `step` is the distance of neighbours in bytes, `flip` all ones for descending order. */
@inline
function sortLine(float: bool, values: usize, positions: usize, x: usize, n: i32, step: usize, flip: u32, scratch: usize): void {
  let from = scratch + DIGITS * COUNTS;
  let to = from + (<usize>n << 3);
  memory.fill(scratch, 0, DIGITS * COUNTS);
  for (let i = 0, p = x; i < n; i++, p += step) {
    const key = keyOf(float, load<u32>(p)) ^ flip;
    store<u64>(from + (<usize>i << 3), ((<u64>key) << 32) | i);
    for (let d = 0; d < DIGITS; d++) {
      const count = scratch + d * COUNTS + (((key >> (8 * d)) & 255) << 2);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
  for (let d = 0; d < DIGITS; d++) {
    const counts = scratch + d * COUNTS;
    const shift = 32 + 8 * d;
    // a digit that all have moves nothing
    if (load<u32>(counts + (<usize>((load<u64>(from) >> shift) & 255) << 2)) == n) continue;
    let before: u32 = 0;
    for (let i = 0; i < COUNTS; i += 4) {
      const count = load<u32>(counts + i);
      store<u32>(counts + i, before);
      before += count;
    }
    for (let i = 0; i < n; i++) {
      const entry = load<u64>(from + (<usize>i << 3));
      const place = counts + (<usize>((entry >> shift) & 255) << 2);
      const at = load<u32>(place);
      store<u32>(place, at + 1);
      store<u64>(to + (<usize>at << 3), entry);
    }
    const other = from;
    from = to;
    to = other;
  }
  for (let i = 0; i < n; i++, values += step, positions += step) {
    const position = <u32>load<u64>(from + (<usize>i << 3));
    store<u32>(positions, position);
    store<u32>(values, load<u32>(x + <usize>position * step));
  }
}

@inline
function sortLines(float: bool, values: usize, positions: usize, x: usize, outer: i32, n: i32, inner: i32, descending: bool, scratch: usize): void {
  const step = <usize>inner << 2;
  const plane = step * n;
  const flip: u32 = descending ? 0xffffffff : 0;
  for (; outer > 0; outer--, values += plane, positions += plane, x += plane)
    for (let i: usize = 0; i < step; i += 4) sortLine(float, values + i, positions + i, x + i, n, step, flip, scratch);
}

export function sort_f32(values: usize, positions: usize, x: usize, outer: i32, n: i32, inner: i32, descending: bool, scratch: usize): void {
  sortLines(true, values, positions, x, outer, n, inner, descending, scratch);
}

export function sort_i32(values: usize, positions: usize, x: usize, outer: i32, n: i32, inner: i32, descending: bool, scratch: usize): void {
  sortLines(false, values, positions, x, outer, n, inner, descending, scratch);
}
