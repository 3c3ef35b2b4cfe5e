import { cpu } from '@x/backend-cpu';
import { DataLoader, SyntheticDigits } from '@x/data';
import { crossEntropy } from '@x/functional';
import { Adam, CosineAnnealingLR } from '@x/optim';
import { memory, rand, randint, registerBackend, scope } from '@x/tensor';
import { expect, test } from 'vitest';
import { MODELS } from '../src/models/index.js';
import { trainEpoch } from '../src/train-epoch.js';

registerBackend(await cpu());

test('every step of the app leaves as much memory as the one before', async () => {
  const digits = new SyntheticDigits({ length: 80, transform: MODELS.lenet.transform() });
  const batches = new DataLoader(digits, { batchSize: 8, shuffle: true });
  const net = scope(() => MODELS.lenet.make());
  const optimizer = new Adam(net.parameters());
  const scheduler = new CosineAnnealingLR(optimizer, batches.length);
  const usage: unknown[] = [];
  await trainEpoch({ net, optimizer, scheduler, batches }, 1, () => usage.push(memory().cpu) > 0);
  expect(usage).toHaveLength(10);
  expect(usage.slice(1)).toEqual(usage.slice(0, -1));
});

test('2,000 steps without a scope stay within a bounded memory', async () => {
  // what does not fit into the module's memory lies in arrays, which are counted below
  registerBackend(await cpu({ heapLimit: 64 * 2 ** 20 }));
  const net = MODELS.lenet.make();
  const optimizer = new Adam(net.parameters());
  const used = (): number => {
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    return arrayBuffers + heapUsed;
  };
  let most = 0;
  for (let step = 0; step < 2000; step++) {
    optimizer.zeroGrad();
    crossEntropy(net(rand(2, 1, 32, 32)), randint(10, [2])).backward();
    optimizer.step();
    most = Math.max(most, used());
  }
  expect(most).toBeLessThan(500e6); // all steps together make some 2 GB
});
