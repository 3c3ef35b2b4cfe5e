import { cpu } from '@x/backend-cpu';
import { expect, it } from 'vitest';
import { memory, ones, randn, registerBackend, tensor } from '../../src/index.js';

// little memory of its own: what does not fit lies in arrays, which the collector sees
registerBackend(await cpu({ heapLimit: 16 * 2 ** 20 }));

const bytes = (): number => memory().cpu?.bytes ?? 0;

it('2,000 steps without a scope run in bounded memory', async () => {
  const weight = randn(128, 128);
  const limit = 500 * 2 ** 20; // the steps make 2,000 · 7 tensors of 64 KiB: 875 MiB, if nothing were given back
  let peak = 0;
  const start = bytes();
  for (let step = 0; step < 2000; step++) {
    const h = weight.matmul(weight).tanh();
    const loss = h.sub(weight).square().add(h).mul(0.5).softmax(1).mean();
    if (step % 500 === 0) expect(loss.item()).toBeTypeOf('number');
    // collected tensors are counted out between tasks
    if (step % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    peak = Math.max(peak, bytes() - start);
  }
  expect(peak).toBeLessThan(limit);
  expect(weight.shape).toEqual([128, 128]);
});

it('a view keeps the memory of its base', async () => {
  const make = () =>
    tensor([[1, 2, 3]])
      .add(ones(1, 3))
      .get(0);
  const views = Array.from({ length: 200 }, make);
  await new Promise((resolve) => setTimeout(resolve, 10));
  for (const view of views) expect(view.tolist()).toEqual([2, 3, 4]);
});
