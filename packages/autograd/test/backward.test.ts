import { cpu } from '@x/backend-cpu';
import { arange, eye, ones, registerBackend, type Tensor, tensor, zeros } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { backward, grad, noGrad } from '../src/index.js';

// every expectation here is what PyTorch 1.13 does with the same lines

registerBackend(await cpu());

const leaf = (): Tensor => ones(2, { requiresGrad: true });
const lists = (gradients: readonly (Tensor | null)[]): unknown[] => gradients.map((g) => g?.tolist() ?? null);

describe('seeds', () => {
  test('of another dtype are converted', () => {
    for (const dtype of ['float64', 'int32'] as const) {
      const x = leaf();
      x.mul(2).backward(ones(2, { dtype }));
      expect([x.grad?.tolist(), x.grad?.dtype]).toEqual([[2, 2], 'float32']);
    }
  });

  test('of several outputs, some left out', () => {
    const x = leaf();
    const y = x.mul(2);
    backward([y, y.sum()], [tensor([1, 3]), null]);
    expect(x.grad?.tolist()).toEqual([4, 8]);
    expect(lists(grad([x.mul(2), x.mul(3)], x, { gradOutputs: [ones(2), ones(2)] }))).toEqual([[5, 5]]);
  });

  test('that do not fit', () => {
    const x = leaf();
    const y = x.mul(2);
    expect(() => grad([y, y.sum()], x, { gradOutputs: [ones(2)] })).toThrow('grad: got 2 tensors and 1 gradients');
    expect(() => grad([y.sum(), y.detach().sum()], x)).toThrow(
      'grad: element 1 of tensors does not require grad and does not have a gradFn',
    );
    expect(() => x.sum().backward(tensor([2]))).toThrow(/gradient 0 has shape \[1\] and output 0 has shape \[\]/);
    expect(() => grad(y, x, { gradOutputs: [null] })).toThrow(/only for scalar outputs/);
  });
});

describe('inputs of backward', () => {
  test('that are no leaves keep their gradient, and leaves then get none', () => {
    const x = leaf();
    const y = x.mul(2);
    const z = y.mul(3).sum();
    z.backward(null, { inputs: [y], retainGraph: true });
    expect([x.grad, y.grad?.tolist(), y.retainsGrad]).toEqual([null, [3, 3], true]);
    z.backward(null, { inputs: [y, x] });
    expect([x.grad?.tolist(), y.grad?.tolist()]).toEqual([
      [6, 6],
      [6, 6],
    ]);
  });

  test('have to be there and to require a gradient', () => {
    expect(() => leaf().sum().backward(null, { inputs: [] })).toThrow('backward: backward requires non-empty inputs');
    expect(() => grad(leaf().sum(), [])).toThrow(/non-empty inputs/);
    expect(() =>
      leaf()
        .sum()
        .backward(null, { inputs: [ones(1)] }),
    ).toThrow(/does not require grad/);
  });

  test('options that do not exist are errors', () => {
    const options: object = { retain_graph: true };
    expect(() => leaf().sum().backward(null, options)).toThrow(/unknown option 'retain_graph' \(known: retainGraph/);
    expect(() => grad(leaf().sum(), leaf(), options)).toThrow(/unknown option 'retain_graph'/);
  });
});

describe('grad', () => {
  test('of nothing uses no input', () => {
    expect(() => grad([], leaf())).toThrow(/appears to not have been used in the graph/);
  });

  test('with batched gradients gives a batch of results', () => {
    const x = leaf();
    const y = x.mul(tensor([2, 3]));
    const [jacobian] = grad(y, x, { gradOutputs: eye(2), isGradsBatched: true });
    expect(jacobian?.tolist()).toEqual([
      [2, 0],
      [0, 3],
    ]);
    expect(() => grad(x.mul(2), x, { isGradsBatched: true })).toThrow(/isGradsBatched needs a gradient/);
  });

  test('of an input given twice, and of the output itself', () => {
    const x = leaf();
    const y = x.mul(3);
    expect(lists(grad(y.sum(), [x, y, x]))).toEqual([
      [3, 3],
      [1, 1],
      [3, 3],
    ]);
    const z = x.sum();
    expect(lists(grad(z, z))).toEqual([1]);
  });

  test('of views, of tensors without elements and without dimensions', () => {
    const x = ones(2, 3, { requiresGrad: true });
    const view = x.t();
    expect(grad(view.mul(view).sum(), [view, x], { retainGraph: true }).map((g) => g?.shape)).toEqual([
      [3, 2],
      [2, 3],
    ]);
    x.t().sum().backward();
    expect([x.grad?.stride(), x.grad?.isContiguous()]).toEqual([[3, 1], true]);
    const none = zeros(0, { requiresGrad: true });
    none.mul(2).sum().backward();
    expect(none.grad?.shape).toEqual([0]);
    const single = tensor(3, { requiresGrad: true });
    single.mul(single).backward();
    expect(single.grad?.item()).toBe(6);
  });
});

describe('accumulation', () => {
  test('adds to the same tensor', () => {
    const x = leaf();
    x.mul(2).sum().backward();
    const before = x.grad;
    x.mul(2).sum().backward();
    expect([x.grad === before, before?.tolist()]).toEqual([true, [4, 4]]);
  });

  test('of recorded passes is recorded and makes a new tensor', () => {
    const x = leaf();
    x.mul(x).sum().backward(null, { createGraph: true });
    const before = x.grad;
    x.mul(x).sum().backward(null, { createGraph: true });
    expect([x.grad === before, x.grad?.tolist(), x.grad?.gradFn?.name]).toEqual([false, [4, 4], 'AddBackward0']);
  });
});

describe('grad of a tensor', () => {
  test('is checked when it is assigned', () => {
    const x = leaf();
    expect(() => {
      x.grad = 3 as never;
    }).toThrow(/assigned grad must be a tensor or null, got number/);
    expect(() => {
      x.grad = x;
    }).toThrow(/can't assign a tensor as its own grad/);
    x.grad = ones(2);
    x.mul(2).sum().backward();
    expect(x.grad?.tolist()).toEqual([3, 3]);
  });

  test('stays when the tensor is detached in place', () => {
    const x = leaf();
    x.mul(2).sum().backward();
    x.detach_();
    expect([x.grad?.tolist(), x.requiresGrad, x.isLeaf]).toEqual([[2, 2], false, true]);
    const y = leaf().mul(2);
    y.detach_();
    expect([y.requiresGrad, y.isLeaf, y.gradFn]).toEqual([false, true, null]);
    expect(() => ones(2).get(0).detach_()).toThrow(/can't detach views in-place/);
  });
});

describe('versions', () => {
  test('count writes, of views as well', () => {
    const x = ones(2);
    const before = x.version;
    x.add_(1);
    const view = x.get(0);
    view.zero_();
    expect([before, x.version, view.version, x.detach().version]).toEqual([0, 2, 2, 2]);
  });

  test('a write to a detached alias is noticed', () => {
    const x = leaf();
    const y = x.exp();
    y.detach().add_(1);
    expect(() => y.sum().backward()).toThrow(/ExpBackward0: .* is at version 1; expected version 0/);
  });

  test('a view that was made without recording is not written to while recording', () => {
    for (const x of [ones(2, 2, { requiresGrad: true }), ones(2, 2, { requiresGrad: true }).mul(1)]) {
      const view = noGrad(() => x.view(4));
      expect(() => view.add_(1)).toThrow(/add_: a view was created in noGrad and is being modified inplace/);
      noGrad(() => view.add_(1));
    }
    expect(() => arange(3).requiresGrad_()).toThrow(/floating point/);
  });
});
