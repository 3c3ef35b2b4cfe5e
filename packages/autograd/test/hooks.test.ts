import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, type Tensor, tensor } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { AccumulateGrad, enableGrad, grad, GradError, type RemovableHandle } from '../src/index.js';

registerBackend(await cpu());

const leaf = (): Tensor => ones(2, { requiresGrad: true });

describe('hooks on tensors', () => {
  test('see and replace gradients, until they are removed', () => {
    const x = leaf();
    const y = x.mul(3);
    const seen: unknown[] = [];
    const handle = y.registerHook((g) => {
      seen.push(g.tolist());
      return g.mul(2);
    });
    x.registerHook((g) => {
      seen.push(g.tolist());
    });
    y.sum().backward(null, { retainGraph: true });
    expect(seen).toEqual([
      [1, 1],
      [6, 6],
    ]);
    handle.remove();
    y.sum().backward();
    expect(x.grad?.tolist()).toEqual([9, 9]);
  });

  test('run in the order of their registration, as often as they were registered', () => {
    const x = leaf();
    const log: string[] = [];
    const handles: RemovableHandle[] = [];
    const again = (): void => void log.push('c');
    handles.push(
      x.registerHook(() => {
        log.push('a');
        handles[0]?.remove();
        handles[1]?.remove();
        x.registerHook(() => void log.push('late'));
      }),
    );
    handles.push(x.registerHook(() => void log.push('b')));
    x.registerHook(again);
    x.registerHook(again);
    x.mul(2).sum().backward();
    expect(log).toEqual(['a', 'b', 'c', 'c']);
    log.length = 0;
    x.mul(2).sum().backward();
    expect(log).toEqual(['c', 'c', 'late']);
  });

  test('also run for gradients that grad() returns', () => {
    const x = leaf();
    const y = x.mul(2);
    x.registerHook((g) => g.mul(7));
    y.registerHook((g) => g.mul(10));
    expect(grad(y.sum(), [x, y]).map((g) => g?.tolist())).toEqual([
      [140, 140],
      [10, 10],
    ]);
  });

  test('what a hook saw is neither freed nor written to', () => {
    const x = leaf();
    const kept: Tensor[] = [];
    x.registerHook((g) => void kept.push(g));
    x.mul(3).sum().backward();
    x.mul(3).sum().backward();
    expect(kept.map((g) => g.tolist())).toEqual([
      [3, 3],
      [3, 3],
    ]);
    expect(x.grad?.tolist()).toEqual([6, 6]);
  });

  test('may run another backward pass', () => {
    const x = leaf();
    const other = leaf();
    const y = x.mul(2);
    // hooks run without recording, unless the pass is recorded
    y.registerHook(() => enableGrad(() => other.mul(other).sum().backward()));
    y.sum().backward();
    expect([x.grad?.tolist(), other.grad?.tolist()]).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });

  test('return a gradient of the same form, or nothing', () => {
    const run = (hook: (g: Tensor) => unknown): (() => void) => {
      const x = leaf();
      x.registerHook((g) => hook(g) as Tensor);
      return () => x.mul(2).sum().backward();
    };
    const wide = function widen(): Tensor {
      return ones(3);
    };
    expect(run(wide)).toThrow(/has changed the size of value \(was \[2\] got \[3\]\)/);
    expect(run((g) => g.to('float64'))).toThrow(/has changed the type of value \(was float32 got float64\)/);
    expect(run(() => 3)).toThrow(/expected a tensor or nothing, but hook '.*' returned number/);
    expect(run(async () => {})).toThrow(/a promise \(hooks are synchronous\)/);
    expect(() => ones(1).registerHook(() => {})).toThrow(
      'registerHook: cannot register a hook on a tensor that does not require grad',
    );
  });
});

