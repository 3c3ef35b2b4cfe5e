/**
 * @file What the device does without WebAssembly SIMD.
 */
import type { Backend } from '@x/tensor/core';
import { referenceBackend } from './backend.js';
import type { CpuBuffer } from './buffer.js';

let told = false;

/** The reference kernels, with one warning per program. */
export function fallback(): Backend<CpuBuffer> {
  if (!told) console.warn("device 'cpu': no WebAssembly SIMD here; computing with slower kernels in JavaScript");
  told = true;
  return referenceBackend();
}
