/**
 * @file What the optimizers' steps share.
 */
import type { TypedArray } from '@x/tensor/core';
import { eachRow } from './rows.js';
import { type CpuOperand, elements } from './types.js';

/**
 * Steps along one row: element e of array k is at `at[k] + e * by[k]`. A function of its own, not a closure: the loop is then
 * nearly twice as fast.
 */
export type StepRow<A> = (
  n: number,
  at: readonly number[],
  by: readonly number[],
  arrays: readonly TypedArray[],
  attrs: A,
) => void;

/** Calls `row` for the rows of each parameter; its arrays are the gradient, the parameter and its states. */
export function eachParameter<A>(
  grads: readonly CpuOperand[],
  outputs: readonly CpuOperand[],
  attrs: A,
  row: StepRow<A>,
): void {
  const count = grads.length;
  for (let p = 0; p < count; p++) {
    const operands = [grads[p]!];
    for (let o = p; o < outputs.length; o += count) operands.push(outputs[o]!);
    const arrays = operands.map(elements);
    const layouts = operands.map((x) => x.layout);
    eachRow(layouts, (n, at, by) => row(n, at, by, arrays, attrs));
  }
}
