import { setTimeout as sleep } from 'node:timers/promises';
import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import { memory, ones, registerBackend, scope, scopeAsync, type Tensor } from '../../src/index.js';

registerBackend(await cpu());

const storages = (): number => memory().cpu?.storages ?? 0;

describe('scopeAsync', () => {
  it('disposes what its task created, before and after a pause', async () => {
    const before = storages();
    const made: Tensor[] = [];
    const sum = await scopeAsync(async () => {
      made.push(ones(2));
      await sleep(1);
      made.push(ones(3));
      return made[1]!.sum().item();
    });
    expect(sum).toBe(3);
    expect(made.every((t) => t.disposed)).toBe(true);
    expect(storages()).toBe(before);
  });

  it('never takes the tensors of another task', async () => {
    const other = (async (): Promise<Tensor> => {
      await sleep(2);
      const x = ones(5);
      await sleep(10);
      return x;
    })();
    await scopeAsync(async () => {
      await sleep(6);
      ones(2);
    });
    expect((await other).disposed).toBe(false);
  });

  it('runs next to another one', async () => {
    const task = async (n: number): Promise<Tensor> => {
      const x = ones(n);
      await sleep(n);
      return x.mul(2);
    };
    const [a, b] = await Promise.all([scopeAsync(() => task(5)), scopeAsync(() => task(1))]);
    expect([a.tolist(), b.tolist()]).toEqual([[2, 2, 2, 2, 2], [2]]);
  });

  it('works inside of and around other scopes', async () => {
    let inner: Tensor | undefined;
    let fromSync: Tensor | undefined;
    await scopeAsync(async () => {
      inner = await scopeAsync(() => Promise.resolve(ones(2)));
      fromSync = scope(() => ones(3));
      await sleep(1);
      expect([inner.disposed, fromSync.disposed]).toEqual([false, false]);
    });
    expect([inner?.disposed, fromSync?.disposed]).toEqual([true, true]);
  });

  it('disposes everything when the function fails', async () => {
    let x: Tensor | undefined;
    await expect(
      scopeAsync(async () => {
        x = ones(2);
        await sleep(1);
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(x?.disposed).toBe(true);
  });
});
