/**
 * @file The device `cpu` of @x/tensor.
 */
import { type Backend, checkOptions, ValueError } from '@x/tensor/core';
import { engineBackend } from './backend.js';
import type { CpuBuffer } from './buffer.js';
import { fallback } from './fallback.js';
import { setThreads } from './threads/settings.js';
import { Engine, LARGEST_HEAP } from './wasm/engine.js';
import { bestVariant, hasSimd, instantiate } from './wasm/load.js';

export type { CpuBuffer } from './buffer.js';
export { getNumThreads, setNumThreads } from './threads/settings.js';

/** Options of the device `cpu`. */
export interface CpuOptions {
  /**
   * Bytes up to which tensors make the WebAssembly heap grow (1 GiB; at most 4 GiB less 64 KiB). Tensors beyond that lie in
   * ordinary arrays, which kernels copy in and out.
   */
  readonly heapLimit?: number;
  /** As `setNumThreads`, for the whole program. */
  readonly threads?: number;
}

/**
 * The backend of the device `cpu`, ready to be registered. Where the runtime has no WebAssembly SIMD, it computes with kernels in
 * TypeScript and says so once.
 *
 * @throws ValueError when the heap limit is no number of bytes up to 4 GiB less 64 KiB, the number of threads no integer from 1 on, or
 * there is an unknown option.
 * @example registerBackend(await cpu())
 */
export async function cpu(options: CpuOptions = {}): Promise<Backend<CpuBuffer>> {
  checkOptions('cpu', options, ['heapLimit', 'threads']);
  const { heapLimit = 2 ** 30, threads } = options;
  if (!(heapLimit >= 0 && heapLimit <= LARGEST_HEAP)) {
    throw new ValueError('cpu', `heapLimit has to be from 0 to ${LARGEST_HEAP} bytes, got ${heapLimit}`, { heapLimit });
  }
  if (threads !== undefined) setThreads('cpu', threads);
  if (!hasSimd()) return fallback();
  return engineBackend(new Engine(await instantiate(bestVariant()), { tensors: heapLimit }));
}
