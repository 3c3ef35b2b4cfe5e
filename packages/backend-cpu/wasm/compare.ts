/**
 * @file Comparisons: bytes that are 1 or 0, `o[i, j] = a[i · aRow + j · aStep] ? b[i · bRow + j · bStep]`.
 */
import { loadLanes, loadOne } from './grid';

const enum Kind {
  eq,
  ne,
  lt,
  le,
}

/** All bits of the lanes where it holds. */
@inline
function apply<T>(kind: Kind, a: v128, b: v128): v128 {
  if (kind == Kind.eq) return v128.eq<T>(a, b);
  if (kind == Kind.ne) return v128.ne<T>(a, b);
  if (kind == Kind.lt) return v128.lt<T>(a, b);
  return v128.le<T>(a, b);
}

/** Sixteen results as bytes, of four vectors of four. */
@inline
function bytes(a: v128, b: v128, c: v128, d: v128): v128 {
  const low = i16x8.narrow_i32x4_s(a, b);
  const high = i16x8.narrow_i32x4_s(c, d);
  return v128.and(i8x16.narrow_i16x8_s(low, high), i8x16.splat(1));
}

@inline
function grid<T>(
  kind: Kind,
  o: usize,
  a: usize,
  b: usize,
  rows: i32,
  columns: i32,
  aRow: i32,
  aStep: i32,
  bRow: i32,
  bStep: i32,
): void {
  const aBytes = aStep << 2;
  const bBytes = bStep << 2;
  for (; rows > 0; rows--, a += aRow << 2, b += bRow << 2) {
    const end = o + columns;
    let x = a;
    let y = b;
    for (; o + 16 <= end; o += 16, x += aBytes << 4, y += bBytes << 4) {
      const r0 = apply<T>(kind, loadLanes<T>(x, aBytes), loadLanes<T>(y, bBytes));
      const r1 = apply<T>(kind, loadLanes<T>(x + (aBytes << 2), aBytes), loadLanes<T>(y + (bBytes << 2), bBytes));
      const r2 = apply<T>(kind, loadLanes<T>(x + (aBytes << 3), aBytes), loadLanes<T>(y + (bBytes << 3), bBytes));
      const r3 = apply<T>(kind, loadLanes<T>(x + aBytes * 12, aBytes), loadLanes<T>(y + bBytes * 12, bBytes));
      v128.store(o, bytes(r0, r1, r2, r3));
    }
    for (; o < end; o++, x += aBytes, y += bBytes)
      store<u8>(o, <u8>(i32x4.extract_lane(apply<T>(kind, loadOne<T>(x), loadOne<T>(y)), 0) & 1));
  }
}

export function eq_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.eq, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function eq_i32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<i32>(Kind.eq, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function ne_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.ne, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function ne_i32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<i32>(Kind.ne, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function lt_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.lt, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function lt_i32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<i32>(Kind.lt, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function le_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.le, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function le_i32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<i32>(Kind.le, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}
