/**
 * @file Memory that nobody gave back.
 */
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ones, registerBackend } from '@x/tensor';
import { expect, it } from 'vitest';
import { engineBackend } from '../../src/backend.js';
import { Engine } from '../../src/wasm/engine.js';
import { bestVariant, instantiateSync } from '../../src/wasm/load.js';

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

const MEGABYTE = 2 ** 20;

function use(tensors: number): Engine {
  const engine = new Engine(instantiateSync(bestVariant()), { tensors });
  registerBackend(engineBackend(engine));
  return engine;
}

it('blocks come back when their tensors were collected', async () => {
  const { heap } = use(2 ** 30);
  const make = (): void => {
    for (let i = 0; i < 100; i++) ones(MEGABYTE / 4);
  };
  make();
  expect(heap.used).toBe(100 * MEGABYTE);
  for (let i = 0; i < 20 && heap.used > 0; i++) {
    if (typeof collect === 'function') collect();
    await setTimeout(10);
  }
  expect(heap.used).toBe(0);
});

it('a loop that gives nothing back and never waits goes on when the heap is full', () => {
  const { heap } = use(8 * MEGABYTE);
  let x = ones(MEGABYTE / 4);
  for (let i = 0; i < 500; i++) x = x.add(1);
  expect(x.sum().item()).toBe((501 * MEGABYTE) / 4);
  expect(heap.used).toBeLessThanOrEqual(8 * MEGABYTE);
  // beyond the limit is only what one kernel needs
  expect(heap.size).toBeLessThan(32 * MEGABYTE);
});
