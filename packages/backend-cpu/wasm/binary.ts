/**
 * @file Elementwise functions of two operands: `o[i, j] = f(a[i · aRow + j · aStep], b[i · bRow + j · bStep])`.
 */
import { loadLanes, loadOne, storeOne } from './grid';

const enum Kind {
  add,
  sub,
  mul,
  div,
  maximum,
  minimum,
  thresholdBackward,
  sigmoidBackward,
  tanhBackward,
}

/** The function of two vectors. */
@inline
function apply<T>(kind: Kind, a: v128, b: v128): v128 {
  if (kind == Kind.add) return v128.add<T>(a, b);
  if (kind == Kind.sub) return v128.sub<T>(a, b);
  if (kind == Kind.mul) return v128.mul<T>(a, b);
  if (kind == Kind.maximum) return v128.max<T>(a, b);
  if (kind == Kind.minimum) return v128.min<T>(a, b);
  return isFloat<T>() ? applyFloat<T>(kind, a, b) : unreachable();
}

/** The function of two vectors of floating point numbers. */
@inline
function applyFloat<T>(kind: Kind, a: v128, b: v128): v128 {
  if (kind == Kind.div) return v128.div<T>(a, b);
  if (kind == Kind.thresholdBackward) return v128.andnot(a, v128.le<T>(b, v128.splat<T>(0)));
  const one = v128.splat<T>(1);
  if (kind == Kind.sigmoidBackward) return v128.mul<T>(v128.mul<T>(a, v128.sub<T>(one, b)), b);
  return v128.mul<T>(a, v128.sub<T>(one, v128.mul<T>(b, b)));
}

/** As much of a row as 64 bytes at a time cover, of neighbouring elements. Returns how many bytes that is. */
@inline
function strip<T>(kind: Kind, o: usize, a: usize, b: usize, length: i32): i32 {
  let i: i32 = 0;
  for (; i + 64 <= length; i += 64) {
    v128.store(o + i, apply<T>(kind, v128.load(a + i), v128.load(b + i)));
    v128.store(o + i, apply<T>(kind, v128.load(a + i, 16), v128.load(b + i, 16)), 16);
    v128.store(o + i, apply<T>(kind, v128.load(a + i, 32), v128.load(b + i, 32)), 32);
    v128.store(o + i, apply<T>(kind, v128.load(a + i, 48), v128.load(b + i, 48)), 48);
  }
  return i;
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
  const size: i32 = sizeof<T>();
  const aBytes = aStep * size;
  const bBytes = bStep * size;
  const length = <i32>columns * size;
  const lanes: i32 = 16 / size;
  for (; rows > 0; rows--, a += aRow * size, b += bRow * size) {
    const end = o + length;
    let x = a;
    let y = b;
    if (aStep == 1 && bStep == 1) {
      const done = strip<T>(kind, o, a, b, length);
      o += done;
      x += done;
      y += done;
    }
    for (; o + 16 <= end; o += 16, x += aBytes * lanes, y += bBytes * lanes)
      v128.store(o, apply<T>(kind, loadLanes<T>(x, aBytes), loadLanes<T>(y, bBytes)));
    for (; o < end; o += size, x += aBytes, y += bBytes)
      storeOne<T>(o, apply<T>(kind, loadOne<T>(x), loadOne<T>(y)));
  }
}

export function add_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.add, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function add_f64(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f64>(Kind.add, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function add_i32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<i32>(Kind.add, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function sub_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.sub, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function sub_f64(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f64>(Kind.sub, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function sub_i32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<i32>(Kind.sub, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function mul_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.mul, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function mul_f64(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f64>(Kind.mul, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function mul_i32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<i32>(Kind.mul, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function div_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.div, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function div_f64(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f64>(Kind.div, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function maximum_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.maximum, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function maximum_f64(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f64>(Kind.maximum, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function maximum_i32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<i32>(Kind.maximum, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function minimum_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.minimum, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function minimum_f64(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f64>(Kind.minimum, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function minimum_i32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<i32>(Kind.minimum, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function thresholdBackward_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.thresholdBackward, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function thresholdBackward_f64(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f64>(Kind.thresholdBackward, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function sigmoidBackward_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.sigmoidBackward, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function sigmoidBackward_f64(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f64>(Kind.sigmoidBackward, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function tanhBackward_f32(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f32>(Kind.tanhBackward, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}

export function tanhBackward_f64(o: usize, a: usize, b: usize, rows: i32, columns: i32, aRow: i32, aStep: i32, bRow: i32, bStep: i32): void {
  grid<f64>(Kind.tanhBackward, o, a, b, rows, columns, aRow, aStep, bRow, bStep);
}
