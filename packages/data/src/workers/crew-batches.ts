/**
 * @file Batches that workers make, in the order in which they were asked for: batch i comes from worker i modulo their number.
 */
import type { Crew, Delivery } from './crew.js';
import { WorkerError } from './worker-error.js';

/** How far ahead workers are, and how long they may take. */
export interface Pace {
  /** Batches that each worker is asked for ahead. */
  readonly prefetchFactor: number;
  /** Seconds that a batch may take; 0 for no limit. */
  readonly timeout: number;
}

/** The delivery, unless it takes too long. */
async function within(delivery: Promise<Delivery>, worker: number, seconds: number): Promise<Delivery> {
  if (seconds === 0) return delivery;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new WorkerError('DataLoader', `worker ${worker}: a batch took longer than ${seconds} s`, {
      worker,
      stack: undefined,
    });
    timer = setTimeout(() => reject(error), 1000 * seconds);
  });
  try {
    return await Promise.race([delivery, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A question that was asked. */
interface Asked {
  readonly worker: number;
  readonly delivery: Promise<Delivery>;
}

function ask(crew: Crew, worker: number, indices: readonly number[] | undefined): Asked {
  const delivery = crew.ask(worker, indices);
  // an error is told when its turn comes
  delivery.catch(() => undefined);
  return { worker, delivery };
}

/** Batches of numbered items. */
export async function* crewBatches(
  crew: Crew,
  order: Iterable<readonly number[]>,
  { prefetchFactor, timeout }: Pace,
): AsyncGenerator<unknown, void> {
  const asked: Asked[] = [];
  let number = 0;
  const iterator = order[Symbol.iterator]();
  const askNext = (): void => {
    const next = iterator.next();
    if (!next.done) asked.push(ask(crew, number++ % crew.size, next.value));
  };
  for (let ahead = 0; ahead < prefetchFactor * crew.size; ahead++) askNext();
  for (let first = asked.shift(); first; first = asked.shift()) {
    const delivery = await within(first.delivery, first.worker, timeout);
    askNext();
    if (!delivery.done) yield delivery.batch;
  }
}

/** Batches of streams, one of each worker in turn, until all of them are at their end. */
export async function* crewStreams(crew: Crew, { prefetchFactor, timeout }: Pace): AsyncGenerator<unknown, void> {
  const asked: Asked[] = [];
  for (let ahead = 0; ahead < prefetchFactor * crew.size; ahead++) asked.push(ask(crew, ahead % crew.size, undefined));
  const over = new Set<number>();
  for (let first = asked.shift(); first; first = asked.shift()) {
    const { worker } = first;
    const delivery = await within(first.delivery, worker, timeout);
    if (delivery.done) {
      over.add(worker);
      continue;
    }
    if (!over.has(worker)) asked.push(ask(crew, worker, undefined));
    yield delivery.batch;
  }
}
