/**
 * @file Constants of vector code. They stand in memory: engines rebuild a vector constant wherever it is used, which takes several
 * instructions, a load takes one.
 */
import { multiplyAdd } from './lanes';

/** Constant i of a table of float32 numbers, in all lanes. */
@inline
export function constant(table: usize, i: i32): v128 {
  return v128.load32_splat(table + (i << 2));
}

/** `x · y` plus constant i of a table. */
@inline
export function step(x: v128, y: v128, table: usize, i: i32): v128 {
  return multiplyAdd<f32>(x, y, constant(table, i));
}

/** `x · constant i + sum` */
@inline
export function addMultiple(x: v128, table: usize, i: i32, sum: v128): v128 {
  return multiplyAdd<f32>(x, constant(table, i), sum);
}
