/**
 * @file What the optimizers' steps share.
 */
import type { CpuOperand } from './types.js';

/** Calls `step` for each parameter with its gradient, itself and its states, in this order. */
export function eachParameter(
  grads: readonly CpuOperand[],
  outputs: readonly CpuOperand[],
  step: (operands: readonly CpuOperand[]) => void,
): void {
  const lists = outputs.length / grads.length;
  grads.forEach((grad, k) => {
    step([grad, ...Array.from({ length: lists }, (_, l) => outputs[l * grads.length + k]!)]);
  });
}
