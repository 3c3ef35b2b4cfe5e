/**
 * @file What happens to ops on tensors with gradient data. It makes such data itself, so it is handed in (see `register.ts`).
 */
import type { InplaceInputs, Op, Tensor, Tensors } from '@x/tensor/core';
import type { GradMeta } from './meta.js';

export interface Recorder {
  record<I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A): O;
  recordInplace<I extends InplaceInputs, A>(op: Op<I, A, readonly [Tensor]>, inputs: I, attrs: A): void;
  /** Data of a view of something that was written to since. */
  recordAsView(base: Tensor, view: Tensor): GradMeta | undefined;
}

let current: Recorder;

/** Sets what happens to ops on tensors with gradient data. */
export function setRecorder(value: Recorder): void {
  current = value;
}

export function recorder(): Recorder {
  return current;
}
