import type { Cut } from '../loader/batches.js';
import { unpack } from './parcel.js';
import { type AnyWorker, keepAlive, listen } from './port.js';
import type { FromWorker, ToWorker } from './protocol.js';
import { WorkerError } from './worker-error.js';

/** What came back: a batch, or the end of a worker's stream. */
export type Delivery = { readonly done: false; readonly batch: unknown } | { readonly done: true };

interface Waiting {
  readonly resolve: (delivery: Delivery) => void;
  readonly reject: (error: Error) => void;
}

/** The workers of a loader. */
export class Crew {
  readonly #workers: readonly AnyWorker[];
  /** Questions without an answer, by ticket, for each worker. */
  readonly #waiting: readonly Map<number, Waiting>[];
  /** What is to be said to a worker that does not listen yet; undefined when it does. */
  readonly #unsaid: (ToWorker[] | undefined)[];
  /** Why a worker has ended. */
  readonly #ended: (string | undefined)[];
  #ticket = 0;

  /** @param seed of the first worker; each next one has one more. */
  constructor(count: number, start: () => AnyWorker, seed: bigint, cut: Cut) {
    this.#workers = Array.from({ length: count }, start);
    this.#waiting = this.#workers.map(() => new Map());
    this.#unsaid = this.#workers.map(() => []);
    this.#ended = this.#workers.map(() => undefined);
    this.#workers.forEach((worker, id) => {
      listen(
        worker,
        (message) => this.#hear(id, message),
        (reason) => this.#bury(id, reason),
      );
      const { batchSize, dropLast } = cut;
      const seeded = BigInt.asUintN(64, seed + BigInt(id));
      this.#tell(id, { kind: 'begin', id, numWorkers: count, seed: seeded, batchSize, dropLast });
    });
  }

  get size(): number {
    return this.#workers.length;
  }

  /** Whether a worker has ended, so that others are needed. */
  get isBroken(): boolean {
    return this.#ended.some((reason) => reason !== undefined);
  }

  /**
   * Asks a worker for a batch; the questions to one worker are answered in order.
   *
   * @throws WorkerError for an error in the worker, or its end.
   */
  ask(id: number, indices: readonly number[] | undefined): Promise<Delivery> {
    const ticket = this.#ticket++;
    return new Promise((resolve, reject) => {
      const reason = this.#ended[id];
      if (reason !== undefined) {
        reject(this.#errorOf(id, reason, undefined));
        return;
      }
      this.#waiting[id]!.set(ticket, { resolve, reject });
      this.#tell(id, { kind: 'ask', ticket, indices });
    });
  }

  /** Answers to what was asked so far are not waited for any more, and streams begin anew. */
  rewind(): void {
    for (const waiting of this.#waiting) waiting.clear();
    this.#workers.forEach((_, id) => this.#tell(id, { kind: 'rewind' }));
  }

  /** Whether the workers keep the program alive. */
  keepAlive(keep: boolean): void {
    for (const worker of this.#workers) keepAlive(worker, keep);
  }

  close(): void {
    this.#workers.forEach((worker, id) => {
      this.#ended[id] = 'the loader was closed';
      worker.terminate();
    });
  }

  #tell(id: number, message: ToWorker): void {
    const unsaid = this.#unsaid[id];
    if (unsaid) unsaid.push(message);
    else this.#workers[id]!.postMessage(message, []);
  }

  #hear(id: number, message: unknown): void {
    if (!isFromWorker(message)) return;
    if (message.kind === 'ready') {
      const unsaid = this.#unsaid[id] ?? [];
      this.#unsaid[id] = undefined;
      for (const each of unsaid) this.#tell(id, each);
      return;
    }
    const waiting = this.#waiting[id]!.get(message.ticket);
    this.#waiting[id]!.delete(message.ticket);
    if (!waiting) return;
    if (message.kind === 'failure') {
      const { name, message: text, stack } = message;
      waiting.reject(this.#errorOf(id, name === 'Error' ? text : `${name}: ${text}`, stack));
    } else waiting.resolve(message.done ? { done: true } : { done: false, batch: unpack(message.batch) });
  }

  #bury(id: number, reason: string): void {
    this.#ended[id] ??= reason;
    for (const { reject } of this.#waiting[id]!.values()) reject(this.#errorOf(id, reason, undefined));
    this.#waiting[id]!.clear();
  }

  #errorOf(id: number, text: string, stack: string | undefined): WorkerError {
    return new WorkerError('DataLoader', `worker ${id}: ${text}`, { worker: id, stack });
  }
}

function isFromWorker(message: unknown): message is FromWorker {
  return typeof message === 'object' && message !== null && 'kind' in message;
}
