import { Generator, manualSeed } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { DataLoader, RandomSampler, randomSplit } from '../src/index.js';
import golden from './golden/data.json' with { type: 'json' };
import { Numbers } from './numbers.js';

/** The word that the golden script draws after the last epoch. */
const nextWord = (generator: Generator): number => generator.random() % (2 ** 32 - 1);

describe('the order of a DataLoader is PyTorch’s', () => {
  test.each(golden.loaders)('$n items, seed $seed, own generator: $generator, $options $random', (row) => {
    const own = row.generator ? new Generator().manualSeed(row.seed) : undefined;
    const generator = own ?? manualSeed(row.seed);
    const given = own === undefined ? {} : { generator: own };
    const dataset = new Numbers(row.n);
    const random = row.random === undefined ? {} : { sampler: new RandomSampler(dataset, { ...row.random, ...given }) };
    const loader = new DataLoader(dataset, { ...row.options, ...random, ...given, collateFn: (items) => items });
    expect(loader.length).toBe(row.length);
    const batches = row.batches.map(() => {
      const epoch: number[][] = [];
      for (const batch of loader) if (epoch.push(batch) === row.take) break;
      return epoch;
    });
    expect(batches).toEqual(row.batches);
    expect(nextWord(generator)).toBe(row.next);
  });

  test('`for await` gives the same order and draws the same numbers', async () => {
    const row = golden.loaders.find(({ options, generator }) => 'shuffle' in options && generator)!;
    const generator = new Generator().manualSeed(row.seed);
    const loader = new DataLoader(new Numbers(row.n), { ...row.options, generator, collateFn: (items) => items });
    for (const expected of row.batches) {
      const epoch: number[][] = [];
      for await (const batch of loader) epoch.push(batch);
      expect(epoch).toEqual(expected);
    }
    expect(nextWord(generator)).toBe(row.next);
  });
});

describe('randomSplit takes PyTorch’s items', () => {
  test.each(golden.splits)('$n into $lengths, seed $seed, own generator: $generator', (row) => {
    const generator = row.generator ? new Generator().manualSeed(row.seed) : manualSeed(row.seed);
    const parts = randomSplit(new Numbers(row.n), row.lengths, row.generator ? { generator } : {});
    expect(parts.map((part) => part.indices)).toEqual(row.parts);
    expect(parts.map((part) => Array.from(part))).toEqual(row.parts);
    expect(nextWord(generator)).toBe(row.next);
  });
});
