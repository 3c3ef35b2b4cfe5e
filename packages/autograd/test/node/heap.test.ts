import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { cpu } from '@x/backend-cpu';
import { manualSeed, memory, randn, registerBackend, scope } from '@x/tensor';
import { expect, test } from 'vitest';
import { noGrad } from '../../src/index.js';

registerBackend(await cpu());

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Bytes of the JavaScript heap that are in use. */
async function heap(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    if (typeof collect === 'function') collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return process.memoryUsage().heapUsed;
}

test('6,000 training steps leave the heap and the memory of tensors flat', async () => {
  manualSeed(0);
  const x = randn(8, 16);
  const weights = [randn([16, 32], { requiresGrad: true }), randn([32, 4], { requiresGrad: true })] as const;
  const step = (): void =>
    scope(() => {
      for (const w of weights) w.grad = null;
      x.mm(weights[0]).tanh().mm(weights[1]).square().mean().backward();
      noGrad(() => {
        for (const w of weights) w.sub_(w.grad!.mul(0.01));
      });
    });
  for (let i = 0; i < 3000; i++) step();
  const before = { heap: await heap(), tensors: memory() };
  for (let i = 0; i < 6000; i++) step();
  const grown = (await heap()) - before.heap;
  expect(memory()).toEqual(before.tensors);
  expect(grown).toBeLessThan(6000 * 100); // one object that stays behind in a step takes more
});
