/**
 * @file Measures an implementation with a case, in the process that does nothing else.
 */
import { type Adapter, makeRunnable, type Runnable } from '../adapters/adapter.js';
import type { Case } from '../cases/case.js';
import { type Digests, digests } from './digest.js';
import type { Budget, Round, Worker } from './messages.js';

/** Milliseconds since some moment. */
export type Clock = () => number;

/** Runs steps until the budget is used up; reads the clock after every `batch` of them. */
async function repeat(
  step: Runnable['step'],
  { ms, steps, limitMs }: Budget,
  batch: number,
  now: Clock,
): Promise<Round> {
  const start = now();
  for (let done = batch; ; done += batch) {
    for (let i = 0; i < batch; i++) {
      const pending = step();
      if (pending instanceof Promise) await pending;
    }
    const passed = now() - start;
    if ((passed >= ms && done >= steps) || passed >= limitMs) return { ms: passed, steps: done };
  }
}

/** A worker in this process. */
export class LocalWorker implements Worker {
  readonly #adapter: Adapter;
  readonly #now: Clock;
  #step: Runnable['step'] | undefined;
  #batch = 1;

  constructor(adapter: Adapter, now: Clock = () => performance.now()) {
    this.#adapter = adapter;
    this.#now = now;
  }

  async prepare(c: Case, warmMs: number): Promise<Digests> {
    const { step, results } = makeRunnable(this.#adapter, c);
    const found = digests(await results()); // first, since the steps that warm up train on
    const { ms, steps } = await repeat(step, { ms: warmMs, steps: 1, limitMs: Infinity }, 1, this.#now);
    this.#batch = Math.max(1, Math.floor(steps / ms)); // steps in a millisecond
    this.#step = step;
    return found;
  }

  round(budget: Budget): Promise<Round> {
    if (!this.#step) throw new Error('round: no case was prepared');
    return repeat(this.#step, budget, this.#batch, this.#now);
  }

  close(): void {
    this.#step = undefined;
  }
}
