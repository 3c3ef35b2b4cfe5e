/**
 * @file Moving between devices.
 */
import type { Backend } from '../backend.js';
import type { TypedArray } from '../dtype.js';
import { fromHost } from '../construct.js';
import type { Op } from '../op.js';
import { readSync } from '../host.js';
import type { Tensor } from '../tensor.js';

/** Where a tensor goes, and its elements where they were read already. */
export interface ToDeviceAttrs {
  readonly backend: Backend;
  readonly values?: TypedArray;
}

/** A copy on another device. */
export const toDevice: Op<readonly [Tensor], ToDeviceAttrs, readonly [Tensor]> = {
  name: 'toDevice',
  run: ([x], { backend, values = readSync('to', x) }) => [fromHost(backend, x.shape, x.dtype, values)],
};
