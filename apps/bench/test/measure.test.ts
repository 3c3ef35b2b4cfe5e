import { describe, expect, it } from 'vitest';
import type { Adapter } from '../src/adapters/adapter.js';
import { LocalWorker } from '../src/worker/measure.js';
import { tiny } from './fake.js';

/** A clock that a step moves on. */
function fake(stepMs: number, isAsync = false) {
  const seen = { now: 0, steps: 0, results: 0 };
  const step = (): unknown => {
    seen.steps += 1;
    seen.now += stepMs;
    return isAsync ? Promise.resolve() : undefined;
  };
  const results = () => {
    seen.results += 1;
    return { y: [3, 4] };
  };
  const adapter: Adapter = { matmul: () => ({ step, results }) };
  return { seen, worker: new LocalWorker(adapter, () => seen.now) };
}

const budget = { ms: 500, steps: 5, limitMs: 3000 };

describe('LocalWorker', () => {
  it('takes the results once, then warms up for at least the given time', async () => {
    const { seen, worker } = fake(7);
    expect(await worker.prepare(tiny, 300)).toEqual({ y: { size: 2, norm: 5, sample: [3, 4] } });
    expect(seen).toEqual({ now: 301, steps: 43, results: 1 });
  });

  it.each([
    { stepMs: 100, round: { ms: 500, steps: 5 }, why: 'time and steps' },
    { stepMs: 200, round: { ms: 1000, steps: 5 }, why: 'the number of steps' },
    { stepMs: 2000, round: { ms: 4000, steps: 2 }, why: 'the limit' },
    { stepMs: 0.25, round: { ms: 500, steps: 2000 }, why: 'time, with a look at the clock every millisecond' },
  ])('ends a round of steps of $stepMs ms by $why', async ({ stepMs, round }) => {
    const { worker } = fake(stepMs);
    await worker.prepare(tiny, 300);
    expect(await worker.round(budget)).toEqual(round);
  });

  it('waits for steps that are promises', async () => {
    const { seen, worker } = fake(100, true);
    await worker.prepare(tiny, 300);
    expect(await worker.round(budget)).toEqual({ ms: 500, steps: 5 });
    expect(seen.steps).toBe(8);
  });

  it('says which op an implementation does not have', async () => {
    await expect(new LocalWorker({}).prepare(tiny, 1)).rejects.toThrow('has no matmul');
  });
});
