/**
 * @file Threads beside the calling one, each with an instance of the module over the same memory.
 *
 * They start with the first job, and until they are up the caller does everything itself. Between jobs they sleep. The caller
 * takes parts like everyone else, then waits for those that others still work on.
 */
import { DeviceError, InternalError } from '@x/tensor/core';
import { workerSource } from '../generated/worker.js';
import { ARGUMENTS, cell, type Control, controlOf, mail, mailbox, PARTS, THREADS } from './control.js';
import { getNumThreads } from './settings.js';
import { maySleep, startThread, type Thread } from './start.js';

/** Looks at the finished parts before the caller sleeps: some 20 µs. */
const SPINS = 4000;
/** Milliseconds that the caller sleeps at a time. */
const NAP = 500;
/** Naps without any progress after which a thread counts as lost: a minute. */
const NAPS = 120;

/** Most parts of a job. */
export const mostParts: number = PARTS;

/** Arguments of one part. */
export type Arguments = readonly (number | boolean)[];

/** What every part of a job has in common. */
export interface Job {
  /** The function, by its position in the module's exports. */
  readonly run: number;
  /** Position of the argument that is an address of the caller's memory, -1 if there is none … */
  readonly own: number;
  /** … and the bytes from one thread's memory to the next one's; `slots` threads need some. */
  readonly stride: number;
  /** Pages of the module's memory. */
  readonly pages: number;
}

/** What a pool runs on. */
export interface Program {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Ends the threads of pools that nobody uses any more: a sleeping thread would keep the memory for ever. */
const forgotten: FinalizationRegistry<readonly Thread[]> = new FinalizationRegistry((threads) => {
  for (const thread of threads) thread.end();
});

/** The threads of one memory. */
export class Pool {
  readonly #program: Program;
  readonly #naps: number;
  readonly #threads: Thread[] = [];
  #control: Control | undefined;
  #sleeps = false;
  #jobs = 0;
  /** Why no threads are used any more. */
  #broken: string | undefined;

