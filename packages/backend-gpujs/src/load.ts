/**
 * @file Loading gpu.js, which is bundled with this package.
 */
import type * as gpujs from '#gpu.js';

/** gpu.js as a namespace of its exports. */
export type GpuJs = typeof gpujs;

/** gpu.js, loaded once. In a page it takes the global name `GPU`, which belongs to WebGPU: that gets its owner back. */
export async function loadGpuJs(): Promise<GpuJs> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'GPU');
  const loaded = await import('#gpu.js');
  if (before) Object.defineProperty(globalThis, 'GPU', before);
  return loaded;
}
