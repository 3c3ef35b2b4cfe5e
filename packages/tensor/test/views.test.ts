import { cpu } from '@x/backend-cpu';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arange, asStrided, registerBackend, slice, type Tensor, zeros } from '../src/index.js';

registerBackend(await cpu());

/** Views of a [3, 4] tensor. */
const views: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  view: (x) => x.view(2, 6),
  reshape: (x) => x.reshape(-1),
  flatten: (x) => x.flatten(),
  unflatten: (x) => x.unflatten(1, [2, 2]),
  t: (x) => x.t(),
  T: (x) => x.T,
  mT: (x) => x.mT,
  transpose: (x) => x.transpose(0, -1),
  permute: (x) => x.permute(1, 0),
  movedim: (x) => x.movedim(0, 1),
  select: (x) => x.select(1, 2),
  narrow: (x) => x.narrow(0, 1, 2),
  diagonal: (x) => x.diagonal({ offset: 1 }),
  unsqueeze: (x) => x.unsqueeze(1),
  squeeze: (x) => x.unsqueeze(0).squeeze(0),
  detach: (x) => x.detach(),
  data: (x) => x.data,
  'a row': (x) => x.get(1),
  'a range with a step': (x) => x.get(slice(null, null, 2), slice(1)),
  'a new dimension': (x) => x.get(null, '...', 0),
  split: (x) => x.split(2, 1)[1]!,
  chunk: (x) => x.chunk(2)[1]!,
  unbind: (x) => x.unbind()[2]!,
  iteration: (x) => [...x][0]!,
  asStrided: (x) => asStrided(x, [2, 2], [5, 2], { storageOffset: 1 }),
};

describe('a view', () => {
  it.each(Object.keys(views))('by %s writes through to its base, and sees what the base writes', (name) => {
    const x = arange(12).view(3, 4);
    const view = views[name]!(x);
    const positions = view.toTypedArray(); // element i of x holds i
    view.add_(100);
    const written = Array.from({ length: 12 }, (_, i) => (positions.includes(i) ? i + 100 : i));
    expect(Array.from(x.toTypedArray())).toEqual(written);
    x.zero_();
    expect(view.toTypedArray().every((value) => value === 0)).toBe(true);
  });

  it('of a view has the first tensor as base', () => {
    const x = arange(12).view(3, 4);
    const base = x.base!;
    expect([base.shape, x.t().get(0).base === base, base.isView(), x.isView()]).toEqual([[12], true, false, true]);
  });
});

/** Functions that copy, although their result could look like a view. */
const copies: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  clone: (x) => x.clone(),
  flip: (x) => x.flip(0),
  'a list of positions': (x) => x.get([0, 1]),
  'reshape of a transposed tensor': (x) => x.t().reshape(12),
  'contiguous of a transposed tensor': (x) => x.t().contiguous(),
  repeat: (x) => x.repeat(1, 1),
  to: (x) => x.to('float32'),
};

describe('a copy', () => {
  it.each(Object.keys(copies))('by %s shares nothing', (name) => {
    const x = arange(12).view(3, 4);
    copies[name]!(x).fill_(-1);
    expect(x.toTypedArray()).toEqual(Int32Array.from({ length: 12 }, (_, i) => i));
  });

  it('is not made by contiguous, to and expand where nothing changes', () => {
    const x = zeros(2, 2);
    expect([x.contiguous() === x, x.to('float32') === x, x.expand(2, 2).storage === x.storage]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('writing to views', () => {
  const matrix = fc.record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 5 }) });

  it('copies from any layout to any layout', () => {
    fc.assert(
      fc.property(matrix, fc.boolean(), fc.boolean(), ({ rows, columns }, turnSource, turnTarget) => {
        const source = turnSource
          ? arange(rows * columns)
              .view(columns, rows)
              .t()
          : arange(rows * columns).view(rows, columns);
        const target = turnTarget ? zeros(columns, rows).t() : zeros(rows, columns);
        expect(target.copy_(source).tolist()).toEqual(source.tolist());
      }),
    );
  });

  it('reads all of an overlapping source before it writes, where that is another layout of the same memory', () => {
    const x = arange(4).view(2, 2);
    x.add_(x.t());
    expect(x.tolist()).toEqual([
      [0, 3],
      [3, 6],
    ]);
  });
});