  /** @param naps is how many half seconds the caller waits for a thread that does not get on. */
  constructor(program: Program, naps: number = NAPS) {
    this.#program = program;
    this.#naps = naps;
    forgotten.register(this, this.#threads);
  }

  /** Threads that a job may have, the caller included. */
  get size(): number {
    return this.#broken === undefined ? Math.min(getNumThreads(), THREADS) : 1;
  }

  /** Threads that may take a part of the next job, the caller included: one may come late from a job that had more. */
  get slots(): number {
    return Math.max(this.size, this.#threads.length + 1);
  }

  /** Threads that are up, the caller included. */
  get ready(): number {
    const { ints } = this.#control ?? {};
    return ints ? 1 + this.#threads.filter((_, i) => Atomics.load(ints, mailbox(i + 1) + mail.ready) === 1).length : 1;
  }

  /**
   * Runs a job: `call` does one part on the calling thread, others get the same arguments. False where a part returned 0.
   *
   * @throws DeviceError when a thread is lost, whatever `call` throws, and InternalError when a part fails on another thread.
   */
  run(job: Job, parts: readonly Arguments[], call: (part: number) => boolean): boolean {
    const threads = Math.min(this.size, parts.length);
    const control = this.#start(threads);
    const { ints } = control;
    this.#publish(control, job, parts);
    this.#wake(ints, threads);
    let own = 0;
    let good = true;
    try {
      for (;;) {
        const part = Atomics.sub(ints, cell.tickets, 1) - 1;
        if (part < 0) break;
        own++;
        good = call(part) && good;
      }
    } finally {
      const given = Math.max(0, Atomics.exchange(ints, cell.tickets, 0)); // up: a part has failed here
      this.#join(ints, parts.length - own - given);
    }
    this.#complain(control);
    return good && Atomics.load(ints, cell.refused) === 0;
  }

  /** Ends all threads; the pool is not used again. */
  close(why: string): void {
    this.#broken = why;
    for (const thread of this.#threads) thread.end();
  }

  /** Makes sure that so many threads are there or on their way. */
  #start(threads: number): Control {
    if (this.#control === undefined) {
      this.#control = controlOf();
      this.#sleeps = maySleep();
    }
    const self = new WeakRef(this); // a worker lives as long as it runs, the pool as long as its engine
    while (this.#threads.length < threads - 1 && this.#broken === undefined) {
      const thread = this.#threads.length + 1;
      const ended = (cause: unknown): void => {
        const pool = self.deref();
        if (pool) pool.#lose(thread, cause);
      };
      try {
        const { module, memory } = this.#program;
        const start = { module, memory, control: this.#control.memory, thread };
        this.#threads.push(startThread(workerSource, start, ended));
      } catch (cause) {
        this.#lose(thread, cause);
      }
    }
    return this.#control;
  }

  #publish({ ints, numbers }: Control, { run, own, stride, pages }: Job, parts: readonly Arguments[]): void {
    const count = parts[0]!.length;
    if (parts.length > PARTS || count > ARGUMENTS)
      throw new InternalError('threads', `a job has at most ${PARTS} parts and ${ARGUMENTS} arguments`, { count });
    let to = 0;
    for (const args of parts) for (const value of args) numbers[to++] = Number(value);
    ints[cell.run] = run;
    ints[cell.count] = count;
    ints[cell.own] = own;
    ints[cell.stride] = stride;
    ints[cell.pages] = pages;
    ints[cell.refused] = 0;
    ints[cell.failed] = 0;
    Atomics.store(ints, cell.done, 0);
    Atomics.store(ints, cell.tickets, parts.length);
  }

  #wake(ints: Int32Array, threads: number): void {
    this.#jobs = (this.#jobs + 1) | 0;
    for (let t = 1; t < threads; t++) {
      const at = mailbox(t);
      if (Atomics.load(ints, at + mail.ready) !== 1) continue;
      Atomics.store(ints, at + mail.jobs, this.#jobs);
      if (Atomics.load(ints, at + mail.sleeps) === 1) Atomics.notify(ints, at + mail.jobs);
    }
  }

  /** Waits until other threads have finished so many parts. */
  #join(ints: Int32Array, others: number): void {
    for (let i = 0; i < SPINS; i++) if (Atomics.load(ints, cell.done) === others) return;
    let done = -1;
    for (let naps = 0; naps < this.#naps; naps++) {
      const now = this.#nap(ints, others);
      if (now === others) return;
      if (now !== done) naps = 0;
      done = now;
    }
    this.close('lost');
    throw new DeviceError(
      'threads',
      `a thread of device 'cpu' stopped in the middle of a kernel (parts of its result that are missing: ${others - done}); going on without threads`,
      { devices: ['cpu'] },
    );
  }

  /** Waits for a part to be finished, but not for long; the number of finished ones. */
  #nap(ints: Int32Array, others: number): number {
    if (this.#sleeps) {
      Atomics.store(ints, cell.callerSleeps, 1);
      const done = Atomics.load(ints, cell.done);
      if (done !== others) Atomics.wait(ints, cell.done, done, NAP);
      Atomics.store(ints, cell.callerSleeps, 0);
    } else {
      const end = performance.now() + NAP;
      const done = Atomics.load(ints, cell.done);
      while (Atomics.load(ints, cell.done) === done && performance.now() < end);
    }
    return Atomics.load(ints, cell.done);
  }

  #complain({ ints, text }: Control): void {
    if (ints[cell.failed] === 0) return;
    const words = String.fromCharCode(...text.subarray(0, text.indexOf(0)));
    throw new InternalError('threads', `a kernel failed on another thread: ${words}`);
  }

  /** A thread could not start, failed, or was stopped. */
  #lose(thread: number, cause: unknown): void {
    if (this.#broken !== undefined) return;
    const words = cause instanceof Error ? cause.message : `it ended (${String(cause)})`;
    this.close(words);
    console.warn(`device 'cpu': thread ${thread} is lost: ${words}; computing without threads`);
  }
}
