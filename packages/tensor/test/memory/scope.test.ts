import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import {
  keep,
  memory,
  ones,
  openScope,
  registerBackend,
  release,
  scope,
  scopeCount,
  type Tensor,
  tensor,
  ValueError,
  zeros,
} from '../../src/index.js';

registerBackend(await cpu());

const storages = (): number => memory().cpu?.storages ?? 0;

describe('scope', () => {
  it('disposes what was created in it and gives back the result', () => {
    const before = storages();
    const made: Tensor[] = [];
    const result = scope(() => {
      const x = ones(3);
      const y = x.mul(2);
      made.push(x, y);
      return y.sum();
    });
    expect(made.map((t) => t.disposed)).toEqual([true, true]);
    expect(result.item()).toBe(6);
    expect(storages()).toBe(before + 1);
    result.dispose();
  });

  it('keeps the tensors of arrays, maps, sets and plain objects, however deep', () => {
    const { list, map, set } = scope(() => ({
      list: [ones(1), [ones(2)]] as const,
      map: new Map([['a', ones(3)]]),
      set: new Set([{ inner: ones(4) }]),
    }));
    const kept = [list[0], list[1][0], map.get('a')!, ...[...set].map((entry) => entry.inner)];
    expect(kept.map((t) => t.sum().item())).toEqual([1, 2, 3, 4]);
  });

  it('keeps a view whose base it disposes', () => {
    const view = scope(() => tensor([[1, 2, 3]]).t());
    expect(view.tolist()).toEqual([[1], [2], [3]]);
  });

  it('does not touch tensors from outside', () => {
    const x = ones(2);
    scope(() => x.add(1).item.length);
    expect(x.disposed).toBe(false);
  });

  it('hands its result to the scope around it', () => {
    let inner: Tensor | undefined;
    let other: Tensor | undefined;
    scope(() => {
      inner = scope(() => ones(2));
      other = ones(3);
      expect(inner.disposed).toBe(false);
    });
    expect(inner?.disposed).toBe(true);
    expect(other?.disposed).toBe(true);
  });

  it('disposes everything when the function throws', () => {
    let x: Tensor | undefined;
    expect(() =>
      scope(() => {
        x = ones(2);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(x?.disposed).toBe(true);
    const outside = ones(1);
    expect(outside.owner).toBeUndefined();
  });

  it('refuses an asynchronous function', () => {
    expect(() => scope(() => Promise.resolve(1))).toThrow(ValueError);
    expect(() => scope(() => Promise.reject(new Error('unheard')))).toThrow(/scopeAsync/u);
  });

  it('leaves memory() as it was, step after step', () => {
    const weight = ones(4, 4);
    const seen = new Set<number>();
    for (let step = 0; step < 50; step++) {
      scope(() => {
        const loss = weight.matmul(weight).softmax(1).log().mean();
        weight.sub_(weight.mul(0.01));
        return loss.item();
      });
      seen.add(storages());
    }
    expect(seen.size).toBe(1);
  });
});

describe('keep and release', () => {
  it('take a tensor out of its scope and give it to the current one', () => {
    const kept = scope(() => {
      const x = keep(zeros(2));
      return [x.shape];
    });
    expect(kept).toEqual([[2]]);
    const x = scope(() => {
      const inner = keep(zeros(2));
      return { get: (): Tensor => inner };
    }).get();
    expect(x.disposed).toBe(false);
    scope(() => release(x));
    expect(x.disposed).toBe(true);
  });

  it('release outside of any scope leaves the tensor to the garbage collector', () => {
    const x = zeros(2);
    release(x);
    expect(x.disposed).toBe(false);
  });
});

describe('openScope', () => {
  it('owns what is created until it ends, and hands on the survivors', () => {
    const before = storages();
    const survivor = scope(() => {
      const inner = openScope();
      const [a, b] = [ones(2), ones(3)];
      expect([a.owner === inner, b.owner === inner]).toEqual([true, true]);
      inner.end(new Set([b]));
      expect([a.disposed, b.disposed, b.owner === inner]).toEqual([true, false, false]);
      return b;
    });
    expect([survivor.disposed, storages() - before, ones(1).owner]).toEqual([false, 1, undefined]);
    survivor.dispose();
  });
});

describe('needed', () => {
  it('keeps what the hook of a result asks for', () => {
    const asked: number[] = [];
    const [result, held, other] = scope(() => {
      const [x, y, z] = [ones(1), ones(2), ones(3)];
      const hook = { intercept: never, interceptInplace: never, forView: () => undefined, describe: () => [] };
      x.hook = {
        ...hook,
        needed: (opened, owned) => {
          asked.push(opened);
          return [y, x].filter(owned);
        },
      };
      return [x, () => y.disposed, () => z.disposed] as const;
    });
    expect([held(), other(), asked[0]! <= scopeCount()]).toEqual([false, true, true]);
    result.hook = undefined;
  });
});

function never(): never {
  throw new Error('not asked for');
}
