/**
 * @file Suites of kernels that a backend may leave out.
 */
import type { FusedKernels, Kernels } from '@x/tensor/core';
import { describe, expect, it } from 'vitest';
import type { Subject } from './subject.js';

/** Describes a fused kernel, or, where the backend has none, one test that says so. */
export function describeFused<K extends keyof FusedKernels>(
  subject: Subject,
  name: K,
  body: (kernel: NonNullable<Kernels[K]>) => void,
): void {
  const kernel = subject.backend.kernels[name];
  const define = kernel ? (): void => body(kernel) : (): void => describeMissing(subject, name);
  describe(`kernel ${name}`, () => {
    define();
  });
}

function describeMissing(subject: Subject, name: string): void {
  it('is left out: the decomposition stands in for it', () => {
    expect(subject.backend.kernels).not.toHaveProperty(name);
  });
}
