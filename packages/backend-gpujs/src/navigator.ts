/**
 * @file WebGPU in Node: the optional package `webgpu` (Dawn) becomes `navigator.gpu`, where gpu.js looks for it.
 */

/** What the package `webgpu` exports. */
interface Dawn {
  /** WebGPU's entry point; options are switches of Dawn. */
  readonly create: (options: readonly string[]) => object;
  /** Classes and constants of WebGPU. */
  readonly globals: object;
}

const PACKAGE = 'webgpu';

async function loadDawn(): Promise<Dawn | undefined> {
  try {
    // not a literal: bundlers would ask for a package that pages do not need
    const loaded: Dawn = await import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE);
    return loaded;
  } catch {
    return undefined; // not installed, or without a binary for this platform
  }
}

/** Makes WebGPU available where that can be done; false where there is none. */
export async function provideWebGpu(): Promise<boolean> {
  const present = typeof navigator === 'undefined' ? undefined : navigator; // Node 20 has none
  if (present && 'gpu' in present && present.gpu) return true;
  const dawn = await loadDawn();
  if (!dawn) return false;
  Object.assign(globalThis, dawn.globals);
  const holder = present ?? {};
  Object.defineProperty(holder, 'gpu', { value: dawn.create([]), configurable: true });
  if (!present) Object.defineProperty(globalThis, 'navigator', { value: holder, configurable: true, writable: true });
  return true;
}
