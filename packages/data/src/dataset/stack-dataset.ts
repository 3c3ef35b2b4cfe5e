import { ShapeError } from '@x/tensor/core';
import { checkIndex, Dataset } from './dataset.js';

/** A dataset for each kind of item. */
export type DatasetsOf<T extends readonly unknown[]> = { readonly [K in keyof T]: Dataset<T[K]> };

/**
 * Several datasets side by side: item i is the list of their items i.
 *
 * @example new StackDataset(images, texts).get(0) // [image, text]
 * @throws ShapeError when they are not equally long.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.StackDataset
 */
export class StackDataset<T extends readonly unknown[]> extends Dataset<T> {
  readonly datasets: DatasetsOf<T>;
  readonly length: number;

  constructor(...datasets: DatasetsOf<T>) {
    super();
    const lengths = datasets.map((dataset) => dataset.length);
    if (lengths.some((length) => length !== lengths[0]))
      throw new ShapeError('StackDataset', `the datasets are of different length: ${lengths.join(', ')}`, {
        shapes: lengths.map((length) => [length]),
      });
    this.datasets = datasets;
    this.length = lengths[0] ?? 0;
  }

  get(index: number): T;
  get(index: number): unknown {
    const position = checkIndex('StackDataset', index, this.length);
    return this.datasets.map((dataset) => dataset.get(position));
  }
}
