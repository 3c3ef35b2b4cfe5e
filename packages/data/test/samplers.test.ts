import { cpu } from '@x/backend-cpu';
import { defaultGenerator, Generator, manualSeed, registerBackend, ShapeError, ValueError } from '@x/tensor';
import { expect, test } from 'vitest';
import {
  ChainDataset,
  DataLoader,
  DistributedSampler,
  IterableDataset,
  type Sampler,
  StackDataset,
  SubsetRandomSampler,
  WeightedRandomSampler,
} from '../src/index.js';
import golden from './golden/data.json' with { type: 'json' };
import { Numbers } from './numbers.js';

registerBackend(await cpu());

const makers: Readonly<Record<string, (args: readonly unknown[], options: { generator?: Generator }) => Sampler>> = {
  SubsetRandomSampler: ([indices], options) => new SubsetRandomSampler(indices as number[], options),
  WeightedRandomSampler: ([weights, count, replacement = true], options) =>
    new WeightedRandomSampler(weights as number[], Number(count), { replacement: replacement === true, ...options }),
};

test.each(golden.samplers.map((each, i) => [`${each.name} ${i}`, each] as const))("%s: PyTorch's order", (_, each) => {
  const own = each.generator ? new Generator().manualSeed(each.seed) : undefined;
  if (!own) manualSeed(each.seed);
  const sampler = makers[each.name]!(each.arguments, own ? { generator: own } : {});
  expect(each.orders.map(() => [...sampler])).toEqual(each.orders);
  expect(sampler.length).toBe(each.orders[0]?.length);
  expect((own ?? defaultGenerator()).random() % (2 ** 32 - 1)).toBe(each.next);
});

test.each(golden.distributed.map((each, i) => [i, each] as const))(
  "shares of several processes %d: PyTorch's",
  (_, each) => {
    const { n, options, epoch, orders } = each;
    const found = orders.map((_order, rank) => {
      const sampler = new DistributedSampler({ length: n }, { ...options, rank });
      sampler.setEpoch(epoch);
      const order = [...sampler];
      expect(order.length).toBe(sampler.length);
      return order;
    });
    expect(found).toEqual(orders);
  },
);

class Count extends IterableDataset<number> {
  readonly #from: number;

  constructor(from: number) {
    super();
    this.#from = from;
  }

  override get length(): number {
    return 2;
  }

  override *[Symbol.iterator](): Iterator<number> {
    yield this.#from;
    yield this.#from + 1;
  }
}

class Later extends IterableDataset<number> {
  override async *[Symbol.asyncIterator](): AsyncIterator<number> {
    yield await Promise.resolve(7);
  }
}

test('ChainDataset: one stream after the other', async () => {
  const chain = new ChainDataset([new Count(1), new Count(10)]);
  expect([...new DataLoader(chain, { batchSize: 3 })].map((batch) => batch.tolist())).toEqual([[1, 2, 10], [11]]);
  expect(chain.length).toBe(4);
  const mixed = new ChainDataset<number>([new Count(1), new Later()]);
  const found: unknown[] = [];
  for await (const batch of new DataLoader(mixed, { batchSize: 2 })) found.push(batch.tolist());
  expect(found).toEqual([[1, 2], [7]]);
  expect(() => [...new DataLoader(mixed)]).toThrow('ChainDataset: dataset 1 has to be waited for');
  expect(() => mixed.length).toThrow(ValueError);
});

test('StackDataset: item by item', () => {
  const stack = new StackDataset(new Numbers(3), new Numbers(3));
  const [a, b] = stack.get(-1);
  expect([a, b, stack.length]).toEqual([2, 2, 3]);
  const [[x, y] = []] = [...new DataLoader(stack, { batchSize: 3 })];
  expect([x?.tolist(), y?.tolist()]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
  expect(() => new StackDataset(new Numbers(3), new Numbers(4))).toThrow(ShapeError);
});

test('what cannot be drawn is refused', () => {
  expect(() => new WeightedRandomSampler([1], 0)).toThrow(
    'WeightedRandomSampler: the number of samples must be an integer > 0: 0',
  );
  expect(() => [...new WeightedRandomSampler([-1, 2], 1)]).toThrow(ValueError);
  expect(() => [...new WeightedRandomSampler([0, 0], 1)]).toThrow(ValueError);
  expect(() => [...new WeightedRandomSampler([1, 1], 3, { replacement: false })]).toThrow(ValueError);
  expect(() => new DistributedSampler({ length: 3 }, { numReplicas: 2, rank: 2 })).toThrow(
    'rank must be an integer from 0 to 1: 2',
  );
});
