import { defaultGenerator, type Generator, ValueError } from '@x/tensor/core';
import { type Dataset, IterableDataset } from '../dataset/dataset.js';
import { checkOptions } from '../options.js';
import {
  after,
  type Collate,
  type Gather,
  mapBatches,
  mapBatchesAsync,
  streamBatches,
  streamBatchesAsync,
} from './batches.js';
import { type Collated, defaultCollate } from './collate.js';
import { type LoaderState, Progress, watch, watchAsync } from './progress.js';
import {
  BatchSampler,
  batchCount,
  checkBatchSize,
  drawSeed,
  lengthOf,
  RandomSampler,
  SequentialSampler,
  type Sized,
} from './samplers.js';
import { Staff, WORKER_OPTIONS, type WorkerOptions } from '../workers/staff.js';

/** Options of `DataLoader`. */
export interface DataLoaderOptions<T, B> extends WorkerOptions {
  /** Items per batch; 1 when omitted. */
  readonly batchSize?: number;
  /** Whether each iteration has a new random order; `false` when omitted. */
  readonly shuffle?: boolean;
  /** The order of the items, instead of `shuffle`. */
  readonly sampler?: Iterable<number>;
  /** The numbers of the items of each batch, instead of `batchSize`, `shuffle`, `sampler` and `dropLast`. */
  readonly batchSampler?: Iterable<readonly number[]>;
  /** Whether to leave out a last batch that is not full; `false` when omitted. */
  readonly dropLast?: boolean;
  /** Draws the order; when omitted, the default generator seeds one for each iteration, as in PyTorch. */
  readonly generator?: Generator;
  /** Makes a batch of items, instead of `defaultCollate`. */
  readonly collateFn?: Collate<T, B>;
}

const BATCH_OPTIONS = ['batchSize', 'shuffle', 'sampler', 'dropLast'] as const;
const ORDER_OPTIONS = ['shuffle', 'sampler', 'batchSampler'] as const;
const OPTIONS = [...BATCH_OPTIONS, ...WORKER_OPTIONS, 'batchSampler', 'generator', 'collateFn'] as const;

function conflict(one: string, other: string): ValueError {
  return new ValueError('DataLoader', `${one} and ${other} exclude each other`, { options: [one, other] });
}

/** `collateFn`, or what takes its place: without one, `B` is what `defaultCollate` gives. */
function orDefaultCollate<T, B>(collateFn: Collate<T, B> | undefined): Collate<T, B>;
function orDefaultCollate(collateFn: Collate<unknown, unknown> | undefined): Collate<unknown, unknown> {
  return collateFn ?? defaultCollate;
}

/** The dataset's own way to make a batch, which takes the place of `defaultCollate` only. */
function gatherOf<T, B>(dataset: Dataset<T>, collateFn: Collate<T, B> | undefined): Gather<B>;
function gatherOf(dataset: Dataset<unknown>, collateFn: Collate<unknown, unknown> | undefined): Gather<unknown> {
  return (indices) => (collateFn === undefined ? dataset.getBatch(indices) : undefined);
}

/** The batches of numbers that the options ask for. */
function batchesOf(dataset: Sized, options: DataLoaderOptions<never, unknown>): Iterable<readonly number[]> {
  const { batchSize = 1, shuffle = false, dropLast = false, generator } = options;
  if (options.batchSampler !== undefined) {
    const other = BATCH_OPTIONS.find((name) => options[name] !== undefined);
    if (other !== undefined) throw conflict('batchSampler', other);
    return options.batchSampler;
  }
  if (options.sampler !== undefined && shuffle) throw conflict('sampler', 'shuffle');
  const random = (): RandomSampler => new RandomSampler(dataset, generator === undefined ? {} : { generator });
  return new BatchSampler(
    options.sampler ?? (shuffle ? random() : new SequentialSampler(dataset)),
    batchSize,
    dropLast,
  );
}

/**
 * Gives a dataset in batches, in order or shuffled.
 *
 * Iterate with `for…of`, or with `for await` where the dataset or `collateFn` gives promises. After `manualSeed`, or for
 * the same `generator`, a shuffled loader gives the order that PyTorch gives, in every epoch.
 *
 * @typeParam T an item of the dataset.
 * @typeParam B a batch.
 * @example
 * ```ts
 * const loader = new DataLoader(new TensorDataset(x, y), { batchSize: 64, shuffle: true });
 * for (const [inputs, targets] of loader) { … }
 * ```
 * @throws ValueError for options that are unknown, exclude each other or are out of range.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader
 */
