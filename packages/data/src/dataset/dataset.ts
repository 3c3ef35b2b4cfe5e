import { IndexError, ValueError } from '@x/tensor/core';
import type { Collated } from '../loader/collate.js';

/**
 * A dataset whose items are found by their number.
 *
 * Subclasses define `length` and `get`. A `get` that returns a promise makes an asynchronous dataset, which a
 * `DataLoader` reads with `for await`.
 *
 * @typeParam T an item, or a promise of one.
 * @example
 * ```ts
 * class Squares extends Dataset<[number, number]> {
 *   readonly length = 100;
 *   get(index: number): [number, number] {
 *     return [index, index ** 2];
 *   }
 * }
 * ```
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.Dataset
 */
export abstract class Dataset<T> implements Iterable<T> {
  /** Number of items. */
  abstract readonly length: number;

  /** The item with this number. */
  abstract get(index: number): T;

  /**
   * Several items as one batch, for datasets that can do better than getting the items one by one.
   *
   * @returns what `defaultCollate` gives for the items, or `undefined` where there is no quicker way.
   */
  getBatch(_indices: readonly number[]): Collated<Awaited<T>> | undefined {
    return undefined;
  }

  /** The items in order. */
  *[Symbol.iterator](): Iterator<T> {
    for (let index = 0; index < this.length; index++) yield this.get(index);
  }
}

/**
 * A dataset that is a stream: its items come in an order of its own and their number need not be known.
 *
 * Subclasses define `[Symbol.iterator]`, or `[Symbol.asyncIterator]` for a stream that must be waited for, or both.
 *
 * @example
 * ```ts
 * class Countdown extends IterableDataset<number> {
 *   *[Symbol.iterator](): Iterator<number> {
 *     for (let i = 10; i > 0; i--) yield i;
 *   }
 * }
 * ```
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.IterableDataset
 */
export abstract class IterableDataset<T> {
  [Symbol.iterator]?(): Iterator<T>;
  [Symbol.asyncIterator]?(): AsyncIterator<T>;

  /**
   * Number of items; a subclass that knows it defines this getter, and a loader's `length` needs it.
   *
   * @throws ValueError where it is not known.
   */
  get length(): number {
    throw new ValueError('IterableDataset', 'the number of items is not known (define `get length()`)');
  }
}

/**
 * Turns an index that may count from the end into one that counts from the beginning.
 *
 * @throws IndexError when there is no such item.
 */
export function checkIndex(op: string, index: number, length: number): number {
  const position = index < 0 ? index + length : index;
  if (!Number.isInteger(index) || position < 0 || position >= length)
    throw new IndexError(op, `index ${index} is out of range for a dataset of ${length} items`, {
      index,
      size: length,
    });
  return position;
}
