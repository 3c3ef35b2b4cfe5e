/**
 * @file Workers of Node and of pages.
 */
import type { Start } from './control.js';

/** A worker that was started. */
export interface Thread {
  end(): void;
}

/** The part of a worker of Node that threads need. */
interface NodeWorker {
  on(event: 'error' | 'exit', listener: (cause: unknown) => void): void;
  unref(): void;
  terminate(): Promise<number>;
}

type NodeWorkerClass = new (code: string, options: object) => NodeWorker;

interface Builtins {
  (id: 'node:worker_threads'): { readonly Worker: NodeWorkerClass } | undefined;
  (id: 'node:os'): { availableParallelism(): number } | undefined;
}

const builtins = (): Builtins | undefined => {
  const host: typeof globalThis & { process?: { getBuiltinModule?: Builtins } } = globalThis;
  return host.process?.getBuiltinModule;
};

/** Processors that this program may use. */
export function processors(): number {
  return builtins()?.('node:os')?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** Whether threads can share memory here: in a page only where it is isolated from other origins. */
export function sharesMemory(): boolean {
  const isolated = !('crossOriginIsolated' in globalThis) || globalThis.crossOriginIsolated; // pages and their workers have it
  return typeof SharedArrayBuffer === 'function' && isolated;
}

/** Whether this thread may sleep until a number in shared memory changes; the main thread of a page may not. */
export function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}

function startInNode(Worker: NodeWorkerClass, code: string, start: Start, ended: (cause: unknown) => void): Thread {
  // without the program's own flags: they may load more than a thread needs
  const worker = new Worker(code, { eval: true, workerData: start, execArgv: [], name: '@x/backend-cpu' });
  worker.on('error', ended);
  worker.on('exit', ended);
  worker.unref();
  return { end: () => void worker.terminate() };
}

function startInPage(code: string, start: Start, ended: (cause: unknown) => void): Thread {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: '@x/backend-cpu' });
  worker.addEventListener('error', ({ message }) => ended(message));
  worker.postMessage(start, []);
  return { end: () => worker.terminate() };
}

/**
 * Starts a worker with this code; it does not keep the process alive.
 *
 * @param ended is called when the worker has failed or stopped.
 * @throws whatever the platform throws where workers are forbidden.
 */
export function startThread(code: string, start: Start, ended: (cause: unknown) => void): Thread {
  const Worker = builtins()?.('node:worker_threads')?.Worker;
  return Worker ? startInNode(Worker, code, start, ended) : startInPage(code, start, ended);
}
