/**
 * @file The device `cpu` of @x/tensor.
 */
import type { Backend } from '@x/tensor';
import { engineBackend } from './backend.js';
import type { CpuBuffer } from './buffer.js';
import { fallback } from './fallback.js';
import { bestVariant, hasSimd, instantiate } from './wasm/load.js';

export type { CpuBuffer } from './buffer.js';

/**
 * The backend of the device `cpu`, ready to be registered. Where the runtime has no WebAssembly SIMD, it computes with kernels in
 * TypeScript and says so once.
 *
 * @example registerBackend(await cpu())
 */
export async function cpu(): Promise<Backend<CpuBuffer>> {
  return hasSimd() ? engineBackend(await instantiate(bestVariant())) : fallback();
}
