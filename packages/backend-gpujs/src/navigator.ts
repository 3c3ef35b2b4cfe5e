/**
 * @file WebGPU in Node: the optional package `webgpu` (Dawn) becomes `navigator.gpu`, where gpu.js looks for it.
 */
import type * as dawn from 'webgpu';

const isNode = (): boolean => typeof process !== 'undefined' && process.versions?.node !== undefined;

async function load(): Promise<typeof dawn | undefined> {
  try {
    return await import('webgpu');
  } catch {
    return undefined; // not installed, or no binary for this platform
  }
}

/** Makes WebGPU available where that can be done; false where there is none. */
export async function provideWebGpu(): Promise<boolean> {
  if (typeof navigator !== 'undefined' && 'gpu' in navigator && navigator.gpu) return true;
  const { create, globals } = (isNode() && (await load())) || {};
  if (!create) return false;
  Object.assign(globalThis, globals);
  const holder = typeof navigator === 'undefined' ? {} : navigator; // Node 20 has none
  Object.defineProperty(holder, 'gpu', { value: create([]), configurable: true });
  if (typeof navigator === 'undefined')
    Object.defineProperty(globalThis, 'navigator', { value: holder, configurable: true, writable: true });
  return true;
}
