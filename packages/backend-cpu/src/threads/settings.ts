/**
 * @file The number of threads that kernels use.
 */
import { perProcess, ValueError } from '@x/tensor/core';
import { processors, sharesMemory } from './start.js';

/** Threads that are used unless the program says otherwise: kernels of the usual sizes have no work for more. */
const DEFAULT_LIMIT = 8;

interface Settings {
  /** Undefined until the program says it or somebody asks. */
  threads: number | undefined;
}

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && 'threads' in value;

const settings: Settings = perProcess('@x/backend-cpu.threads', () => ({ threads: undefined }), isSettings);

let told = false;

/** @throws ValueError of `op` unless n is an integer from 1 on. */
export function setThreads(op: string, n: number): void {
  if (!(Number.isInteger(n) && n >= 1))
    throw new ValueError(op, `the number of threads has to be an integer from 1 on, got ${String(n)}`, { threads: n });
  settings.threads = n;
  if (n > 1 && !sharesMemory() && !told) {
    told = true;
    console.warn("device 'cpu': threads cannot share memory here (a page has to be cross-origin isolated); using one");
  }
}

/**
 * The number of threads that large kernels of the device `cpu` are spread over, the calling one included: the number of
 * processors, at most 8, unless `setNumThreads` or `cpu({ threads })` set another one. It is 1 where threads cannot share memory: in
 * a page that is not cross-origin isolated.
 *
 * @example getNumThreads() // 8
 * @see https://pytorch.org/docs/stable/generated/torch.get_num_threads.html
 */
export function getNumThreads(): number {
  if (!sharesMemory()) return 1;
  settings.threads ??= Math.max(1, Math.min(processors(), DEFAULT_LIMIT));
  return settings.threads;
}

/**
 * Sets the number of threads that large kernels are spread over, the calling one included, for the whole program. Results do not
 * depend on it. Threads start with the first kernel that is large enough; 1 starts none. Where threads cannot share memory, one
 * is used, and a warning says so once.
 *
 * @throws ValueError unless n is an integer from 1 on.
 * @example setNumThreads(1)
 * @see https://pytorch.org/docs/stable/generated/torch.set_num_threads.html
 */
export function setNumThreads(n: number): void {
  setThreads('setNumThreads', n);
}
