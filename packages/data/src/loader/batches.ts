/**
 * The four ways in which batches come about: from numbered items or from a stream, at once or with waiting.
 */
import { ValueError } from '@x/tensor/core';
import type { Dataset, IterableDataset } from '../dataset/dataset.js';

/** Makes a batch of items. */
export type Collate<T, B> = (items: Awaited<T>[]) => B;

/** Makes a batch of the items with these numbers in one step, if the dataset can. */
export type Gather<B> = (indices: readonly number[]) => B | undefined;

/** How a stream is cut into batches. */
export interface Cut {
  readonly batchSize: number;
  readonly dropLast: boolean;
}

function isPromise<T>(item: T): item is T & PromiseLike<Awaited<T>> {
  return typeof item === 'object' && item !== null && 'then' in item && typeof item.then === 'function';
}

function isSettled<T>(item: T | Awaited<T>): item is Awaited<T> {
  return !isPromise(item);
}

function settled<T>(item: T): Awaited<T> {
  if (isSettled<T>(item)) return item;
  throw new ValueError('DataLoader', 'the dataset gives promises (iterate with `for await`)');
}

/** The rest of an order after its first `count` values, which are drawn at once. */
export function after<I>(order: Iterable<I>, count: number): Iterable<I> {
  if (count === 0) return order;
  const iterator = order[Symbol.iterator]();
  for (let drawn = 0; drawn < count; drawn++) iterator.next();
  return { [Symbol.iterator]: () => iterator };
}

/** Batches of numbered items. */
export function* mapBatches<T, B>(
  dataset: Dataset<T>,
  batches: Iterable<readonly number[]>,
  collate: Collate<T, B>,
  gather: Gather<B>,
): Generator<B, void> {
  for (const indices of batches) yield gather(indices) ?? collate(indices.map((index) => settled(dataset.get(index))));
}

/** Batches of numbered items that may be promises; the items of a batch are waited for together. */
export async function* mapBatchesAsync<T, B>(
  dataset: Dataset<T>,
  batches: Iterable<readonly number[]>,
  collate: Collate<T, B>,
  gather: Gather<B>,
): AsyncGenerator<Awaited<B>, void> {
  for (const indices of batches)
    yield await (gather(indices) ?? collate(await Promise.all(indices.map((index) => dataset.get(index)))));
}

function stream<T>(dataset: IterableDataset<T>): Iterable<T> {
  const iterator = dataset[Symbol.iterator]?.();
  if (iterator === undefined)
    throw new ValueError(
      'DataLoader',
      'the dataset has no [Symbol.iterator] (one with [Symbol.asyncIterator] needs `for await`)',
    );
  return { [Symbol.iterator]: () => iterator };
}

function streamAsync<T>(dataset: IterableDataset<T>): AsyncIterable<T> | Iterable<T> {
  const iterator = dataset[Symbol.asyncIterator]?.();
  return iterator === undefined ? stream(dataset) : { [Symbol.asyncIterator]: () => iterator };
}

/** Batches of a stream, without its first `skip`. */
export function* streamBatches<T, B>(
  dataset: IterableDataset<T>,
  collate: Collate<T, B>,
  { batchSize, dropLast }: Cut,
  skip: number,
): Generator<B, void> {
  let items: Awaited<T>[] = [];
  let passed = 0;
  for (const item of stream(dataset)) {
    if (passed < skip * batchSize) {
      passed += 1;
      continue;
    }
    items.push(settled(item));
    if (items.length < batchSize) continue;
    yield collate(items);
    items = [];
  }
  if (items.length > 0 && !dropLast) yield collate(items);
}

/** Batches of a stream that may have to be waited for, without its first `skip`. */
export async function* streamBatchesAsync<T, B>(
  dataset: IterableDataset<T>,
  collate: Collate<T, B>,
  { batchSize, dropLast }: Cut,
  skip: number,
): AsyncGenerator<Awaited<B>, void> {
  let items: Awaited<T>[] = [];
  let passed = 0;
  for await (const item of streamAsync(dataset)) {
    if (passed < skip * batchSize) {
      passed += 1;
      continue;
    }
    items.push(item);
    if (items.length < batchSize) continue;
    yield await collate(items);
    items = [];
  }
  if (items.length > 0 && !dropLast) yield await collate(items);
}
