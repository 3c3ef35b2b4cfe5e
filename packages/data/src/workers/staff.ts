import { ValueError } from '@x/tensor/core';
import type { Cut } from '../loader/batches.js';
import { Crew } from './crew.js';
import { crewBatches, crewStreams, type Pace } from './crew-batches.js';
import type { AnyWorker } from './port.js';

/** Options of a loader about workers. */
export interface WorkerOptions {
  /** Threads that read items and make batches; 0, in the program's own thread, when omitted. */
  readonly numWorkers?: number;
  /** Starts a worker, whose script calls `serveDataset`. */
  readonly worker?: () => AnyWorker;
  /** Batches that each worker is ahead; 2 when omitted. */
  readonly prefetchFactor?: number;
  /** Whether the workers stay for the next iteration; `false` when omitted. */
  readonly persistentWorkers?: boolean;
  /** Seconds that a batch may take; 0, no limit, when omitted. */
  readonly timeout?: number;
}

/** Names of the options about workers. */
export const WORKER_OPTIONS = ['numWorkers', 'worker', 'prefetchFactor', 'persistentWorkers', 'timeout'] as const;

function checkedPace({ prefetchFactor = 2, timeout = 0 }: WorkerOptions): Pace {
  if (!Number.isInteger(prefetchFactor) || prefetchFactor < 1)
    throw new ValueError('DataLoader', `prefetchFactor must be an integer > 0: ${prefetchFactor}`, { prefetchFactor });
  if (!(timeout >= 0)) throw new ValueError('DataLoader', `timeout must be >= 0: ${timeout}`, { timeout });
  return { prefetchFactor, timeout };
}

/** Sees to it that a loader has workers while it needs them. */
export class Staff<B> {
  readonly #count: number;
  readonly #start: () => AnyWorker;
  readonly #persistent: boolean;
  readonly #pace: Pace;
  readonly #cut: Cut;
  /** Those that wait for the next iteration. */
  #idle: Crew | undefined;

  private constructor(count: number, start: () => AnyWorker, options: WorkerOptions, cut: Cut) {
    this.#count = count;
    this.#start = start;
    this.#persistent = options.persistentWorkers ?? false;
    this.#pace = checkedPace(options);
    this.#cut = cut;
  }

  /**
   * The staff that the options ask for, if they do.
   *
   * @throws ValueError for options that are out of range or do not go together.
   */
  static for<B>(options: WorkerOptions, cut: Cut): Staff<B> | undefined {
    const { numWorkers = 0, worker } = options;
    if (!Number.isInteger(numWorkers) || numWorkers < 0)
      throw new ValueError('DataLoader', `numWorkers must be an integer >= 0: ${numWorkers}`, { numWorkers });
    if (numWorkers > 0) {
      if (worker) return new Staff<B>(numWorkers, worker, options, cut);
      throw new ValueError('DataLoader', 'numWorkers needs `worker`, which starts a script that calls serveDataset');
    }
    const other = WORKER_OPTIONS.find((name) => name !== 'numWorkers' && options[name] !== undefined);
    if (other) throw new ValueError('DataLoader', `${other} needs numWorkers > 0`, { options: [other] });
    return undefined;
  }

  /**
   * An iteration.
   *
   * @param order numbers of the items of each batch; undefined for streams, of which `skip` batches are left out.
   */
  batches(seed: bigint, order: Iterable<readonly number[]> | undefined, skip: number): AsyncGenerator<Awaited<B>, void>;
  async *batches(
    seed: bigint,
    order: Iterable<readonly number[]> | undefined,
    skip: number,
  ): AsyncGenerator<unknown, void> {
    const crew = this.#idle ?? new Crew(this.#count, this.#start, seed, this.#cut);
    this.#idle = undefined;
    crew.keepAlive(true);
    try {
      if (order) yield* crewBatches(crew, order, this.#pace);
      else {
        let passed = 0;
        for await (const batch of crewStreams(crew, this.#pace)) if (passed++ >= skip) yield batch;
      }
    } finally {
      this.#release(crew);
    }
  }

  /** Ends workers that wait for the next iteration. */
  close(): void {
    this.#idle?.close();
    this.#idle = undefined;
  }

  #release(crew: Crew): void {
    if (!this.#persistent || crew.isBroken || this.#idle) {
      crew.close();
      return;
    }
    crew.rewind();
    crew.keepAlive(false);
    this.#idle = crew;
  }
}
