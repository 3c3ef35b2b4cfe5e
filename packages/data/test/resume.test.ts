import { cpu } from '@x/backend-cpu';
import {
  Generator,
  getRngState,
  manualSeed,
  rand,
  registerBackend,
  setRngState,
  type Tensor,
  ValueError,
} from '@x/tensor';
import { expect, test } from 'vitest';
import { DataLoader, type DataLoaderOptions, Dataset, IterableDataset, type LoaderState } from '../src/index.js';

registerBackend(await cpu());

/** Numbers with noise from the default generator, as random transforms draw it. */
class Noisy extends Dataset<number> {
  readonly length = 10;
  readonly read: number[] = [];

  get(index: number): number {
    this.read.push(index);
    return index + rand(1).item();
  }
}

class Counted extends IterableDataset<number> {
  *[Symbol.iterator](): Iterator<number> {
    for (let i = 0; i < 10; i++) yield i + rand(1).item();
  }
}

const list = (batch: Tensor): unknown => batch.tolist();

interface Saved {
  readonly loader: LoaderState;
  readonly rng: Uint8Array;
}

type Options = Omit<DataLoaderOptions<number, Tensor>, 'collateFn'>;
const own = (): Options => ({ batchSize: 3, shuffle: true, generator: new Generator().manualSeed(5) });

test.each([
  ['the default generator', (): Options => ({ batchSize: 3, shuffle: true })],
  ['a generator of its own', own],
  ['the order of the items', (): Options => ({ batchSize: 4 })],
])('an iteration goes on in another loader, drawing from %s', (_, options) => {
  manualSeed(1);
  const loader = new DataLoader(new Noisy(), options());
  const batches: unknown[] = [];
  const saved: Saved[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    for (const batch of loader) {
      batches.push(list(batch));
      saved.push({ loader: loader.stateDict(), rng: getRngState() });
    }
  }
  for (const [index, { loader: state, rng }] of saved.entries()) {
    manualSeed(99);
    const dataset = new Noisy();
    const other = new DataLoader(dataset, options());
    other.loadStateDict(state);
    setRngState(rng);
    const rest: unknown[] = [];
    const epochs = index < loader.length ? 2 : 1;
    for (let epoch = 0; epoch < epochs; epoch++) for (const batch of other) rest.push(list(batch));
    expect(rest).toEqual(batches.slice(index + 1));
    expect(dataset.read.length).toBe(rest.flat().length);
  }
});

test('between two iterations there is nothing to go on with', () => {
  const loader = new DataLoader(new Noisy(), { batchSize: 5 });
  expect(loader.stateDict()).toEqual({ position: 0 });
  expect([...loader].length).toBe(2);
  expect(loader.stateDict()).toEqual({ position: 0 });
  loader.loadStateDict({ position: 0 });
  expect([...loader].length).toBe(2);
});

test('after the last batch an iteration that goes on is over at once', () => {
  const loader = new DataLoader(new Noisy(), { batchSize: 5 });
  let state: LoaderState = { position: 0 };
  for (const batch of loader) if (batch) state = loader.stateDict();
  expect(state.position).toBe(2);
  loader.loadStateDict(state);
  expect(loader.stateDict()).toEqual(state);
  expect([[...loader].length, [...loader].length]).toEqual([0, 2]);
});

test.each(['at once', 'with waiting'])('a stream goes on, %s', async (way) => {
  manualSeed(2);
  const read = async (loader: DataLoader<number>, most: number): Promise<unknown[]> => {
    const found: unknown[] = [];
    if (way === 'at once')
      for (const batch of loader) {
        found.push(list(batch));
        if (found.length === most) break;
      }
    else
      for await (const batch of loader) {
        found.push(list(batch));
        if (found.length === most) break;
      }
    return found;
  };
  const whole = await read(new DataLoader(new Counted(), { batchSize: 3 }), 4);
  manualSeed(2);
  const loader = new DataLoader(new Counted(), { batchSize: 3 });
  await read(loader, 2);
  const state = loader.stateDict();
  expect(state.position).toBe(2);
  manualSeed(2);
  loader.loadStateDict(state);
  expect((await read(loader, 4)).length).toBe(whole.length - 2);
});

test.each([{ position: -1 }, { position: 1.5 }, { position: 3 }, { position: 0, epoch: 1 }])(
  '%o is no state',
  (state) => {
    expect(() => new DataLoader(new Noisy()).loadStateDict(state)).toThrow(ValueError);
  },
);
