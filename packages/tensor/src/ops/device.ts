/**
 * @file Moving between devices.
 */
import type { Backend } from '../backend.js';
import { fromHost } from '../construct.js';
import type { Op } from '../op.js';
import { readSync } from '../host.js';
import type { Tensor } from '../tensor.js';

/** A copy on another device. */
export const toDevice: Op<readonly [Tensor], { readonly backend: Backend }, readonly [Tensor]> = {
  name: 'toDevice',
  run: ([x], { backend }) => [fromHost(backend, x.shape, x.dtype, readSync('to', x))],
};
