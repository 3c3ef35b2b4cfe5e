import { defaultGenerator, Generator, ValueError } from '@x/tensor/core';
import { permutation } from '../permutation.js';
import { checkOptions } from '../options.js';

/** Anything with a number of items. */
export interface Sized {
  readonly length: number;
}

/**
 * An order in which to take items: an iterable of item numbers (or of lists of them) that knows its length.
 *
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.Sampler
 */
export abstract class Sampler<I = number> implements Iterable<I>, Sized {
  /** How many values an iteration gives. */
  abstract readonly length: number;
  abstract [Symbol.iterator](): Iterator<I>;
}

/**
 * The items in their order, 0 to length - 1.
 *
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.SequentialSampler
 */
export class SequentialSampler extends Sampler {
  readonly dataSource: Sized;

  constructor(dataSource: Sized) {
    super();
    this.dataSource = dataSource;
  }

  get length(): number {
    return this.dataSource.length;
  }

  *[Symbol.iterator](): Iterator<number> {
    for (let index = 0; index < this.length; index++) yield index;
  }
}

/** Options of `RandomSampler`. */
export interface RandomSamplerOptions {
  /** Whether an item may come more than once; `false` when omitted. */
  readonly replacement?: boolean;
  /** How many items to draw; as many as there are when omitted. */
  readonly numSamples?: number;
  /** Draws the order; when omitted, each iteration seeds a generator of its own from the default one. */
  readonly generator?: Generator;
}

/**
 * The items in random order, the order that PyTorch draws from the same generator.
 *
 * @example [...new RandomSampler({ length: 4 }, { generator: new Generator().manualSeed(0) })] // [0, 1, 3, 2]
 * @throws ValueError when there is nothing to draw or `numSamples` is no integer above 0.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.RandomSampler
 */
export class RandomSampler extends Sampler {
  readonly dataSource: Sized;
  readonly replacement: boolean;
  readonly generator: Generator | undefined;
  readonly #numSamples: number | undefined;

  constructor(dataSource: Sized, options: RandomSamplerOptions = {}) {
    super();
    checkOptions('RandomSampler', options, ['replacement', 'numSamples', 'generator']);
    this.dataSource = dataSource;
    this.replacement = options.replacement ?? false;
    this.generator = options.generator;
    this.#numSamples = options.numSamples;
    if (!Number.isInteger(this.length) || this.length <= 0)
      throw new ValueError('RandomSampler', `the number of samples must be an integer > 0: ${this.length}`, {
        numSamples: this.length,
      });
  }

  get length(): number {
    return this.#numSamples ?? this.dataSource.length;
  }

  *[Symbol.iterator](): Iterator<number> {
    const n = this.dataSource.length;
    const generator = this.generator ?? new Generator().manualSeed(drawSeed(defaultGenerator()));
    if (this.replacement) {
      for (let drawn = 0; drawn < this.length; drawn++) yield generator.random() % n;
      return;
    }
    let left = this.length;
    for (; left >= n; left -= n) yield* permutation(n, generator);
    // One more permutation is drawn even if none of it is needed: PyTorch does so, and the next epoch depends on it.
    yield* permutation(n, generator).slice(0, left);
  }
}

/** The 63-bit integer that PyTorch draws to seed another generator with. */
export function drawSeed(generator: Generator): bigint {
  return BigInt.asUintN(63, generator.random64());
}

/**
 * The values of another sampler in lists of `batchSize`; a last, shorter list is left out if `dropLast`.
 *
 * @example [...new BatchSampler([5, 6, 7], 2, false)] // [[5, 6], [7]]
 * @throws ValueError when `batchSize` is no integer above 0.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.BatchSampler
 */
export class BatchSampler extends Sampler<readonly number[]> {
  readonly sampler: Iterable<number>;
  readonly batchSize: number;
  readonly dropLast: boolean;

  constructor(sampler: Iterable<number>, batchSize: number, dropLast: boolean) {
    super();
    checkBatchSize('BatchSampler', batchSize);
    this.sampler = sampler;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
  }

  /** @throws ValueError when the wrapped sampler has no length. */
  get length(): number {
    return batchCount(lengthOf('BatchSampler', this.sampler), this.batchSize, this.dropLast);
  }

  *[Symbol.iterator](): Iterator<readonly number[]> {
    let batch: number[] = [];
    for (const index of this.sampler) {
      batch.push(index);
      if (batch.length < this.batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0 && !this.dropLast) yield batch;
  }
}

/** @throws ValueError unless the batch size is an integer above 0. */
export function checkBatchSize(op: string, batchSize: number): void {
  if (!Number.isInteger(batchSize) || batchSize <= 0)
    throw new ValueError(op, `batchSize must be an integer > 0: ${batchSize}`, { batchSize });
}

/** How many batches so many items make. */
export function batchCount(items: number, batchSize: number, dropLast: boolean): number {
  return dropLast ? Math.floor(items / batchSize) : Math.ceil(items / batchSize);
}

/** @throws ValueError when the iterable has no `length`. */
export function lengthOf(op: string, sampler: Iterable<unknown>): number {
  if ('length' in sampler && typeof sampler.length === 'number') return sampler.length;
  throw new ValueError(op, 'the sampler has no length (add `get length()` to it)');
}
