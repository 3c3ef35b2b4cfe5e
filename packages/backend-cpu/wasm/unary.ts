/**
 * @file Elementwise functions of one operand: `o[i, j] = f(x[i · xRow + j · xStep])`.
 */
import { erf4, gelu4, geluTanh4, sigmoid4, silu4, tanh4 } from './activations';
import { exp4, exponentials, log4 } from './exponential';
import { loadLanes, loadOne, storeOne } from './grid';

const enum Kind {
  neg,
  abs,
  sign,
  ceil,
  floor,
  round,
  trunc,
  sqrt,
  rsqrt,
  reciprocal,
  relu,
  exp,
  log,
  sigmoid,
  silu,
  tanh,
  erf,
  gelu,
  geluTanh,
}

/** The function of one vector. */
@inline
function apply<T>(kind: Kind, x: v128): v128 {
  if (kind == Kind.neg) return v128.neg<T>(x);
  if (kind == Kind.abs) return v128.abs<T>(x);
  if (kind == Kind.sign) {
    const above = v128.gt<T>(x, v128.splat<T>(0));
    const below = v128.lt<T>(x, v128.splat<T>(0));
    return v128.or(v128.and(above, v128.splat<T>(1)), v128.and(below, v128.splat<T>(-1)));
  }
  if (kind == Kind.relu) return v128.andnot(x, v128.lt<T>(x, v128.splat<T>(0)));
  return isFloat<T>() ? applyFloat<T>(kind, x) : unreachable();
}

/** The function of one vector of floating point numbers. */
@inline
function applyFloat<T>(kind: Kind, x: v128): v128 {
  if (kind == Kind.ceil) return v128.ceil<T>(x);
  if (kind == Kind.floor) return v128.floor<T>(x);
  if (kind == Kind.round) return v128.nearest<T>(x);
  if (kind == Kind.trunc) return v128.trunc<T>(x);
  if (kind == Kind.sqrt) return v128.sqrt<T>(x);
  if (kind == Kind.rsqrt) return v128.div<T>(v128.splat<T>(1), v128.sqrt<T>(x));
  if (kind == Kind.reciprocal) return v128.div<T>(v128.splat<T>(1), x);
  if (kind == Kind.exp) return exp4(x);
  if (kind == Kind.log) return log4(x);
  if (kind == Kind.sigmoid) return sigmoid4(x);
  if (kind == Kind.silu) return silu4(x);
  if (kind == Kind.tanh) return tanh4(x);
  if (kind == Kind.erf) return erf4(x);
  if (kind == Kind.gelu) return gelu4(x);
  return geluTanh4(x);
}

@inline
function grid<T>(kind: Kind, o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  const size: i32 = sizeof<T>();
  const step = xStep * size;
  const length = <i32>columns * size;
  for (; rows > 0; rows--, x += xRow * size) {
    const end = o + length;
    let from = x;
    for (; o + 16 <= end; o += 16, from += step * (16 / size)) v128.store(o, apply<T>(kind, loadLanes<T>(from, step)));
    for (; o < end; o += size, from += step) storeOne<T>(o, apply<T>(kind, loadOne<T>(from)));
  }
}

export function neg_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.neg, o, x, rows, columns, xRow, xStep);
}

export function abs_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.abs, o, x, rows, columns, xRow, xStep);
}

export function sign_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.sign, o, x, rows, columns, xRow, xStep);
}

export function ceil_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.ceil, o, x, rows, columns, xRow, xStep);
}

export function floor_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.floor, o, x, rows, columns, xRow, xStep);
}

export function round_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.round, o, x, rows, columns, xRow, xStep);
}

export function trunc_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.trunc, o, x, rows, columns, xRow, xStep);
}

export function sqrt_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.sqrt, o, x, rows, columns, xRow, xStep);
}

export function rsqrt_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.rsqrt, o, x, rows, columns, xRow, xStep);
}

export function reciprocal_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.reciprocal, o, x, rows, columns, xRow, xStep);
}

export function relu_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.relu, o, x, rows, columns, xRow, xStep);
}

export function exp_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  if (rows == 1 && xStep == 1) {
    const whole = <usize>(columns & -4) << 2;
    exponentials(o, x, x + whole);
    o += whole;
    x += whole;
    columns &= 3;
  }
  grid<f32>(Kind.exp, o, x, rows, columns, xRow, xStep);
}

export function log_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.log, o, x, rows, columns, xRow, xStep);
}

export function sigmoid_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.sigmoid, o, x, rows, columns, xRow, xStep);
}

export function silu_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.silu, o, x, rows, columns, xRow, xStep);
}

export function tanh_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.tanh, o, x, rows, columns, xRow, xStep);
}

export function erf_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.erf, o, x, rows, columns, xRow, xStep);
}

export function gelu_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.gelu, o, x, rows, columns, xRow, xStep);
}

export function geluTanh_f32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f32>(Kind.geluTanh, o, x, rows, columns, xRow, xStep);
}

export function neg_f64(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f64>(Kind.neg, o, x, rows, columns, xRow, xStep);
}

export function abs_f64(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f64>(Kind.abs, o, x, rows, columns, xRow, xStep);
}

export function sqrt_f64(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f64>(Kind.sqrt, o, x, rows, columns, xRow, xStep);
}

export function rsqrt_f64(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f64>(Kind.rsqrt, o, x, rows, columns, xRow, xStep);
}

export function reciprocal_f64(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f64>(Kind.reciprocal, o, x, rows, columns, xRow, xStep);
}

export function relu_f64(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<f64>(Kind.relu, o, x, rows, columns, xRow, xStep);
}

export function neg_i32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<i32>(Kind.neg, o, x, rows, columns, xRow, xStep);
}

export function relu_i32(o: usize, x: usize, rows: i32, columns: i32, xRow: i32, xStep: i32): void {
  grid<i32>(Kind.relu, o, x, rows, columns, xRow, xStep);
}
