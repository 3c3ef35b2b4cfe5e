/**
 * @file How far an iteration of a loader has come, so that another one, in another process, can go on from there.
 */
import { defaultGenerator, type Generator, ValueError } from '@x/tensor/core';
import { checkOptions } from '../options.js';

/** Where a loader is: in the middle of an iteration, or, without `start`, between two. Plain values, fit for a checkpoint. */
export interface LoaderState {
  /** How many batches of the iteration were given. */
  readonly position: number;
  /** State of the generator when the iteration began, which is what the order was drawn from. */
  readonly start?: Uint8Array;
  /** State of the loader's own generator now; the default generator's belongs to `getRngState`. */
  readonly now?: Uint8Array;
}

/** @throws ValueError unless it is the state of a loader. */
function checkState(state: LoaderState): void {
  checkOptions('DataLoader.loadStateDict', state, ['position', 'start', 'now']);
  const { position, start } = state;
  if (!Number.isSafeInteger(position) || position < 0 || (start === undefined && position > 0))
    throw new ValueError('DataLoader.loadStateDict', `no state of a loader: position ${position}`, { position });
}

/** An iteration that has begun. */
export interface Run {
  position: number;
  readonly start: Uint8Array;
  over: boolean;
}

/** The progress of a loader's latest iteration. */
export class Progress {
  readonly #own: Generator | undefined;
  #run: Run | undefined;
  #resume: LoaderState | undefined;

  /** @param own the loader's own generator; the default one is used when undefined. */
  constructor(own: Generator | undefined) {
    this.#own = own;
  }

  get state(): LoaderState {
    if (this.#resume) return this.#resume;
    if (!this.#run || this.#run.over) return { position: 0 };
    const { position, start } = this.#run;
    return { position, start, ...(this.#own && { now: this.#own.getState() }) };
  }

  set state(state: LoaderState) {
    checkState(state);
    this.#run = undefined;
    this.#resume = state.start && state;
  }

  /**
   * Begins an iteration.
   *
   * @param draw draws the order and passes over so many batches: an iteration that goes on draws from where the interrupted one
   * began, and leaves the generator as the interrupted one left it.
   * @param count counts the batches.
   */
  begin<I>(draw: (skip: number) => I, count: (run: Run, batches: I) => I): I {
    const resume = this.#resume;
    const generator = this.#own ?? defaultGenerator();
    const before = generator.getState();
    const run: Run = { position: resume?.position ?? 0, start: resume?.start ?? before, over: false };
    this.#resume = undefined;
    this.#run = run;
    if (!resume) return count(run, draw(0));
    generator.setState(run.start);
    try {
      return count(run, draw(run.position));
    } finally {
      generator.setState(resume.now ?? before);
    }
  }
}

/** The same batches, counted. */
export function* watch<B>(run: Run, batches: Iterator<B>): Iterator<B> {
  for (const batch of { [Symbol.iterator]: () => batches }) {
    run.position += 1;
    yield batch;
  }
  run.over = true;
}

/** The same batches, counted. */
export async function* watchAsync<B>(run: Run, batches: AsyncIterator<B>): AsyncIterator<B> {
  for await (const batch of { [Symbol.asyncIterator]: () => batches }) {
    run.position += 1;
    yield batch;
  }
  run.over = true;
}
