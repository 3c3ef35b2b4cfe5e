import { cpu } from '@x/backend-cpu';
import { manualSeed, memory, ones, registerBackend, scope, type Tensor } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { grad, noGrad, profile } from '../src/index.js';

registerBackend(await cpu());
manualSeed(0);
const { core } = await import('./gradcheck/core.js');
const { nn } = await import('./gradcheck/nn.js');

const live = (): { readonly storages: number; readonly bytes: number } => memory()['cpu']!;

describe('a forward pass in a scope of its own', () => {
  test('keeps what the graph holds, and nothing else; the backward pass frees it', () => {
    const x = ones(100, { requiresGrad: true });
    const before = live().bytes;
    const y = scope(() => x.mul(2).exp().add(1).sin().sum());
    // the results of exp and add (whose sine is differentiated), the factor 2, the sum
    expect(live().bytes - before).toBe(2 * 400 + 4 + 4);
    y.backward();
    expect(live().bytes - before).toBe(400 + 4); // x.grad and the sum
  });

  test('frees all of it with a scope around, backward pass or not', () => {
    const x = ones(100, { requiresGrad: true });
    const before = live();
    for (const walk of [false, true]) {
      scope(() => {
        const h = scope(() => x.exp().mul(x));
        const y = scope(() => h.sin().sum());
        if (walk) grad(y, x);
      });
      expect(live()).toEqual(before);
    }
  });

  test('keeps what two graphs hold until both are done', () => {
    const x = ones(3, { requiresGrad: true });
    const [a, b] = scope(() => {
      const h = x.exp();
      return [h.sin().sum(), h.mul(h).sum()];
    });
    a.backward(null, { retainGraph: true });
    b.backward();
    const w = ones(3, { requiresGrad: true });
    const seed = ones(3, { requiresGrad: true });
    const [y, dw] = scope(() => {
      const z = x.exp().mul(w);
      return [z.sum(), ...grad(z, w, { gradOutputs: seed, createGraph: true })];
    });
    y.backward();
    expect(grad(dw!.sum(), seed)[0]?.sub(x.exp()).abs().sum().item()).toBe(0);
  });

  test('keeps leaves that were made in it', () => {
    const leaves: Tensor[] = [];
    const y = scope(() => {
      leaves.push(ones(3, { requiresGrad: true }));
      return leaves[0]!.mul(3).sum();
    });
    y.backward();
    expect(leaves[0]?.grad?.tolist()).toEqual([3, 3, 3]);
  });

  test.each([...core, ...nn])('gives the same gradients: %s', (_, { fn, inputs }) => {
    const leaves = inputs.filter((t) => t.requiresGrad);
    const run = (): Tensor[] => {
      const result = fn(...inputs);
      return (Array.isArray(result) ? [...result] : [result as Tensor]).filter((t: Tensor) => t.requiresGrad);
    };
    const derive = (outputs: readonly Tensor[]): unknown =>
      grad(
        outputs.map((t) => t.sum()),
        leaves,
        { allowUnused: true },
      ).map((g) => g?.tolist() ?? null);
    expect(derive(scope(run))).toEqual(derive(run()));
  });
});

test('the peak of a training step is what counting by hand gives', () => {
  const [batch, inputs, hidden] = [32, 64, 128];
  const x = ones(batch, inputs);
  const w1 = ones(inputs, hidden, { requiresGrad: true });
  const w2 = ones(hidden, 1, { requiresGrad: true });
  const step = (): void => {
    const loss = scope(() =>
      scope(() => x.mm(w1).tanh())
        .mm(w2)
        .square()
        .mean(),
    );
    scope(() => loss.backward());
    loss.dispose();
  };
  const prof = profile(() => step());
  const use = prof.memory['cpu']!;
  const activation = batch * hidden * 4;
  const result = batch * 4;
  const [g1, g2] = [inputs * hidden * 4, hidden * 4];
  // while the gradient of tanh is made: its result (saved), the gradient of that and its own, g2; then g1 takes their place
  const handful = 200; // scalars
  const duringTanh = 3 * activation + g2 + 2 * result;
  const duringMm = activation + g1 + g2 + 2 * result;
  const counted = Math.max(duringTanh, duringMm);
  expect(use.peak - use.start).toBeLessThanOrEqual(counted + handful);
  expect(use.peak - use.start).toBeGreaterThanOrEqual(counted - 2 * result);
  expect(use.end - use.start).toBe(g1 + g2);
});

