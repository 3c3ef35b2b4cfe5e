import { describe, expect, it } from 'vitest';
import { type Implementation, implementations } from '../src/implementations.js';
import { measureCase } from '../src/runner.js';
import type { Digests } from '../src/worker/digest.js';
import { digestOf, FakeWorker, ours, tfjs, tiny, torch1 } from './fake.js';

const plan = { warmMs: 300, rounds: 2, budget: { ms: 500, steps: 5, limitMs: 3000 } };
type Fakes = Readonly<Record<string, readonly [ms: number[], digests?: Digests | Error]>>;

async function measure(columns: readonly Implementation[], fakes: Fakes) {
  const log: string[] = [];
  const row = await measureCase(tiny, columns, plan, ({ label }) => {
    const [ms, digests] = fakes[label] ?? [[]];
    return new FakeWorker(label, ms, log, digests);
  });
  return { log, cells: row.cells };
}

describe('measureCase', () => {
  it('makes all ready, then takes rounds in turn', async () => {
    const { log, cells } = await measure([ours, torch1], { ours: [[2, 3]], torch1: [[1, 1]] });
    expect(log).toEqual([
      'ours prepare',
      'torch1 prepare',
      'ours round',
      'torch1 round',
      'ours round',
      'torch1 round',
      'ours close',
      'torch1 close',
    ]);
    expect(cells).toEqual([
      { label: 'ours', ms: [2, 3] },
      { label: 'torch1', ms: [1, 1] },
    ]);
  });

  it("compares with PyTorch's results, not with the first ones", async () => {
    const { cells } = await measure([ours, torch1, tfjs], {
      ours: [[1, 1], digestOf(1, 3)],
      torch1: [[1, 1], digestOf(1, 2)],
      'tfjs-wasm': [[1, 1], digestOf(1, 2.0001)],
    });
    expect(cells.map(({ differs }) => differs)).toEqual(['y', undefined, undefined]);
  });

  it('compares with ours where there is no PyTorch', async () => {
    const { cells } = await measure([tfjs, ours], { ours: [[1, 1]], 'tfjs-wasm': [[1, 1], digestOf(1, 3)] });
    expect(cells.map(({ differs }) => differs)).toEqual(['y', undefined]);
  });

  it('goes on without an implementation that fails', async () => {
    const { log, cells } = await measure([ours, torch1, tfjs], {
      ours: [[1, 1]],
      torch1: [[], new Error('no such op')],
      'tfjs-wasm': [[1]],
    });
    expect(cells).toEqual([
      { label: 'ours', ms: [1, 1] },
      { label: 'torch1', ms: [], error: 'no such op' },
      { label: 'tfjs-wasm', ms: [], error: 'takes longer than 1 s' },
    ]);
    expect(log).not.toContain('torch1 round');
  });
});

describe('implementations', () => {
  it('has a column for each number of threads where that can be chosen', () => {
    expect(implementations(['torch', 'tfjs-cpu'], [1, 2])).toEqual([
      { label: 'torch1', peer: 'torch', threads: 1 },
      { label: 'torch2', peer: 'torch', threads: 2 },
      { label: 'tfjs-cpu', peer: 'tfjs-cpu', threads: 1 },
    ]);
  });
});
