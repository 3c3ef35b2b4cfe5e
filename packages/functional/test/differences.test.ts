/**
 * @file What PyTorch does otherwise or cannot say in a table: functions as options, and where @x differs on purpose.
 */
import '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, tensor, zeros } from '@x/tensor';
import { expect, it } from 'vitest';
import * as F from '../src/index.js';

registerBackend(await cpu());

it('takes any distance of triplets', () => {
  const [anchor, positive, negative] = [tensor([[0.5, 2]]), tensor([[1.5, 2]]), tensor([[0.5, 2.25]])];
  const manhattan: F.DistanceFunction = (a, b) => a.sub(b).abs().sum(1);
  const loss = (swap: boolean): unknown =>
    F.tripletMarginWithDistanceLoss(anchor, positive, negative, { distanceFunction: manhattan, swap }).item();
  expect(loss(false)).toBe(1.75);
  expect(loss(true)).toBe(1.75);
  const wrong: object = { distanceFunction: 2 };
  expect(() => F.tripletMarginWithDistanceLoss(anchor, positive, negative, wrong)).toThrow(
    'distanceFunction must be a function of two tensors, got 2',
  );
});

it('divides gradients of a bag by how often each row is used', () => {
  const table = ones(4, 1, { requiresGrad: true });
  F.embeddingBag(tensor([[0, 3, 2, 2]]), table, { mode: 'sum', scaleGradByFreq: true })
    .sum()
    .backward();
  expect(table.grad?.tolist()).toEqual([[1], [0], [1], [1]]);
});

it('keeps losses of far scores finite', () => {
  expect(F.softMarginLoss(tensor([200.5]), tensor([-1.5])).item()).toBeCloseTo(300.75);
});

it('counts impossible sequences as nothing where asked to', () => {
  const logits = zeros(2, 1, 3, { requiresGrad: true });
  const labels = tensor([[1, 1]]);
  expect(F.ctcLoss(logits.logSoftmax(2), labels, [2], [2]).item()).toBe(Infinity);
  const loss = F.ctcLoss(logits.logSoftmax(2), labels, [2], [2], { zeroInfinity: true });
  loss.backward();
  expect([loss.item(), logits.grad?.abs().sum().item()]).toEqual([0, 0]);
});

it('undoes a pool with the positions that the pool gives', () => {
  const x = tensor([[[1, 2, 4, 3]]], { dtype: 'float32' });
  const [values, indices] = F.maxPool1d(x, 2, { returnIndices: true });
  expect(F.maxUnpool1d(values, indices, 2).tolist()).toEqual([[[0, 2, 4, 0]]]);
});

it('gives back a picture that is sampled where it is', () => {
  const picture = tensor([
    [
      [
        [1, 2.5, 3],
        [4, 5, 6.5],
      ],
    ],
  ]);
  const same = F.affineGrid(
    tensor(
      [
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
      ],
      { dtype: 'float32' },
    ),
    [1, 1, 2, 3],
  );
  expect(F.gridSample(picture, same).sub(picture).abs().max().item()).toBeLessThan(1e-6);
});
