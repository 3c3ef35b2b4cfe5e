import { cpu } from '@x/backend-cpu';
import { arange, memory, ones, registerBackend, scope, tensor, zeros } from '@x/tensor';
import { expect, test } from 'vitest';
import { grad, GradError, noGrad } from '../src/index.js';

registerBackend(await cpu());

test('gradients accumulate over backward passes and paths', () => {
  const x = tensor([2, 3], { requiresGrad: true });
  x.mul(x).add(x).sum().backward();
  expect(x.grad?.tolist()).toEqual([5, 7]);
  x.sum().backward();
  expect(x.grad?.tolist()).toEqual([6, 8]);
  expect(x.grad?.requiresGrad).toBe(false);
});

test('two leaves that get the same gradient do not share it', () => {
  const a = ones(2, { requiresGrad: true });
  const b = ones(2, { requiresGrad: true });
  a.add(b).sum().backward();
  a.grad?.add_(1);
  expect(b.grad?.tolist()).toEqual([1, 1]);
});

test('the gradient that was passed to backward stays what it was', () => {
  const x = ones(2, { requiresGrad: true });
  const seed = tensor([1.5, 2]);
  x.add(0).backward(seed);
  x.grad?.add_(1);
  expect(seed.tolist()).toEqual([1.5, 2]);
  expect(x.grad?.tolist()).toEqual([2.5, 3]);
});

test('backward on something that is no scalar needs its gradient', () => {
  const x = ones(2, { requiresGrad: true });
  expect(() => x.mul(2).backward()).toThrow(
    'backward: grad can be implicitly created only for scalar outputs, this one has shape [2]: pass its gradient',
  );
  expect(() => x.mul(2).backward(ones(3))).toThrow(
    /mismatch in shape: gradient 0 has shape \[3\] and output 0 has shape \[2\]/,
  );
  expect(() => ones(1).backward()).toThrow(/does not require grad and does not have a gradFn/);
});

test('a second walk needs retainGraph, unless nothing was saved', () => {
  const x = ones(2, { requiresGrad: true });
  const y = x.mul(x).sum();
  y.backward(null, { retainGraph: true });
  y.backward();
  expect(x.grad?.tolist()).toEqual([4, 4]);
  expect(() => y.backward()).toThrow(GradError);
  expect(() => y.backward()).toThrow(/a second time.*retainGraph/);
  const z = x.sum();
  z.backward();
  z.backward();
  expect(x.grad?.tolist()).toEqual([6, 6]);
});

test('grad returns gradients and leaves grad alone', () => {
  const x = tensor([2], { requiresGrad: true });
  const y = x.pow(3);
  const [dy] = grad(y, x, { createGraph: true });
  const [ddy] = grad(dy!, x);
  expect([dy?.item(), ddy?.item(), x.grad]).toEqual([12, 12, null]);
  const z = ones(1, { requiresGrad: true });
  expect(() => grad(x.pow(2), z)).toThrow(/input 0 appears to not have been used in the graph/);
  expect(grad(x.pow(2), z, { allowUnused: true })).toEqual([null]);
  expect(() => grad(x.pow(2), ones(1))).toThrow(/one of the differentiated tensors does not require grad/);
});

test('grad of tensors inside of the graph, and of an output itself', () => {
  const x = tensor([2], { requiresGrad: true });
  const h = x.mul(3);
  const y = h.mul(h);
  expect(grad(y, [h, x], { retainGraph: true }).map((g) => g?.item())).toEqual([12, 36]);
  expect(grad(y, [y]).map((g) => g?.item())).toEqual([1]);
});

test('backward into chosen inputs only', () => {
  const a = ones(1, { requiresGrad: true });
  const b = ones(1, { requiresGrad: true });
  a.mul(b).backward(null, { inputs: [a] });
  expect([a.grad?.item(), b.grad]).toEqual([1, null]);
});

