import { ValueError } from '@x/tensor/core';
import { IterableDataset } from './dataset.js';

/**
 * Several streams one after the other, as one.
 *
 * @example new ChainDataset([first, second])
 * @throws ValueError on iteration when one of them has to be waited for and is read at once.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.ChainDataset
 */
export class ChainDataset<T> extends IterableDataset<T> {
  readonly datasets: readonly IterableDataset<T>[];

  constructor(datasets: readonly IterableDataset<T>[]) {
    super();
    this.datasets = datasets;
  }

  /** @throws ValueError where one of them does not know its own. */
  override get length(): number {
    return this.datasets.reduce((sum, dataset) => sum + dataset.length, 0);
  }

  override *[Symbol.iterator](): Iterator<T> {
    for (const [index, dataset] of this.datasets.entries()) {
      const iterator = dataset[Symbol.iterator]?.();
      if (!iterator)
        throw new ValueError('ChainDataset', `dataset ${index} has to be waited for (use \`for await\`)`, { index });
      yield* { [Symbol.iterator]: () => iterator };
    }
  }

  override async *[Symbol.asyncIterator](): AsyncIterator<T> {
    for (const dataset of this.datasets) {
      const waiting = dataset[Symbol.asyncIterator]?.();
      const iterator = waiting ? undefined : dataset[Symbol.iterator]?.();
      if (waiting) yield* { [Symbol.asyncIterator]: () => waiting };
      else if (iterator) yield* { [Symbol.iterator]: () => iterator };
    }
  }
}
