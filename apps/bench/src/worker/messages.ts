/**
 * @file What the command and the process of a measurement tell each other: JSON, one value per line. The process reads them
 * from stdin and answers on descriptor 3, beginning with 'ready' once its library is loaded, so that a library may print what it likes.
 */
import type { Case } from '../cases/case.js';
import type { Digests } from './digest.js';

/** How long a round is. */
export interface Budget {
  /** It lasts at least so long … */
  readonly ms: number;
  /** … and has at least so many steps … */
  readonly steps: number;
  /** … unless it has lasted so long. */
  readonly limitMs: number;
}

/** A round: its milliseconds and its steps. */
export interface Round {
  readonly ms: number;
  readonly steps: number;
}

export interface PrepareRequest {
  readonly prepare: Case;
  readonly warmMs: number;
}

export interface RoundRequest {
  readonly round: Budget;
}

export type Request = PrepareRequest | RoundRequest;
export type Reply<T> = { readonly value: T } | { readonly error: string };

/** One implementation with one case. */
export interface Worker {
  /** Makes the inputs, runs the case for its results, then warms up. */
  prepare(c: Case, warmMs: number): Promise<Digests>;
  round(budget: Budget): Promise<Round>;
  close(): void;
}