test('gradFn, nextFunctions, isLeaf, outputNr', () => {
  const x = ones(2, 2, { requiresGrad: true });
  const y = x.add(2).relu();
  expect(String(y.gradFn)).toBe('<ReluBackward0 object>');
  expect(y.gradFn?.nextFunctions.map(([node, index]) => [node?.name, index])).toEqual([['AddBackward0', 0]]);
  const next = y.gradFn?.nextFunctions[0]?.[0]?.nextFunctions;
  expect(next?.map(([node]) => node && node.name)).toEqual(['AccumulateGrad', null]);
  expect([x.isLeaf, y.isLeaf, y.detach().isLeaf, x.gradFn]).toEqual([true, false, true, null]);
  expect([y.outputNr, y.requiresGrad, y.gt(0).requiresGrad]).toEqual([0, true, false]);
});

test('printed tensors say where they come from', () => {
  const x = tensor([1.5, 2], { requiresGrad: true });
  expect(String(x)).toBe('tensor([1.5000, 2.0000], requires_grad=True)');
  expect(String(x.mul(2))).toBe('tensor([3., 4.], grad_fn=<MulBackward0>)');
  expect(String(x.detach())).toBe('tensor([1.5000, 2.0000])');
});

test('only floating point leaves require gradients', () => {
  expect(() => arange(3).requiresGrad_()).toThrow(
    'requiresGrad: only tensors of floating point dtype can require gradients, got int32',
  );
  const y = ones(1, { requiresGrad: true }).mul(2);
  expect(() => y.requiresGrad_(false)).toThrow(/only change requiresGrad flags of leaf tensors/);
});

test('gradients of other shapes or dtypes cannot be assigned', () => {
  const x = ones(2, { requiresGrad: true });
  expect(() => {
    x.grad = ones(3);
  }).toThrow('grad: assigned grad has shape [3], the tensor [2]');
  expect(() => {
    x.grad = ones(2, { dtype: 'float64' });
  }).toThrow('grad: assigned grad has dtype float64, the tensor float32');
});

test('gradients have the dtype of their tensor', () => {
  const x = ones(2, { requiresGrad: true });
  const y = ones(2, { dtype: 'float64', requiresGrad: true });
  x.mul(y).sum().backward();
  expect([x.grad?.dtype, y.grad?.dtype]).toEqual(['float32', 'float64']);
});

test('a graph of 20,000 nodes does not overflow the stack', () => {
  const x = ones(1, { requiresGrad: true });
  let y = x.add(0);
  for (let i = 0; i < 20_000; i++) y = y.add(x);
  y.backward();
  expect(x.grad?.item()).toBe(20_001);
});

test('a step in a scope leaves the same memory every time', () => {
  const w = ones(8, 8, { requiresGrad: true });
  const x = ones(4, 8);
  const after: unknown[] = [];
  for (let i = 0; i < 5; i++) {
    scope(() => {
      w.grad = null;
      const h = x.mm(w).relu().softmax(1);
      h.mul(h).mean().backward();
      noGrad(() => w.sub_(w.grad!.mul(0.1)));
    });
    after.push(memory()['cpu']);
  }
  expect(after.slice(1)).toEqual([after[0], after[0], after[0], after[0]]);
});

test('the backward pass frees what it makes, and what the graph saved can go', () => {
  const x = ones(1000, { requiresGrad: true });
  const before = memory()['cpu']!.bytes;
  const y = x.exp().log().sum();
  y.backward();
  // x.grad, y and the two results in between
  expect(memory()['cpu']!.bytes - before).toBeLessThanOrEqual(3 * 4000 + 100);
});

test('zeros where an output is unused', () => {
  const x = tensor([3, 1, 2], { requiresGrad: true });
  const { values } = x.sort(0);
  values.get(0).backward();
  expect(x.grad?.tolist()).toEqual([0, 1, 0]);
  expect(zeros(1).grad).toBe(null);
});
