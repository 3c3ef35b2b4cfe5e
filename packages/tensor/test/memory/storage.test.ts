import { cpu } from '@x/backend-cpu';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  arange,
  DisposedError,
  memory,
  ones,
  registerBackend,
  slice,
  type Tensor,
  tensor,
  type Usage,
  zeros,
} from '../../src/index.js';

registerBackend(await cpu());

const usage = (): Usage => memory().cpu ?? { storages: 0, bytes: 0 };

let before: Usage;
beforeEach(() => {
  before = usage();
});

/** Storages and bytes since the start of the test. */
function grown(): Usage {
  const now = usage();
  return { storages: now.storages - before.storages, bytes: now.bytes - before.bytes };
}

describe('memory()', () => {
  it('counts storages and bytes, not views', () => {
    const x = zeros(2, 3);
    const row = x.select(0, 0);
    expect(grown()).toEqual({ storages: 1, bytes: 24 });
    const bytes = zeros([10], { dtype: 'uint8' });
    expect(grown()).toEqual({ storages: 2, bytes: 34 });
    for (const t of [x, row, bytes]) t.dispose();
    expect(grown()).toEqual({ storages: 0, bytes: 0 });
  });

  it('counts empty tensors with no bytes', () => {
    using x = zeros(0, 3);
    expect(grown()).toEqual({ storages: 1, bytes: 0 });
    expect(x.tolist()).toEqual([]);
  });
});

describe('dispose', () => {
  it('gives memory back with the last tensor of a storage', () => {
    const x = arange(6);
    const view = x.view(2, 3);
    x.dispose();
    expect(x.disposed).toBe(true);
    expect(view.tolist()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(grown().storages).toBe(1);
    view.dispose();
    expect(grown().storages).toBe(0);
  });

  it('may be called twice', () => {
    const x = zeros(2);
    x.dispose();
    x.dispose();
    expect(grown().storages).toBe(0);
  });

  it('makes every later use a DisposedError that says how it came to be', () => {
    const x = zeros(2, 3);
    const y = ones(3);
    x.dispose();
    const uses: readonly (() => unknown)[] = [
      () => x.add(1),
      () => y.add(x),
      () => x.view(6),
      () => x.tolist(),
      () => x.add_(1),
      () => x.device,
    ];
    for (const use of uses) expect(use).toThrow(DisposedError);
    expect(uses[0]).toThrow(/shape \[2, 3\].*dispose\(\).*keep\(\)/u);
    expect(String(x)).toBe('tensor(<disposed>, size=(2, 3))');
    expect(x.shape).toEqual([2, 3]);
    y.dispose();
  });

  it('happens at the end of a block with `using`', () => {
    let seen: Tensor;
    {
      using x = zeros(4);
      seen = x;
      expect(grown().storages).toBe(1);
    }
    expect(seen.disposed).toBe(true);
    expect(grown().storages).toBe(0);
  });
});

describe('temporaries of an op', () => {
  /** A call, and the storages that are left of it: its result, and operands that were plain numbers or lists. */
  const calls: readonly (readonly [name: string, call: (x: Tensor) => unknown, left: number])[] = [
    ['a sum with itself', (x) => x.add(x), 1],
    ['a sum with a number', (x) => x.add(1), 2],
    ['a comparison of two dtypes', (x) => x.lt(x.double()), 2],
    ['an in-place product', (x) => x.mul_(x), 0],
    ['reading a transposed tensor', (x) => x.view(1, 3).t().tolist(), 0],
    ['a list of positions', (x) => x.get([0, 2]), 2],
    ['an assignment to a range', (x) => x.set([slice(1)], x.get(0)), 0],
    ['a sum of integers in bools', (x) => x.bool().sum(), 2],
  ];

  it.each(calls)('%s', (_, call, left) => {
    const x = tensor([1.5, 2.5, 3.5]);
    before = usage();
    call(x);
    expect(grown().storages).toBe(left);
  });
});

describe('a storage', () => {
  it('counts in-place writes, through views too', () => {
    const x = zeros(2, 2);
    const version = x.storage.version;
    x.add_(1);
    x.select(0, 0).fill_(2);
    x.set([0, 0], 5);
    x.unsqueeze_(0);
    expect(x.storage.version).toBe(version + 4);
    x.add(1);
    expect(x.storage.version).toBe(version + 4);
  });

  it('is the same for a tensor, its views, `data` and `detach()`', () => {
    const x = zeros(2, 3);
    for (const view of [x.t(), x.select(0, 1), x.data, x.detach(), x.reshape(6)]) expect(view.storage).toBe(x.storage);
    expect(x.clone().storage).not.toBe(x.storage);
  });

  it('is exchanged by assigning `data`', () => {
    const x = zeros(2);
    const old = x.storage;
    x.data = tensor([[1, 2]]);
    expect(x.storage).not.toBe(old);
    expect([x.shape, x.dtype, x.tolist()]).toEqual([[1, 2], 'int32', [[1, 2]]]);
  });
});
