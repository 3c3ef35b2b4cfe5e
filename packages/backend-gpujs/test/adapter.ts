import { describe, expect, it } from 'vitest';
import { provideWebGpu } from '../src/navigator.js';
import { loadGpuJs } from '../src/load.js';

/** Whether this machine has an adapter of WebGPU, in hardware or in software. */
async function hasWebGpu(): Promise<boolean> {
  if (!(await provideWebGpu())) return false;
  const { WebGPUContext } = await loadGpuJs();
  return WebGPUContext.acquire().then(
    () => true,
    () => false,
  );
}

function missing(): void {
  it('has no adapter on this machine', async () => expect(await hasWebGpu()).toBe(false));
}

/** Describes WebGPU, or, where there is no adapter, one test that says so. */
export function describeWebGpu(body: () => void): void {
  describe('webgpu', async () => {
    const define = (await hasWebGpu()) ? body : missing;
    define();
  });
}