test('2,000 steps in scopes leave memory as it was', () => {
  const w = ones(8, 8, { requiresGrad: true });
  const x = ones(4, 8);
  const step = (): void =>
    scope(() => {
      w.grad = null;
      const h = scope(() => x.mm(w).relu().softmax(1));
      h.mul(h).mean().backward();
      noGrad(() => w.sub_(w.grad!.mul(0.1)));
    });
  step();
  const before = live();
  for (let i = 0; i < 2000; i++) step();
  expect(live()).toEqual(before);
});

test('2,000 steps without scopes stay within bounds', async () => {
  // what does not fit into the module's memory lies in arrays, which the collector sees
  registerBackend(await cpu({ heapLimit: 16 * 2 ** 20 }));
  const w = ones(128, 128, { requiresGrad: true });
  const before = live().bytes;
  let peak = 0;
  for (let i = 0; i < 2000; i++) {
    w.grad = null;
    const h = w.mm(w).tanh();
    h.mul(h).mean().backward();
    if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    peak = Math.max(peak, live().bytes - before);
  }
  expect(peak).toBeLessThan(250 * 2 ** 20); // the steps leave 2,000 · 4 tensors of 64 KiB: 500 MiB, if nothing were given back
});

test('a chain of 100,000 ops runs forward and backward', () => {
  const x = ones(1, { requiresGrad: true });
  scope(() => {
    let y = x.add(0);
    for (let i = 1; i < 100_000; i++) y = y.add(x);
    y.backward();
  });
  expect(x.grad?.item()).toBe(100_000);
});

test.each([
  ['mm', (a: Tensor, b: Tensor) => a.mm(b), [3, 4], [5, 4]],
  ['bmm', (a: Tensor, b: Tensor) => a.bmm(b), [2, 3, 4], [2, 5, 4]],
  ['addmm', (a: Tensor, b: Tensor) => ones(5).addmm(a, b), [3, 4], [5, 4]],
  ['baddbmm', (a: Tensor, b: Tensor) => ones(5).baddbmm(a, b), [2, 3, 4], [2, 5, 4]],
] as const)('the gradient of a transposed factor of %s lies in memory as the factor does', (_, product, a, b) => {
  const [x, weight] = [ones(a, { requiresGrad: true }), ones(b, { requiresGrad: true })];
  const turned = weight.mT;
  const [forX, forTurned] = grad([product(x, turned).sum()], [x, turned]) as [Tensor, Tensor];
  expect(forX.isContiguous()).toBe(true);
  expect(forTurned.stride()).toEqual(turned.stride());
  expect(forTurned.tolist()).toEqual(ones(turned.shape).mul(3).tolist());
});

test('the gradient of a weight that was transposed is not copied, unless somebody looks at its memory', () => {
  const weight = ones([5, 4], { requiresGrad: true });
  const step = (turned: Tensor): readonly string[] => {
    weight.grad = null;
    return profile(() => ones(3, 4).mm(turned).sum().backward()).spans.map(({ name }) => name);
  };
  expect(step(weight.t())).not.toContain('clone');
  expect(weight.grad?.isView()).toBe(false);
  expect(weight.grad?.tolist()).toEqual(ones(5, 4).mul(3).tolist());
  const turned = weight.t();
  let kept: Tensor | undefined;
  turned.registerHook((g) => {
    kept = g;
  });
  expect(step(turned)).toContain('clone');
  noGrad(() => weight.grad?.zero_());
  expect(kept?.tolist()).toEqual(ones(4, 5).mul(3).tolist());
});