export class DataLoader<T, B = Collated<Awaited<T>>> implements Iterable<B>, AsyncIterable<Awaited<B>> {
  readonly dataset: Dataset<T> | IterableDataset<T>;
  /** The numbers of the items of each batch; `undefined` for a stream. */
  readonly batchSampler: Iterable<readonly number[]> | undefined;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly generator: Generator | undefined;
  readonly numWorkers: number;
  readonly #staff: Staff<B> | undefined;
  readonly #batches: (skip: number) => Iterator<B>;
  readonly #batchesAsync: (skip: number, seed: bigint) => AsyncIterator<Awaited<B>>;
  readonly #progress: Progress;

  constructor(dataset: Dataset<T> | IterableDataset<T>, options: DataLoaderOptions<T, B> = {}) {
    checkOptions('DataLoader', options, OPTIONS);
    const collate = orDefaultCollate(options.collateFn);
    this.dataset = dataset;
    this.batchSize = options.batchSize ?? 1;
    this.dropLast = options.dropLast ?? false;
    this.generator = options.generator;
    this.#progress = new Progress(options.generator);
    checkBatchSize('DataLoader', this.batchSize);
    this.#staff = Staff.for(options, this);
    this.numWorkers = options.numWorkers ?? 0;
    if (this.#staff && options.collateFn)
      throw new ValueError('DataLoader', 'with workers, collateFn is an option of serveDataset: they make the batches');
    const staff = this.#staff;
    if (dataset instanceof IterableDataset) {
      const other = ORDER_OPTIONS.find((name) => options[name] !== undefined && options[name] !== false);
      if (other !== undefined) throw conflict('an IterableDataset', other);
      this.#batches = (skip) => streamBatches(dataset, collate, this, skip);
      this.#batchesAsync = (skip, seed) =>
        staff?.batches(seed, undefined, skip) ?? streamBatchesAsync(dataset, collate, this, skip);
      return;
    }
    const batches = batchesOf(dataset, options);
    const gather = gatherOf(dataset, options.collateFn);
    this.batchSampler = batches;
    this.#batches = (skip) => mapBatches(dataset, after(batches, skip), collate, gather);
    this.#batchesAsync = (skip, seed) => {
      const order = after(batches, skip);
      return staff?.batches(seed, order, skip) ?? mapBatchesAsync(dataset, order, collate, gather);
    };
  }

  /**
   * Number of batches in an iteration.
   *
   * @throws ValueError when the sampler or the stream does not know its length.
   */
  get length(): number {
    if (this.batchSampler !== undefined) return lengthOf('DataLoader', this.batchSampler);
    return batchCount(this.dataset.length, this.batchSize, this.dropLast);
  }

  /**
   * Where the latest iteration is, for {@link loadStateDict}: plain values, fit for a checkpoint.
   *
   * The order of the rest is in it, whatever it was drawn from. The state of the default generator is not: save `getRngState()` too.
   * @see https://pytorch.org/data/main/stateful_dataloader_tutorial.html
   */
  stateDict(): LoaderState {
    return this.#progress.state;
  }

  /**
   * Lets the next iteration go on where the loader that gave `state` was: the same batches follow, bit for bit. Items that it has
   * passed are not read again, except those of a stream.
   *
   * @throws ValueError unless `state` is one of {@link stateDict}.
   * @example
   * loader.loadStateDict(checkpoint.loader);
   * setRngState(checkpoint.rng);
   * for (const batch of loader) { … } // the rest of the interrupted epoch
   */
  loadStateDict(state: LoaderState): void {
    this.#progress.state = state;
  }

  /** Ends workers that were kept for the next iteration (`persistentWorkers`), which would start others. */
  close(): void {
    this.#staff?.close();
  }

  [Symbol.iterator](): Iterator<B> {
    if (this.#staff) throw new ValueError('DataLoader', 'batches of workers have to be waited for (use `for await`)');
    return this.#progress.begin((skip) => {
      this.#drawBaseSeed();
      return this.#batches(skip);
    }, watch);
  }

  [Symbol.asyncIterator](): AsyncIterator<Awaited<B>> {
    return this.#progress.begin((skip) => this.#batchesAsync(skip, this.#drawBaseSeed()), watchAsync);
  }

  /** PyTorch draws a seed for its workers at the start of every iteration; what is drawn next depends on it. */
  #drawBaseSeed(): bigint {
    return drawSeed(this.generator ?? defaultGenerator());
  }
}
