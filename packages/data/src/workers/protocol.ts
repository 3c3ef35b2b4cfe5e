/**
 * @file What a loader and its workers say to each other.
 */

/** What a worker is told once, before anything else. */
export interface Begin {
  readonly kind: 'begin';
  /** Which of the workers it is, from 0. */
  readonly id: number;
  readonly numWorkers: number;
  /** Its default generator begins with this. */
  readonly seed: bigint;
  readonly batchSize: number;
  readonly dropLast: boolean;
}

/** Asks for a batch: of these items, or the next one of a stream. */
export interface Ask {
  readonly kind: 'ask';
  readonly ticket: number;
  readonly indices: readonly number[] | undefined;
}

/** The stream begins anew. */
export interface Rewind {
  readonly kind: 'rewind';
}

export type ToWorker = Begin | Ask | Rewind;

/** A batch, or, at the end of a stream, none. */
export interface Answer {
  readonly kind: 'answer';
  readonly ticket: number;
  readonly batch: unknown;
  readonly done: boolean;
}

/** What went wrong. */
export interface Failure {
  readonly kind: 'failure';
  readonly ticket: number;
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** A worker listens: browsers lose what was said before. */
export interface Ready {
  readonly kind: 'ready';
}

export type FromWorker = Ready | Answer | Failure;
