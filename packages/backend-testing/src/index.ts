/**
 * @file The conformance suite that a backend of @x/tensor runs in its own tests.
 */
import { type Backend, dtypes as allDTypes, type DType } from '@x/tensor/core';
import { afterEach, describe } from 'vitest';
import { Subject, type Tolerance } from './subject.js';
import { suites } from './suites/index.js';

export type { Tolerance } from './subject.js';

/** What is expected of a backend beyond the interface. */
export interface BackendExpectations {
  /** The dtypes that tensors can have on it; all by default. The others are expected to be refused. */
  readonly dtypes?: readonly DType[];
  /** Largest error of a floating point result, relative to the larger of 1 and the result: 1e-5 for float32 and 1e-12 for float64 by default. */
  readonly tolerance?: Partial<Tolerance>;
  /**
   * Largest absolute value of an int32 number that the device holds; all that exist by default. It has to refuse others with a
   * ValueError, at the latest when they are read.
   */
  readonly largestInteger?: number;
}

/**
 * Defines the tests of a backend: every kernel against its definition, for all dtypes and layouts, and tensors on the device.
 *
 * Call it at the top level of a test file of vitest. `make` is called once; the tests register the backend under its name.
 *
 * @example describeBackend('cpu', cpu)
 * @example describeBackend('gpu', gpu, { dtypes: ['float32', 'int32', 'bool'], tolerance: { float32: 1e-4 } })
 * @example describeBackend('gpu', gpu, { dtypes: ['float32', 'int32', 'bool'], largestInteger: 2 ** 24 - 1 })
 */
export function describeBackend(
  name: string,
  make: () => Backend | Promise<Backend>,
  { dtypes = allDTypes, tolerance = {}, largestInteger = 2 ** 31 }: BackendExpectations = {},
): void {
  describe(`backend ${name}`, async () => {
    const subject = new Subject(await make(), dtypes, { float32: 1e-5, float64: 1e-12, ...tolerance }, largestInteger);
    afterEach(() => subject.finish());
    for (const suite of suites) suite(subject);
  });
}
