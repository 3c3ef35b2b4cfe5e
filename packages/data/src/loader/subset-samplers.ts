import { defaultGenerator, Generator, multinomial, tensor, ValueError } from '@x/tensor/core';
import { checkOptions } from '../options.js';
import { permutation } from '../permutation.js';
import { Sampler, type Sized } from './samplers.js';

/** Options of samplers that draw. */
export interface DrawOptions {
  /** Draws the order; the default generator when omitted. */
  readonly generator?: Generator;
}

/**
 * Some items in random order.
 *
 * @param indices numbers of the items.
 * @example new SubsetRandomSampler([3, 5, 8])
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.SubsetRandomSampler
 */
export class SubsetRandomSampler extends Sampler {
  readonly indices: readonly number[];
  readonly generator: Generator | undefined;

  constructor(indices: readonly number[], options: DrawOptions = {}) {
    super();
    checkOptions('SubsetRandomSampler', options, ['generator']);
    this.indices = indices;
    this.generator = options.generator;
  }

  get length(): number {
    return this.indices.length;
  }

  *[Symbol.iterator](): Iterator<number> {
    for (const place of permutation(this.length, this.generator ?? defaultGenerator())) yield this.indices[place]!;
  }
}

/** Options of `WeightedRandomSampler`. */
export interface WeightedRandomSamplerOptions extends DrawOptions {
  /** Whether an item may come more than once; `true` when omitted. */
  readonly replacement?: boolean;
}

/**
 * Items drawn with given weights, such as rare classes more often.
 *
 * @param weights one for each item, >= 0; they need not sum to 1.
 * @param numSamples how many items to draw.
 * @example new WeightedRandomSampler([0.1, 0.9, 0.4], 5)
 * @throws ValueError when `numSamples` is no integer above 0; on iteration when weights are negative, all zero, or too few.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.WeightedRandomSampler
 */
export class WeightedRandomSampler extends Sampler {
  readonly weights: readonly number[];
  readonly length: number;
  readonly replacement: boolean;
  readonly generator: Generator | undefined;

  constructor(weights: readonly number[], numSamples: number, options: WeightedRandomSamplerOptions = {}) {
    super();
    checkOptions('WeightedRandomSampler', options, ['replacement', 'generator']);
    if (!Number.isInteger(numSamples) || numSamples <= 0)
      throw new ValueError('WeightedRandomSampler', `the number of samples must be an integer > 0: ${numSamples}`, {
        numSamples,
      });
    this.weights = weights;
    this.length = numSamples;
    this.replacement = options.replacement ?? true;
    this.generator = options.generator;
  }

  *[Symbol.iterator](): Iterator<number> {
    const weights = tensor(this.weights, { dtype: 'float64', device: 'cpu' });
    const { replacement, generator = defaultGenerator() } = this;
    const drawn = multinomial(weights, this.length, { replacement, generator });
    const indices = drawn.toTypedArray();
    weights.dispose();
    drawn.dispose();
    yield* indices;
  }
}

/** Options of `DistributedSampler`. */
export interface DistributedSamplerOptions {
  /** How many processes share the items. */
  readonly numReplicas: number;
  /** Which of them this one is, from 0. */
  readonly rank: number;
  /** Whether the order is random; `true` when omitted. */
  readonly shuffle?: boolean;
  /** Seed of the order, the same in all processes; 0 when omitted. */
  readonly seed?: number;
  /** Whether items that cannot be shared evenly are left out, instead of giving some twice; `false` when omitted. */
  readonly dropLast?: boolean;
}

/**
 * The share of the items that one of several processes takes, as many as every other one.
 *
 * @example
 * const sampler = new DistributedSampler(dataset, { numReplicas: 4, rank: 1 });
 * sampler.setEpoch(3); // before each epoch: another order in each
 * @throws ValueError for a rank that there is not.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.distributed.DistributedSampler
 */
export class DistributedSampler extends Sampler {
  readonly dataset: Sized;
  readonly numReplicas: number;
  readonly rank: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly dropLast: boolean;
  epoch = 0;

  constructor(dataset: Sized, options: DistributedSamplerOptions) {
    super();
    checkOptions('DistributedSampler', options, ['numReplicas', 'rank', 'shuffle', 'seed', 'dropLast']);
    const { numReplicas, rank, shuffle = true, seed = 0, dropLast = false } = options;
    if (!Number.isInteger(rank) || rank < 0 || rank >= numReplicas)
      throw new ValueError('DistributedSampler', `rank must be an integer from 0 to ${numReplicas - 1}: ${rank}`, {
        rank,
      });
    this.dataset = dataset;
    this.numReplicas = numReplicas;
    this.rank = rank;
    this.shuffle = shuffle;
    this.seed = seed;
    this.dropLast = dropLast;
  }

  get length(): number {
    const share = this.dataset.length / this.numReplicas;
    return this.dropLast ? Math.floor(share) : Math.ceil(share);
  }

  /** Makes the next iteration draw the order of this epoch. */
  setEpoch(epoch: number): void {
    this.epoch = epoch;
  }

  *[Symbol.iterator](): Iterator<number> {
    const n = this.dataset.length;
    const order = this.shuffle
      ? permutation(n, new Generator().manualSeed(this.seed + this.epoch))
      : Array.from({ length: n }, (_, index) => index);
    // items from the beginning fill up the last shares
    for (let place = this.rank; place < this.length * this.numReplicas; place += this.numReplicas)
      yield order[place % n]!;
  }
}
