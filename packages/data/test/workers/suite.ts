import { cpu } from '@x/backend-cpu';
import { manualSeed, registerBackend, type Tensor, ValueError } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { type AnyWorker, DataLoader, IterableDataset, WorkerError } from '../../src/index.js';
import { Numbers } from '../numbers.js';

/** A batch of the workers of these tests. */
interface Batch {
  readonly index: Tensor;
  readonly worker: Tensor;
  readonly noise: Tensor;
  readonly text: string[];
}

class Endless extends IterableDataset<number> {}

const twelve = new Numbers(12);

/** The tests, with workers that `start` starts; the name says what they serve. */
export async function workerTests(start: (name: string) => () => AnyWorker): Promise<void> {
  registerBackend(await cpu());
  const traced = { numWorkers: 2, worker: start('traced') } as const;

  async function read(
    loader: DataLoader<number, Batch>,
  ): Promise<{ index: unknown[]; worker: unknown[]; noise: unknown[] }> {
    const found = { index: [] as unknown[], worker: [] as unknown[], noise: [] as unknown[] };
    for await (const { index, worker, noise, text } of loader) {
      found.index.push(index.tolist());
      found.worker.push(worker.tolist());
      found.noise.push(noise.tolist());
      expect(text).toEqual((index.tolist() as number[]).map((i) => `№${i}`));
    }
    return found;
  }

  describe('workers', () => {
    test('deliver the order of the loader, in turn, with numbers of their own', async () => {
      manualSeed(3);
      const alone = [...new DataLoader(twelve, { batchSize: 2, shuffle: true })].map((batch) => batch.tolist());
      manualSeed(3);
      const first = await read(new DataLoader<number, Batch>(twelve, { ...traced, batchSize: 2, shuffle: true }));
      expect(first.index).toEqual(alone);
      expect(first.worker).toEqual([0, 1, 0, 1, 0, 1].map((id) => [id, id]));
      manualSeed(3);
      const again = await read(new DataLoader<number, Batch>(twelve, { ...traced, batchSize: 2, shuffle: true }));
      expect(again).toEqual(first);
      expect(new Set(first.noise.map(String)).size).toBe(6);
    });

    test('stay for the next iteration, also after one that was left', async () => {
      let started = 0;
      const worker = (): AnyWorker => {
        started += 1;
        return traced.worker();
      };
      const loader = new DataLoader<number, Batch>(twelve, {
        numWorkers: 2,
        worker,
        batchSize: 4,
        persistentWorkers: true,
      });
      for await (const { index } of loader) if (index.tolist()) break;
      expect((await read(loader)).index).toEqual([
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8, 9, 10, 11],
      ]);
      expect(started).toBe(2);
      loader.close();
      await read(loader);
      expect(started).toBe(4);
      loader.close();
    });

    test('share a stream', async () => {
      const loader = new DataLoader<number, Tensor>(new Endless(), {
        numWorkers: 2,
        worker: start('stream'),
        batchSize: 3,
      });
      const found: unknown[] = [];
      for await (const batch of loader) found.push(batch.select(1, 0).tolist());
      expect(found).toEqual([[0, 2, 4], [1, 3, 5], [6]]);
    });

    test('make batches of their own kind', async () => {
      const loader = new DataLoader<number, { sum: number; lists: Tensor[] }>(twelve, {
        numWorkers: 1,
        worker: start('collate'),
        batchSize: 6,
      });
      const found: unknown[] = [];
      for await (const { sum, lists } of loader) found.push([sum, lists[0]?.tolist()]);
      expect(found).toEqual([
        [15, [0, 1]],
        [51, [0, 1]],
      ]);
    });

    test('go on in the middle of an iteration', async () => {
      manualSeed(5);
      const options = { ...traced, batchSize: 3, shuffle: true };
      const loader = new DataLoader<number, Batch>(twelve, options);
      const batches: unknown[] = [];
      let state = loader.stateDict();
      for await (const { index } of loader) {
        batches.push(index.tolist());
        if (batches.length === 2) state = loader.stateDict();
      }
      const other = new DataLoader<number, Batch>(twelve, options);
      other.loadStateDict(state);
      expect((await read(other)).index).toEqual(batches.slice(2));
    });
  });

  describe('an error', () => {
    const failing = async (name: string, timeout = 0): Promise<{ batches: number; error: unknown }> => {
      const loader = new DataLoader<number, Batch>(twelve, {
        numWorkers: 2,
        worker: start(name),
        batchSize: 3,
        timeout,
      });
      let batches = 0;
      try {
        for await (const batch of loader) batches += batch.text.length / 3;
      } catch (error) {
        return { batches, error };
      }
      throw new Error('no error');
    };

    test('in a dataset comes in its turn, with its place in the worker', async () => {
      const { batches, error } = await failing('fails');
      expect(batches).toBe(2);
      expect(error).toBeInstanceOf(WorkerError);
      expect(error).toMatchObject({ message: 'DataLoader: worker 0: RangeError: no item 7', details: { worker: 0 } });
      expect(String(error instanceof WorkerError && error.details.stack)).toContain('no item 7');
    });

    test('of a dataset that cannot be made', async () => {
      const { batches, error } = await failing('unmade');
      expect(batches).toBe(0);
      expect(error).toMatchObject({ message: 'DataLoader: worker 0: TypeError: no dataset today' });
    });

    test('that ends a worker', async () => {
      const { error } = await failing('dies');
      expect(error).toBeInstanceOf(WorkerError);
      expect(String(error)).toMatch(/worker 0: .*the end of this worker/);
    });

    test('of a batch that takes too long', async () => {
      const { error } = await failing('slow', 0.8);
      expect(error).toMatchObject({ message: 'DataLoader: worker 0: a batch took longer than 0.8 s' });
    });
  });

  test.each([
    [{ numWorkers: -1 }, 'numWorkers must be an integer >= 0: -1'],
    [{ numWorkers: 1 }, 'numWorkers needs `worker`'],
    [{ prefetchFactor: 3 }, 'prefetchFactor needs numWorkers > 0'],
    [{ ...traced, prefetchFactor: 0 }, 'prefetchFactor must be an integer > 0: 0'],
    [{ ...traced, timeout: -1 }, 'timeout must be >= 0: -1'],
    [{ ...traced, collateFn: String }, 'collateFn is an option of serveDataset'],
  ])('refuses %o', (options, message) => {
    expect(() => new DataLoader<number, unknown>(twelve, options)).toThrow(ValueError);
    expect(() => new DataLoader<number, unknown>(twelve, options)).toThrow(message);
  });

  test('batches of workers have to be waited for', () => {
    expect(() => new DataLoader(twelve, traced)[Symbol.iterator]()).toThrow('use `for await`');
  });
}
