import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, slice, tensor, zeros } from '@x/tensor';
import { expect, test } from 'vitest';
import { noGrad } from '../src/index.js';

// every expectation here is what PyTorch 1.13 does with the same lines

registerBackend(await cpu());

test('leaves and their views are not written to, except without recording', () => {
  const x = ones(3, { requiresGrad: true });
  expect(() => x.add_(1)).toThrow('add_: a leaf tensor that requires grad is being used in an in-place operation');
  expect(() => x.get(0).add_(1)).toThrow(
    'add_: a view of a leaf tensor that requires grad is being used in an in-place operation',
  );
  expect(() => x.zero_()).toThrow(/a leaf tensor that requires grad/);
  noGrad(() => x.add_(1));
  expect([x.tolist(), x.requiresGrad, x.isLeaf]).toEqual([[2, 2, 2], true, true]);
});

test('history goes on through an in-place op', () => {
  const x = tensor([1, 2, 3], { requiresGrad: true });
  const y = x.mul(2);
  y.mul_(x);
  expect(y.gradFn?.name).toBe('MulBackward0');
  expect(y.gradFn?.nextFunctions.map(([node]) => node?.name)).toEqual(['MulBackward0', 'AccumulateGrad']);
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([4, 8, 12]);
});

test('an in-place op that needs what it overwrites keeps it', () => {
  const x = tensor([1, 2, 3], { requiresGrad: true });
  const y = x.clone();
  y.pow_(3);
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([3, 12, 27]);
});

test('an in-place op that needs its result keeps that', () => {
  const x = tensor([0, 1], { requiresGrad: true });
  const y = x.clone().exp_();
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([1, Math.fround(Math.E)].map((v) => expect.closeTo(v, 5)));
});

test('overwriting a saved tensor is an error', () => {
  const x = ones(3, { requiresGrad: true });
  const y = x.mul(2);
  const z = y.mul(y);
  y.add_(1);
  expect(() => z.sum().backward()).toThrow(
    'MulBackward0: one of the variables needed for gradient computation has been modified by an inplace operation: float32 [3] is at version 1; expected version 0 instead',
  );
});

test('writing to a view continues the history of its base and of other views', () => {
  const x = tensor([1, 2, 3, 4], { requiresGrad: true });
  const y = x.mul(2);
  const other = y.get(slice(1, 3));
  y.get(slice(2)).mul_(10);
  expect([y.gradFn?.name, other.gradFn?.name]).toEqual(['CopySlices', 'AsStridedBackward0']);
  expect(other.tolist()).toEqual([4, 60]);
  other.sum().backward();
  expect(x.grad?.tolist()).toEqual([0, 2, 20, 0]);
});

test('a plain tensor takes part once something that requires a gradient is written to it', () => {
  const w = tensor([5], { requiresGrad: true });
  const base = zeros(3);
  const before = base.get(slice(1));
  base.get(1).copy_(w.get(0));
  expect([base.requiresGrad, base.gradFn?.name, before.requiresGrad]).toEqual([true, 'CopySlices', true]);
  before
    .mul(tensor([2, 3]))
    .sum()
    .backward();
  expect(w.grad?.tolist()).toEqual([2]);
});

test('assignment by index', () => {
  const v = tensor([7, 8], { requiresGrad: true });
  const x = zeros(3, 2).add(0);
  x.set([slice(1, 3), 1], v);
  x.set([tensor([0, 2]), 0], v.mul(2));
  expect(x.tolist()).toEqual([
    [14, 0],
    [0, 7],
    [16, 8],
  ]);
  x.sum().backward();
  expect(v.grad?.tolist()).toEqual([3, 3]);
});

test('fill and zero cut the history', () => {
  const x = ones(2, { requiresGrad: true });
  const y = x.mul(3);
  y.get(0).zero_();
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([0, 3]);
});

test('dtypes and shapes that in-place ops cannot keep', () => {
  expect(() => ones(2).add_(ones(3, 2))).toThrow(
    "add_: output with shape [2] doesn't match the broadcast shape [3, 2]",
  );
  expect(() => ones(2, { dtype: 'int32' }).add_(0.5)).toThrow(
    "result type float32 can't be cast to the desired output type int32",
  );
});

test('detach shares memory but no history', () => {
  const x = ones(2, { requiresGrad: true });
  const d = x.detach();
  noGrad(() => d.add_(1));
  expect([x.tolist(), d.requiresGrad]).toEqual([[2, 2], false]);
  d.add_(1);
  expect(x.tolist()).toEqual([3, 3]);
});

test('views made without recording stay constants', () => {
  const x = ones(2, 2, { requiresGrad: true });
  const y = x.mul(2);
  const v = noGrad(() => y.get(0));
  expect(v.requiresGrad).toBe(false);
});

test('in-place views hand gradients back in the shape they had before', () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]).float();
  x.requiresGrad = true;
  const y = x.mul(2).transpose_(0, 1).unsqueeze_(1).squeeze_(1);
  expect([y.shape, y.isLeaf]).toEqual([[3, 2], false]);
  y.mul(
    tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
  )
    .sum()
    .backward();
  expect(x.grad?.tolist()).toEqual([
    [2, 6, 10],
    [4, 8, 12],
  ]);
});
