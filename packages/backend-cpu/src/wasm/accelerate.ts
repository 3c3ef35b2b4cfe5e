/**
 * @file From a kernel of the module, which needs its operands in the heap and may decline, to a kernel that always does its work.
 */
import type { CpuOperand } from '../kernels/types.js';

/** Runs a kernel on operands in the heap. False when it has no fast path for them; it has then written nothing. */
export type Fast<K extends (...args: never) => void> = (...args: Parameters<K>) => boolean;

type AnyKernel<I extends readonly CpuOperand[], O extends readonly CpuOperand[], A> = (
  inputs: I,
  outputs: O,
  attrs: A,
) => void;

function inHeap(operands: readonly CpuOperand[]): boolean {
  for (let i = 0; i < operands.length; i++) if (operands[i]!.buffer.address === 0) return false;
  return true;
}

function enter(operands: readonly CpuOperand[]): boolean {
  for (let i = 0; i < operands.length; i++) if (!operands[i]!.buffer.enter()) return false;
  return true;
}

function leave(operands: readonly CpuOperand[], written: boolean): void {
  for (let i = 0; i < operands.length; i++) operands[i]!.buffer.leave(written);
}

/**
 * The fast kernel with the reference kernel behind it. Operands that lie in ordinary arrays visit the heap for the time of the
 * kernel; where it has no room for them all, the reference kernel works on them where they are.
 */
export function accelerate<I extends readonly CpuOperand[], O extends readonly CpuOperand[], A>(
  fast: (inputs: I, outputs: O, attrs: A) => boolean,
  reference: AnyKernel<I, O, A>,
): AnyKernel<I, O, A> {
  return (inputs, outputs, attrs) => {
    if (inHeap(inputs) && inHeap(outputs)) {
      if (!fast(inputs, outputs, attrs)) reference(inputs, outputs, attrs);
      return;
    }
    try {
      const all = enter(outputs) && enter(inputs);
      if (!all || !fast(inputs, outputs, attrs)) reference(inputs, outputs, attrs);
    } finally {
      leave(outputs, true); // first: a buffer may be input and output
      leave(inputs, false);
    }
  };
}
