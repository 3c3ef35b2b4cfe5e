import { cpu } from '@x/backend-cpu';
import { expect, it } from 'vitest';
import { memory, ones, randn, registerBackend, tensor } from '../../src/index.js';

registerBackend(await cpu());

const bytes = (): number => memory().cpu?.bytes ?? 0;

it('2,000 steps without a scope run in bounded memory', async () => {
  const weight = randn(64, 64);
  const limit = 128 * 2 ** 20; // the steps make 2,000 · 8 tensors of 16 KiB: 250 MiB, if nothing were given back
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
  expect(weight.shape).toEqual([64, 64]);
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
