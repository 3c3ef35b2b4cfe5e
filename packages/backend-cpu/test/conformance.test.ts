import type { Backend } from '@x/tensor';
import { describeBackend } from '@x/backend-testing';
import { beforeAll, describe, expect } from 'vitest';
import { engineBackend, referenceBackend } from '../src/backend.js';
import type { CpuBuffer } from '../src/buffer.js';
import { setNumThreads } from '../src/index.js';
import { Engine } from '../src/wasm/engine.js';
import type { HeapLimits } from '../src/wasm/heap.js';
import { bestVariant, instantiate, type Variant } from '../src/wasm/load.js';
import { dividing, withThreads } from './threads-support.js';

const choices = [false, true];
const variants = choices.flatMap((relaxed) => choices.map((shared) => ({ relaxed, shared })));
const best = bestVariant();

/** Scratch memory that no kernel of the suite asks more of: the heap's use then changes by blocks that are not given back alone. */
const SCRATCH = 2 ** 24;

/** The backend with kernels that are checked to leave as much of the heap in use as they found. */
async function watched(variant: Variant, limits: Partial<HeapLimits> = {}): Promise<Backend<CpuBuffer>> {
  return watch(new Engine(await instantiate(variant), limits));
}

function watch(engine: Engine): Backend<CpuBuffer> {
  engine.scratch(SCRATCH);
  const backend = engineBackend(engine);
  const kernels = new Proxy(backend.kernels, {
    get: (all, name) => {
      const kernel: unknown = Reflect.get(all, name);
      if (typeof kernel !== 'function') return kernel;
      return (...operands: unknown[]) => {
        const { used } = engine.heap;
        Reflect.apply(kernel, undefined, operands);
        expect(engine.heap.used).toBe(used);
      };
    },
  });
  return { ...backend, kernels };
}

const usable = variants.filter(({ relaxed }) => best.relaxed || !relaxed);

describe.each(usable)('module %o', (variant) => {
  beforeAll(() => setNumThreads(1));
  describeBackend('cpu', () => watched(variant));
});

describe.each(usable.filter(({ shared }) => shared))('module %o on two threads, everything divided', (variant) => {
  describeBackend('cpu', async () => {
    const engine = dividing(variant);
    await withThreads(engine, 2);
    return watch(engine);
  });
});

describe('reference kernels', () => {
  describeBackend('cpu', referenceBackend);
});

describe('no room for tensors in the heap', () => {
  describeBackend('cpu', () => watched(best, { tensors: 0 }));
});

describe('no room in the heap at all', () => {
  describeBackend('cpu', () => watched(best, { tensors: 0, kernels: 0 }));
});
