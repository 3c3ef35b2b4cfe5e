/**
 * @file Threads of Node and of browsers, which differ in how they are listened to.
 */

/** A `Worker` of `node:worker_threads`. */
export interface NodeWorker {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): unknown;
  ref(): void;
  unref(): void;
}

/** A `Worker` of a browser. */
export interface WebWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  terminate(): void;
}

/** A thread of either kind. */
export type AnyWorker = NodeWorker | WebWorker;

/** Tells what a thread says, and that it has come to an end by itself. */
export function listen(
  worker: AnyWorker,
  onMessage: (message: unknown) => void,
  onEnd: (reason: string) => void,
): void {
  if ('on' in worker) {
    worker.on('message', onMessage);
    worker.on('error', (error) => onEnd(error.message));
    worker.on('exit', (code) => onEnd(`it ended with code ${code}`));
  } else {
    worker.addEventListener('message', ({ data }) => onMessage(data));
    worker.addEventListener('error', (event) => onEnd(event.message || 'its script cannot be loaded'));
  }
}

/** Whether a thread that has nothing to do keeps the program alive; browsers have no such thing. */
export function keepAlive(worker: AnyWorker, keep: boolean): void {
  if (!('ref' in worker)) return;
  if (keep) worker.ref();
  else worker.unref();
}

/** The other end, in a thread. */
export interface ParentPort {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  listen(onMessage: (message: unknown) => void): void;
}

interface NodePort {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

interface WebScope {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

function nodePort(): NodePort | undefined {
  const process: { getBuiltinModule?: (name: string) => { parentPort?: NodePort | null } | undefined } | undefined =
    Reflect.get(globalThis, 'process');
  return process?.getBuiltinModule?.('node:worker_threads')?.parentPort ?? undefined;
}

function isWebScope(scope: object): scope is WebScope {
  return 'WorkerGlobalScope' in scope;
}

/** The way to the thread that made this one; undefined in the program's own thread. */
export function parentPort(): ParentPort | undefined {
  const port = nodePort();
  if (port)
    return {
      post: (message, transfer) => port.postMessage(message, transfer),
      listen: (onMessage) => void port.on('message', onMessage),
    };
  const scope: object = globalThis;
  if (!isWebScope(scope)) return undefined;
  return {
    post: (message, transfer) => scope.postMessage(message, transfer),
    listen: (onMessage) => scope.addEventListener('message', ({ data }) => onMessage(data)),
  };
}
