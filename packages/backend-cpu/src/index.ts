/**
 * @file The device `cpu` of @x/tensor.
 */
import type { Backend } from '@x/tensor';
import { referenceBackend } from './backend.js';
import type { CpuBuffer } from './buffer.js';

export type { CpuBuffer } from './buffer.js';

/**
 * The backend of the device `cpu`, ready to be registered.
 *
 * @example registerBackend(await cpu())
 */
export function cpu(): Promise<Backend<CpuBuffer>> {
  return Promise.resolve(referenceBackend());
}
