/**
 * @file The program of a thread: it waits for jobs and runs parts of them, for ever. `scripts/build-wasm.mjs` makes it one piece of
 * text, which the pool starts workers with.
 */
import { cell, type Control, controlOf, mail, mailbox, type Start, TEXT } from './control.js';

/** Looks for a next job before the thread sleeps: some 20 µs, the time between two kernels of a training step. */
const SPINS = 4000;

type Run = (...args: readonly number[]) => unknown;

function report({ ints, text }: Control, error: unknown): void {
  const words = error instanceof Error ? error.message : String(error);
  for (let i = 0; i < TEXT; i++) text[i] = i < TEXT - 1 ? words.charCodeAt(i) : 0; // NaN behind the end is 0
  Atomics.store(ints, cell.failed, 1);
}

/** Runs parts until none is left. */
function work(control: Control, functions: readonly Run[], thread: number): void {
  const { ints, numbers } = control;
  for (;;) {
    const part = Atomics.sub(ints, cell.tickets, 1) - 1;
    if (part < 0) return;
    // with a ticket in hand the job stays as it is until `done` says so
    const count = ints[cell.count]!;
    const args = Array.from(numbers.subarray(part * count, (part + 1) * count));
    const own = ints[cell.own]!;
    if (own >= 0) args[own]! += thread * ints[cell.stride]!;
    try {
      if (functions[ints[cell.run]!]!(...args) === 0) Atomics.store(ints, cell.refused, 1);
    } catch (error) {
      report(control, error);
    }
    Atomics.add(ints, cell.done, 1);
    if (Atomics.load(ints, cell.callerSleeps) === 1) Atomics.notify(ints, cell.done);
  }
}

/** Waits until the number at `at` is no longer `seen`. */
function waitForMail(ints: Int32Array, at: number, seen: number): void {
  for (let i = 0; i < SPINS; i++) if (Atomics.load(ints, at + mail.jobs) !== seen) return;
  Atomics.store(ints, at + mail.sleeps, 1);
  Atomics.wait(ints, at + mail.jobs, seen);
  Atomics.store(ints, at + mail.sleeps, 0);
}

function serve({ module, memory, control: block, thread }: Start): never {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // the caller counts them in the same order
  const functions = Object.values(exports) as Run[];
  const control = controlOf(block);
  const { ints } = control;
  const at = mailbox(thread);
  let seen = Atomics.load(ints, at + mail.jobs);
  let pages = -1;
  Atomics.store(ints, at + mail.ready, 1);
  for (;;) {
    waitForMail(ints, at, seen);
    seen = Atomics.load(ints, at + mail.jobs);
    if (Atomics.load(ints, cell.pages) !== pages) {
      pages = ints[cell.pages]!;
      memory.grow(0); // makes this thread see how far the memory has grown
    }
    work(control, functions, thread);
  }
}

/** What Node or a page gives a worker, as far as this uses it. */
interface Host {
  readonly process?: { getBuiltinModule?: (id: 'node:worker_threads') => { readonly workerData: Start } };
  addEventListener?: (event: 'message', listener: (event: { readonly data: Start }) => void) => void;
}

const host: Host = globalThis;
const threads = host.process?.getBuiltinModule?.('node:worker_threads');
if (threads) serve(threads.workerData);
else host.addEventListener?.('message', ({ data }) => serve(data));
