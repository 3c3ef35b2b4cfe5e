import { defaultGenerator, type Generator, ValueError } from '@x/tensor/core';
import type { Collated } from '../loader/collate.js';
import { checkOptions } from '../options.js';
import { permutation } from '../permutation.js';
import { checkIndex, Dataset } from './dataset.js';

/**
 * Those items of a dataset whose numbers are listed, in that order.
 *
 * @example new Subset(dataset, [0, 2, 4]).length // 3
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.Subset
 */
export class Subset<T> extends Dataset<T> {
  readonly dataset: Dataset<T>;
  readonly indices: readonly number[];

  constructor(dataset: Dataset<T>, indices: readonly number[]) {
    super();
    this.dataset = dataset;
    this.indices = indices;
  }

  get length(): number {
    return this.indices.length;
  }

  get(index: number): T {
    return this.dataset.get(this.#original(index));
  }

  override getBatch(indices: readonly number[]): Collated<Awaited<T>> | undefined {
    return this.dataset.getBatch(indices.map((index) => this.#original(index)));
  }

  #original(index: number): number {
    return this.indices[checkIndex('Subset', index, this.length)]!;
  }
}

/** Options of `randomSplit`. */
export interface RandomSplitOptions {
  /** Draws the permutation; the default generator when omitted. */
  readonly generator?: Generator;
}

type Parts<L extends readonly number[], T> = { -readonly [K in keyof L]: Subset<T> };

function mapSizes<L extends readonly number[], T>(
  sizes: readonly number[],
  fn: (size: number) => Subset<T>,
): Parts<L, T>;
function mapSizes<T>(sizes: readonly number[], fn: (size: number) => Subset<T>): readonly Subset<T>[] {
  return sizes.map(fn);
}

/** Whole numbers that fractions of `total` amount to; what rounding down leaves goes to the first parts, one each. */
function sizesOf(fractions: readonly number[], total: number): number[] {
  const sizes = fractions.map((fraction) => Math.floor(total * fraction));
  const left = total - sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size, i) => size + Math.ceil((left - i) / sizes.length));
}

/**
 * Splits a dataset at random into parts that do not overlap.
 *
 * @param lengths the parts' sizes, which add up to the dataset's length, or fractions that add up to 1.
 * @returns one `Subset` for each length; for the same generator the same items as in PyTorch.
 * @example
 * ```ts
 * const [train, valid] = randomSplit(dataset, [0.8, 0.2], { generator: new Generator().manualSeed(42) });
 * ```
 * @throws ValueError when a length is no integer >= 0 or fraction in [0, 1], or when they do not add up.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.random_split
 */
export function randomSplit<T, const L extends readonly number[]>(
  dataset: Dataset<T>,
  lengths: L,
  options: RandomSplitOptions = {},
): Parts<L, T> {
  checkOptions('randomSplit', options, ['generator']);
  const total = dataset.length;
  const sum = lengths.reduce((a, b) => a + b, 0);
  const sizes = Math.abs(sum - 1) < 1e-9 && lengths.every((part) => part <= 1) ? sizesOf(lengths, total) : lengths;
  const wrong = sizes.find((size) => !Number.isInteger(size) || size < 0);
  if (wrong !== undefined)
    throw new ValueError(
      'randomSplit',
      `a length must be an integer >= 0, or a fraction where all add up to 1: ${wrong}`,
      { lengths },
    );
  if (sizes.reduce((a, b) => a + b, 0) !== total)
    throw new ValueError('randomSplit', `the lengths add up to ${sum}, the dataset has ${total} items`, {
      lengths,
      total,
    });
  const order = permutation(total, options.generator ?? defaultGenerator());
  let next = 0;
  return mapSizes<L, T>(sizes, (size) => {
    const part = order.slice(next, next + size);
    next += size;
    return new Subset(dataset, part);
  });
}
