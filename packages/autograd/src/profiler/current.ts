/**
 * @file The profile that is being taken.
 */
import { perProcess } from '@x/tensor/core';
import type { SpanRecorder } from './spans.js';

interface Slot {
  recorder: SpanRecorder | undefined;
}

const slot: Slot = perProcess(
  'autograd.profiler',
  (): Slot => ({ recorder: undefined }),
  (value): value is Slot => typeof value === 'object',
);

/** What is recording spans now. */
export function currentRecorder(): SpanRecorder | undefined {
  return slot.recorder;
}

/** Runs `fn` while spans are recorded. */
export function withRecorder<T>(recorder: SpanRecorder, fn: () => T): T {
  slot.recorder = recorder;
  try {
    return fn();
  } finally {
    slot.recorder = undefined;
  }
}

/**
 * Gives a part of the program a name in profiles; costs nothing while none is taken.
 *
 * @example recordFunction('attention', () => attend(q, k, v))
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.profiler.record_function.html
 */
export function recordFunction<T>(name: string, fn: () => T): T {
  return slot.recorder ? slot.recorder.span('user', name, [], fn) : fn();
}
