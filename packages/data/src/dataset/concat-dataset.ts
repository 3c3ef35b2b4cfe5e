import { ValueError } from '@x/tensor/core';
import { checkIndex, Dataset } from './dataset.js';

/**
 * Several datasets one after the other, as one.
 *
 * @example new ConcatDataset([first, second]).length // first.length + second.length
 * @throws ValueError without datasets.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.ConcatDataset
 */
export class ConcatDataset<T> extends Dataset<T> {
  readonly datasets: readonly Dataset<T>[];
  /** Where each dataset ends: the sum of its length and those before it. */
  readonly cumulativeSizes: readonly number[];

  constructor(datasets: readonly Dataset<T>[]) {
    super();
    if (datasets.length === 0) throw new ValueError('ConcatDataset', 'at least one dataset is needed');
    let end = 0;
    this.datasets = datasets;
    this.cumulativeSizes = datasets.map((dataset) => (end += dataset.length));
  }

  get length(): number {
    return this.cumulativeSizes.at(-1)!;
  }

  get(index: number): T {
    const position = checkIndex('ConcatDataset', index, this.length);
    const part = this.cumulativeSizes.findIndex((end) => position < end);
    return this.datasets[part]!.get(position - (this.cumulativeSizes[part - 1] ?? 0));
  }
}