describe('retainGrad', () => {
  test('keeps the gradient of a result, after its hooks, wherever they were registered', () => {
    const x = leaf();
    const y = x.mul(3);
    y.registerHook((g) => g.mul(10));
    y.retainGrad();
    y.registerHook((g) => g.mul(10));
    y.mul(y).sum().backward();
    expect([y.grad?.tolist(), y.retainsGrad, x.grad?.tolist()]).toEqual([[600, 600], true, [1800, 1800]]);
  });

  test('accumulates, also through in-place writes', () => {
    const x = leaf();
    const y = x.mul(3);
    y.retainGrad();
    y.mul_(2);
    y.sum().backward(null, { retainGraph: true });
    y.sum().backward();
    expect([y.retainsGrad, y.grad?.tolist(), x.grad?.tolist()]).toEqual([true, [2, 2], [12, 12]]);
  });

  test('does nothing for leaves and is refused for constants', () => {
    const x = leaf();
    x.retainGrad();
    expect(x.retainsGrad).toBe(false);
    expect(() => ones(1).retainGrad()).toThrow(/can't retain grad/);
  });
});

describe('hooks on nodes', () => {
  test('run around the function: prehooks, then the node, then hooks', () => {
    const x = leaf();
    const y = x.mul(2);
    const log: unknown[] = [];
    y.gradFn?.registerHook((inputs, outputs) => {
      log.push(['after', inputs.map((g) => g?.tolist() ?? null), outputs.map((g) => g?.tolist() ?? null)]);
    });
    y.gradFn?.registerPrehook((outputs) => {
      log.push(['before', outputs.map((g) => g?.tolist() ?? null)]);
    });
    y.registerHook((g) => void log.push(['tensor', g.tolist()]));
    y.sum().backward();
    expect(log).toEqual([
      ['tensor', [1, 1]],
      ['before', [[1, 1]]],
      ['after', [[2, 2], null], [[1, 1]]],
    ]);
    expect(x.grad?.tolist()).toEqual([2, 2]);
  });

  test('replace gradients', () => {
    const x = leaf();
    const y = x.mul(2);
    y.gradFn?.registerPrehook(([g]) => [g!.mul(3)]);
    y.gradFn?.registerHook(([g]) => [g!.mul(10), null]);
    y.sum().backward();
    expect(x.grad?.tolist()).toEqual([60, 60]);
  });

  test('return as many gradients as there were, of the same form', () => {
    const x = leaf();
    const y = x.mul(2);
    const handle = y.gradFn!.registerHook(([g]) => [g!]);
    const walk = (): void => y.sum().backward(null, { retainGraph: true });
    expect(walk).toThrow(/has returned an incorrect number of values \(got 1, but expected 2\)/);
    handle.remove();
    const second = y.gradFn!.registerHook(([g]) => [g!, ones(2)]);
    expect(walk).toThrow(/can't replace a null gradient with a non-null value/);
    second.remove();
    y.gradFn!.registerPrehook(() => [ones(3)]);
    expect(walk).toThrow(GradError);
  });

  test('at leaves run around the accumulation', () => {
    const x = leaf();
    const y = x.mul(2).sum();
    const end = y.gradFn?.nextFunctions[0]?.[0]?.nextFunctions[0]?.[0];
    expect(end).toBeInstanceOf(AccumulateGrad);
    const log: unknown[] = [];
    end?.registerPrehook(([g]) => {
      log.push(x.grad);
      return [g!.mul(5)];
    });
    end?.registerHook((_inputs, [g]) => void log.push(g?.tolist(), x.grad?.tolist()));
    y.backward();
    expect(log).toEqual([null, [10, 10], [10, 10]]);
  });
});

describe('hooks after accumulation', () => {
  test('get the leaf with its new gradient', () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const seen: unknown[] = [];
    const handle = x.registerPostAccumulateGradHook((t) => {
      seen.push(t === x, t.grad?.tolist());
      t.grad = null;
    });
    x.mul(x).sum().backward();
    x.mul(x).sum().backward();
    expect([seen, x.grad]).toEqual([[true, [2, 4], true, [2, 4]], null]);
    handle.remove();
    x.sum().backward();
    expect([seen.length, x.grad?.tolist()]).toEqual([4, [1, 1]]);
  });

  test('are for leaves that require a gradient', () => {
    expect(() => ones(1).registerPostAccumulateGradHook(() => {})).toThrow(/does not require grad/);
    expect(() =>
      leaf()
        .mul(2)
        .registerPostAccumulateGradHook(() => {}),
    ).toThrow(/cannot be registered on tensors that are no/);
    const x = leaf();
    x.registerPostAccumulateGradHook(() => 3 as never);
    expect(() => x.sum().backward()).toThrow(/should return nothing, got number/);
  });
});
