import { cpu } from '@x/backend-cpu';
import { arange, Generator, manualSeed, randn, registerBackend, stack, type Tensor, ValueError } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  Dataset,
  IterableDataset,
  RandomSampler,
  SequentialSampler,
  TensorDataset,
} from '../src/index.js';
import { Numbers } from './numbers.js';

registerBackend(await cpu());

const asList = <T>(items: T[]): T[] => items;

/** Numbers that come after a moment. */
class Remote extends Dataset<Promise<number>> {
  readonly length = 5;
  asked: number[] = [];

  get(index: number): Promise<number> {
    this.asked.push(index);
    return new Promise((resolve) => setTimeout(() => resolve(index), 5 - index));
  }
}

class Countdown extends IterableDataset<number> {
  closed = false;

  *[Symbol.iterator](): Iterator<number> {
    try {
      for (let i = 5; i > 0; i--) yield i;
    } finally {
      this.closed = true;
    }
  }
}

class Ticker extends IterableDataset<number> {
  closed = false;

  override get length(): number {
    return 5;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<number> {
    try {
      for (let i = 0; i < 5; i++) yield await Promise.resolve(i);
    } finally {
      this.closed = true;
    }
  }
}

describe('DataLoader over numbered items', () => {
  test('has a batch size of 1, collates and knows its length', () => {
    const loader = new DataLoader(new Numbers(3));
    expect([...loader].map((batch) => batch.tolist())).toEqual([[0], [1], [2]]);
    expect([loader.length, loader.batchSize, loader.dropLast]).toEqual([3, 1, false]);
    expect(loader.dataset.length).toBe(3);
  });

  test('gives TensorDataset batches that equal the stacked items, in the same order', () => {
    const dataset = new TensorDataset(randn(10, 3), arange(10));
    const options = { batchSize: 4, shuffle: true };
    const stacked = (items: (readonly [Tensor, Tensor])[]): Tensor[] => [
      stack(items.map(([x]) => x)),
      stack(items.map(([, y]) => y)),
    ];
    manualSeed(1);
    const fast = [...new DataLoader(dataset, options)].map((batch) => batch.map((t) => t.tolist()));
    manualSeed(1);
    const slow = [...new DataLoader(dataset, { ...options, collateFn: stacked })].map((batch) =>
      batch.map((t) => t.tolist()),
    );
    expect(fast).toEqual(slow);
    expect(fast.map(([x]) => (Array.isArray(x) ? x.length : 0))).toEqual([4, 4, 2]);
  });

  test('takes a sampler, a plain array among them, or batches of numbers', () => {
    const dataset = new Numbers(10);
    expect([...new DataLoader(dataset, { sampler: [7, 7, 1], batchSize: 2, collateFn: asList })]).toEqual([
      [7, 7],
      [1],
    ]);
    const batchSampler = [[1, 2], [9]];
    const loader = new DataLoader(dataset, { batchSampler, collateFn: asList });
    expect([...loader]).toEqual(batchSampler);
    expect(loader.length).toBe(2);
  });

  test('waits for items that are promises, a batch at a time and all of it together', async () => {
    const dataset = new Remote();
    const batches: number[][] = [];
    for await (const batch of new DataLoader(dataset, { batchSize: 2, collateFn: asList })) {
      batches.push(batch);
      if (batches.length === 1) expect(dataset.asked).toEqual([0, 1]);
    }
    expect(batches).toEqual([[0, 1], [2, 3], [4]]);
    expect(() => [...new DataLoader(new Remote())]).toThrow(
      'DataLoader: the dataset gives promises (iterate with `for await`)',
    );
  });

  test('waits for a collateFn', async () => {
    const sums: number[] = [];
    const collateFn = (items: number[]): Promise<number> => Promise.resolve(items.reduce((a, b) => a + b));
    for await (const sum of new DataLoader(new Numbers(5), { batchSize: 2, collateFn })) sums.push(sum);
    expect(sums).toEqual([1, 5, 4]);
  });

  test.each<[object, string]>([
    [{ batchSize: 0 }, 'DataLoader: batchSize must be an integer > 0: 0'],
    [{ batchSize: 1.5 }, 'DataLoader: batchSize must be an integer > 0: 1.5'],
    [{ sampler: [0], shuffle: true }, 'DataLoader: sampler and shuffle exclude each other'],
    [{ batchSampler: [[0]], batchSize: 2 }, 'DataLoader: batchSampler and batchSize exclude each other'],
    [{ batchSampler: [[0]], dropLast: true }, 'DataLoader: batchSampler and dropLast exclude each other'],
    [
      { batchsize: 2 },
      "DataLoader: unknown option 'batchsize' (known: batchSize, shuffle, sampler, dropLast, numWorkers, worker, prefetchFactor, persistentWorkers, timeout, batchSampler, generator, collateFn)",
    ],
  ])('refuses %o', (options, message) => {
    expect(() => new DataLoader(new Numbers(3), options)).toThrow(ValueError);
    expect(() => new DataLoader(new Numbers(3), options)).toThrow(message);
  });

  test('refuses to shuffle nothing, as PyTorch does', () => {
    expect(() => new DataLoader(new Numbers(0), { shuffle: true })).toThrow(
      'RandomSampler: the number of samples must be an integer > 0: 0',
    );
    expect([...new DataLoader(new Numbers(0))]).toEqual([]);
  });
});

describe('DataLoader over a stream', () => {
  test('cuts it into batches', () => {
    const batches = (options: object): number[][] => [
      ...new DataLoader(new Countdown(), { batchSize: 2, collateFn: asList<number>, ...options }),
    ];
    expect(batches({})).toEqual([[5, 4], [3, 2], [1]]);
    expect(batches({ dropLast: true })).toEqual([
      [5, 4],
      [3, 2],
    ]);
  });

  test('reads streams of both kinds with `for await`', async () => {
    for (const [dataset, expected] of [
      [
        new Countdown(),
        [
          [5, 4, 3],
          [2, 1],
        ],
      ],
      [
        new Ticker(),
        [
          [0, 1, 2],
          [3, 4],
        ],
      ],
    ] as const) {
      const batches: number[][] = [];
      for await (const batch of new DataLoader<number, number[]>(dataset, { batchSize: 3, collateFn: asList }))
        batches.push(batch);
      expect(batches).toEqual(expected);
    }
  });

  test('closes the stream when the loop is left', async () => {
    const [countdown, ticker] = [new Countdown(), new Ticker()];
    for (const _ of new DataLoader(countdown)) break;
    for await (const _ of new DataLoader(ticker)) break;
    expect([countdown.closed, ticker.closed]).toEqual([true, true]);
  });

  test('refuses what a stream cannot do', () => {
    expect(() => new DataLoader(new Countdown(), { shuffle: true })).toThrow(
      'DataLoader: an IterableDataset and shuffle exclude each other',
    );
    expect(() => new DataLoader(new Countdown(), { sampler: [0] })).toThrow(ValueError);
    expect(() => [...new DataLoader(new Ticker())]).toThrow('DataLoader: the dataset has no [Symbol.iterator]');
    expect(new DataLoader(new Ticker(), { batchSize: 2 }).length).toBe(3);
    expect(() => new DataLoader(new Countdown()).length).toThrow('the number of items is not known');
  });
});

describe('samplers', () => {
  test('sequential and batched', () => {
    expect([...new SequentialSampler({ length: 3 })]).toEqual([0, 1, 2]);
    const batches = new BatchSampler(new SequentialSampler({ length: 5 }), 2, true);
    expect([...batches]).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(batches.length).toBe(2);
    expect(new BatchSampler([1, 2, 3], 2, false).length).toBe(2);
    expect(() => new BatchSampler(new Set([1]), 2, false).length).toThrow('BatchSampler: the sampler has no length');
    expect(() => new BatchSampler([1], 0, false)).toThrow(ValueError);
  });

  test('random: the docstring’s order', () => {
    expect([...new RandomSampler({ length: 4 }, { generator: new Generator().manualSeed(0) })]).toEqual([0, 1, 3, 2]);
    expect(() => new RandomSampler({ length: 4 }, { numSamples: 0 })).toThrow(ValueError);
  });
});
