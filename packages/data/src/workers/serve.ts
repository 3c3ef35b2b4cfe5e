import { manualSeed, ValueError } from '@x/tensor/core';
import { type Dataset, IterableDataset } from '../dataset/dataset.js';
import { type Collate, mapBatchesAsync, streamBatchesAsync } from '../loader/batches.js';
import { defaultCollate } from '../loader/collate.js';
import { checkOptions } from '../options.js';
import { pack } from './parcel.js';
import { type ParentPort, parentPort } from './port.js';
import type { Ask, Begin, Failure, FromWorker, ToWorker } from './protocol.js';

/** What a worker is. */
export interface WorkerInfo {
  /** Which of the workers it is, from 0. */
  readonly id: number;
  readonly numWorkers: number;
  /** What its default generator began with: the loader's base seed and `id`. */
  readonly seed: bigint;
}

let current: WorkerInfo | undefined;

/**
 * What this worker is; undefined outside of a loader's workers. A stream asks it to give its share only.
 *
 * @example
 * const info = getWorkerInfo();
 * for (let i = info?.id ?? 0; i < 100; i += info?.numWorkers ?? 1) yield i;
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.get_worker_info
 */
export function getWorkerInfo(): WorkerInfo | undefined {
  return current;
}

/** Options of `serveDataset`. */
export interface ServeOptions<T> {
  /** Makes a batch of items, instead of `defaultCollate`. */
  readonly collateFn?: Collate<T, unknown>;
}

type AnyDataset<T> = Dataset<T> | IterableDataset<T>;

/**
 * Makes the script that calls it a worker of `DataLoader`s: it reads the items and makes the batches.
 *
 * @param make makes the dataset, after the worker's default generator was seeded.
 * @throws ValueError outside of a worker.
 * @example
 * ```ts
 * // digits.worker.ts
 * registerBackend(await cpu());
 * serveDataset(() => new Digits());
 *
 * // elsewhere
 * const worker = () => new Worker(new URL('./digits.worker.js', import.meta.url), { type: 'module' });
 * new DataLoader(new Digits(), { numWorkers: 2, worker });
 * ```
 * @see https://pytorch.org/docs/stable/data.html#multi-process-data-loading
 */
export function serveDataset<T>(
  make: (info: WorkerInfo) => AnyDataset<T> | Promise<AnyDataset<T>>,
  options: ServeOptions<T> = {},
): void {
  checkOptions('serveDataset', options, ['collateFn']);
  const port = parentPort();
  if (!port) throw new ValueError('serveDataset', 'this is no worker (a DataLoader starts workers)');
  const collate: Collate<T, unknown> = options.collateFn ?? ((items) => collated(items));
  const server = new Server(make, collate, options.collateFn === undefined, port);
  port.listen((message) => void server.hear(message));
  port.post({ kind: 'ready' } satisfies FromWorker, []);
}

const collated = (items: readonly unknown[]): unknown => defaultCollate(items);

const isMessage = (message: unknown): message is ToWorker =>
  typeof message === 'object' && message !== null && 'kind' in message;

/** Answers a loader, one question after the other. */
class Server<T> {
  readonly #make: (info: WorkerInfo) => AnyDataset<T> | Promise<AnyDataset<T>>;
  readonly #collate: Collate<T, unknown>;
  readonly #gathers: boolean;
  readonly #port: ParentPort;
  #begin: Begin | undefined;
  #dataset: Promise<AnyDataset<T>> | undefined;
  #stream: AsyncIterator<unknown> | undefined;
  #busy: Promise<void> = Promise.resolve();

  constructor(
    make: (info: WorkerInfo) => AnyDataset<T> | Promise<AnyDataset<T>>,
    collate: Collate<T, unknown>,
    gathers: boolean,
    port: ParentPort,
  ) {
    this.#make = make;
    this.#collate = collate;
    this.#gathers = gathers;
    this.#port = port;
  }

  /** Messages are answered in order, also when some have to be waited for. */
  hear(message: unknown): Promise<void> {
    this.#busy = this.#busy.then(() => this.#react(message));
    return this.#busy;
  }

  async #react(message: unknown): Promise<void> {
    if (!isMessage(message)) return;
    if (message.kind === 'begin') this.#open(message);
    else if (message.kind === 'rewind') this.#stream = undefined;
    else await this.#answer(message);
  }

  #open(begin: Begin): void {
    const { id, numWorkers, seed } = begin;
    current = { id, numWorkers, seed };
    manualSeed(seed);
    this.#begin = begin;
    this.#dataset = (async () => this.#make({ id, numWorkers, seed }))();
    // whoever asks for a batch is told
    this.#dataset.catch(() => undefined);
  }

  async #answer({ ticket, indices }: Ask): Promise<void> {
    try {
      const { value, done = false } = await this.#batch(indices);
      const { packed, transfer } = await pack(done ? undefined : value);
      this.#send({ kind: 'answer', ticket, batch: packed, done }, transfer);
    } catch (error) {
      this.#send(failureOf(ticket, error), []);
    }
  }

  async #batch(indices: readonly number[] | undefined): Promise<IteratorResult<unknown>> {
    const dataset = await this.#dataset;
    if (!dataset || !this.#begin) throw new ValueError('serveDataset', 'a batch was asked for too early');
    if (dataset instanceof IterableDataset) {
      this.#stream ??= streamBatchesAsync(dataset, this.#collate, this.#begin, 0);
      return this.#stream.next();
    }
    if (!indices) throw new ValueError('serveDataset', "the worker's dataset is no stream, the loader's is");
    const gather = (numbers: readonly number[]): unknown => (this.#gathers ? dataset.getBatch(numbers) : undefined);
    return mapBatchesAsync(dataset, [indices], this.#collate, gather).next();
  }

  #send(message: FromWorker, transfer: readonly ArrayBuffer[]): void {
    this.#port.post(message, transfer);
  }
}

function failureOf(ticket: number, error: unknown): Failure {
  if (!(error instanceof Error))
    return { kind: 'failure', ticket, name: 'Error', message: String(error), stack: undefined };
  return { kind: 'failure', ticket, name: error.name, message: error.message, stack: error.stack };
}
