import { cpu } from '@x/backend-cpu';
import { arange, manualSeed, randn, registerBackend, scope, Tensor } from '@x/tensor/core';
import { expect, test } from 'vitest';
import { trainer } from '../src/programs/lenet.js';

test('a program on the lean entries trains, and its tensors have the methods of the core alone', async () => {
  registerBackend(await cpu());
  manualSeed(1);
  const images = randn(10, 1, 28, 28);
  const classes = arange(10);
  const step = trainer(0);
  const losses = Array.from({ length: 30 }, () => scope(() => step(images, classes)));
  expect(losses[0]).toBeCloseTo(Math.log(10), 1);
  expect(losses.at(-1)).toBeLessThan(1);
  expect('relu' in Tensor.prototype).toBe(true);
  expect('sort' in Tensor.prototype).toBe(false);
});
