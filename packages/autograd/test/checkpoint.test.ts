import { cpu } from '@x/backend-cpu';
import { manualSeed, memory, ones, rand, randn, registerBackend, scope, type Tensor, tensor } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { checkpoint, checkpointSequential, grad, noGrad, savedTensorsHooks } from '../src/index.js';

registerBackend(await cpu());

const gradOf = (x: Tensor): unknown => x.grad?.tolist();
const bytes = (): number => memory()['cpu']?.bytes ?? 0;

describe('checkpoint', () => {
  const weight = randn([4, 4], { dtype: 'float64', requiresGrad: true });
  const block = (x: Tensor): Tensor => x.matmul(weight).tanh().mul(x).exp();

  test('gives the same gradients, of inputs and of what the function refers to, of any order', () => {
    const x = randn([3, 4], { dtype: 'float64', requiresGrad: true });
    const direct = grad(block(x).sum(), [x, weight], { createGraph: true });
    const again = grad(checkpoint(block, [x]).sum(), [x, weight], { createGraph: true });
    expect(again.map((g) => g?.tolist())).toEqual(direct.map((g) => g?.tolist()));
    const second = (gs: readonly (Tensor | null)[]): unknown =>
      grad(gs[0]!.mul(gs[0]!).sum().add(gs[1]!.pow(2).sum()), [x, weight]).map((g) => g?.tolist());
    expect(second(again)).toEqual(second(direct));
  });

  test('holds only what goes in and comes out', () => {
    const x = randn([64, 64], { requiresGrad: true });
    const deep = (t: Tensor): Tensor => {
      let y = t;
      for (let i = 0; i < 10; i++) y = y.sin().mul(t);
      return y;
    };
    const held = (run: () => Tensor): number =>
      scope(() => {
        const before = bytes();
        const y = run();
        const during = bytes() - before;
        y.sum().backward();
        return during;
      });
    const matrix = 64 * 64 * 4;
    expect(held(() => deep(x))).toBeGreaterThanOrEqual(20 * matrix);
    const direct = x.grad?.tolist();
    x.grad = null;
    expect(held(() => checkpoint(deep, [x]))).toBe(matrix);
    expect(gradOf(x)).toEqual(direct);
    const before = bytes();
    for (let i = 0; i < 3; i++) held(() => checkpoint(deep, [x]));
    expect(bytes()).toBe(before);
  });

  test('draws the same numbers again, and leaves the generator where it was', () => {
    const x = ones(8, { requiresGrad: true });
    const drop = (t: Tensor): Tensor => t.mul(rand(8).gt(0.5)).mul(t);
    manualSeed(3);
    const direct = drop(x);
    const next = rand(2).tolist();
    direct.sum().backward();
    manualSeed(3);
    const y = checkpoint(drop, [x]);
    expect([y.tolist(), rand(2).tolist()]).toEqual([direct.tolist(), next]);
    const expected = gradOf(x);
    const after = rand(2).tolist();
    manualSeed(3);
    const z = checkpoint(drop, [x]);
    rand(2);
    x.grad = null;
    z.sum().backward();
    expect([gradOf(x), rand(2).tolist()]).toEqual([expected, after]);
  });

  test('nests, walks twice with retainGraph, and passes through noGrad', () => {
    const x = tensor([0.5, 1], { requiresGrad: true });
    const inner = (t: Tensor): Tensor => t.sin().mul(t);
    const y = checkpoint((t: Tensor) => checkpoint(inner, [t]).exp(), [x]).sum();
    const [direct] = grad(inner(x).exp().sum(), x);
    y.backward(null, { retainGraph: true });
    y.backward();
    expect(x.grad?.tolist()).toEqual(direct?.mul(2).tolist());
    expect(noGrad(() => checkpoint(inner, [x])).requiresGrad).toBe(false);
  });

  test('a function that does something else the second time is found out', () => {
    let runs = 0;
    const x = ones(2, { requiresGrad: true });
    const y = checkpoint((t: Tensor) => (runs++ === 0 ? t.exp() : t.exp().mul(t)), [x]);
    expect(() => y.sum().backward()).toThrow(/different number of tensors was saved .*\(1 and 3\)/);
  });
});

describe('checkpointSequential', () => {
  test('gives the same as running the functions', () => {
    const functions = Array.from({ length: 5 }, (_, i) => (t: Tensor) => t.mul(t).add(i).sqrt());
    const x = tensor([0.5, 2], { requiresGrad: true });
    const direct = functions.reduce((t, fn) => fn(t), x);
    const [expected] = grad(direct.sum(), x);
    for (const segments of [1, 2, 5]) {
      const y = checkpointSequential(functions, segments, x);
      expect([y.tolist(), grad(y.sum(), x)[0]?.tolist()]).toEqual([direct.tolist(), expected?.tolist()]);
    }
    expect(() => checkpointSequential(functions, 6, x)).toThrow(/got 6 for 5 functions/);
    expect(() => checkpointSequential(functions, 1.5, x)).toThrow(/whole number/);
  });
});

describe('savedTensorsHooks', () => {
  test('see what is saved and give it back', () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const seen: unknown[] = [];
    const y = savedTensorsHooks(
      (t) => {
        seen.push(t.tolist());
        return { contents: t.detach().clone() };
      },
      ({ contents }) => contents.mul(10),
      () => x.exp().mul(x),
    );
    expect(seen.length).toBe(3);
    const [first] = grad(y.sum(), x);
    // through exp: 10 x · 10 eˣ; directly: 10 eˣ
    const expected = x.mul(100).add(10).mul(x.exp());
    expect(first?.sub(expected).abs().max().item()).toBeLessThan(1e-3);
  });

  test('unpacked tensors have the history of what was packed', () => {
    const x = tensor([2], { dtype: 'float64' }).requiresGrad_();
    const y = savedTensorsHooks(
      (t) => t.detach().clone(),
      (t) => t,
      () => x.pow(3),
    );
    const [first] = grad(y, x, { createGraph: true });
    expect(grad(first!, x)[0]?.item()).toBe(12);
  });

  test('last until the end of a block', () => {
    let packed = 0;
    const x = tensor([2], { requiresGrad: true });
    {
      using _ = savedTensorsHooks(
        (t) => {
          packed++;
          return t;
        },
        (t) => t,
      );
      x.exp();
    }
    x.exp();
    expect(packed).toBe(1);
  });

  test('must not write to the tensor and must give back one of its shape', () => {
    const x = ones(2, { requiresGrad: true });
    const walk = (pack: (t: Tensor) => unknown, unpack: () => unknown): (() => void) => {
      return () =>
        savedTensorsHooks(pack, unpack as () => Tensor, () => x.mul(2).exp())
          .sum()
          .backward();
    };
    const same = (t: Tensor): Tensor => t;
    expect(
      walk(
        (t) => t.detach().add_(1),
        () => ones(2),
      ),
    ).toThrow(/a pack hook modifies its input in place/);
    expect(walk(same, () => 3)).toThrow(/must return a tensor, got number/);
    expect(walk(same, () => ones(3))).toThrow(/of shape \[3\] for one of shape \[2\]/);
  });
});
