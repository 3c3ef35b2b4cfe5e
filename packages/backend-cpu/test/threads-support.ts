/**
 * @file An engine whose kernels are divided as far as they can be, and its threads.
 */
import { setNumThreads } from '../src/index.js';
import { Engine } from '../src/wasm/engine.js';
import type { HeapLimits } from '../src/wasm/heap.js';
import { bestVariant, instantiateSync, type Variant } from '../src/wasm/load.js';
import { callsOf, parallel } from '../src/wasm/parallel.js';

/** An engine over shared memory; the smallest work is worth a part. */
export function dividing(variant: Partial<Variant> = {}, limits: Partial<HeapLimits> = {}): Engine {
  return new Engine(instantiateSync({ ...bestVariant(), shared: true, ...variant }), limits, 0);
}

/** Sets the number of threads, and waits until they are up. */
export async function withThreads(engine: Engine, threads: number): Promise<void> {
  setNumThreads(threads);
  const at = engine.scratch(64);
  const bounds = Array.from({ length: threads + 1 }, (_, i) => i);
  const end = Date.now() + 30_000;
  while (engine.pool!.ready < threads) {
    parallel(
      engine,
      engine.exports.fill_f32,
      callsOf(bounds, () => [at, 0, 1]),
    );
    if (Date.now() > end) throw new Error(`${engine.pool!.ready} of ${threads} threads came up`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
