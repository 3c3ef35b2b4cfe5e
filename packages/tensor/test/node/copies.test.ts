import { cpu } from '@x/backend-cpu';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as first from '../../src/index.js';

first.registerBackend(await cpu());

beforeEach(() => vi.resetModules());
afterEach(() => vi.doUnmock('../../src/version.js'));

describe('a second copy of this package', () => {
  it('of the same version shares devices, seeds and memory counts', async () => {
    const second = await import('../../src/index.js');
    expect(second.Tensor).not.toBe(first.Tensor);
    expect(second.backendOf('test', 'cpu')).toBe(first.backendOf('test', 'cpu'));
    first.manualSeed(3);
    const expected = [first.rand(2).tolist(), first.rand(2).tolist()];
    first.manualSeed(3);
    expect([first.rand(2).tolist(), second.rand(2).tolist()]).toEqual(expected);
    const before = second.memory().cpu?.storages;
    const x = first.zeros(2);
    expect(second.memory().cpu?.storages).toBe(before! + 1);
    x.dispose();
  });

  it('works with tensors of the first', async () => {
    const second = await import('../../src/index.js');
    const sum = second.tensor([1, 2]).add(first.tensor([10, 20]));
    expect(first.isTensor(sum)).toBe(true);
    expect(first.tensor([1, 1]).add(sum).tolist()).toEqual([12, 23]);
    expect(first.arange(4).get(second.slice(1, 3)).tolist()).toEqual([1, 2]);
    expect(second.scope(() => first.tensor([1]).add(1)).tolist()).toEqual([2]);
  });

  it('shares scopes, asynchronous ones too', async () => {
    const second = await import('../../src/index.js');
    let x: first.Tensor | undefined;
    let y: first.Tensor | undefined;
    second.scope(() => {
      x = first.zeros(1);
    });
    await Promise.all([
      first.scopeAsync(() => Promise.resolve(first.zeros(1)).then(() => undefined)),
      second.scopeAsync(async () => {
        await Promise.resolve();
        y = first.zeros(1);
      }),
    ]);
    expect([x?.disposed, y?.disposed]).toEqual([true, true]);
  });

  it('of another version is refused by name', async () => {
    vi.doMock('../../src/version.js', () => ({ version: '99.0.0' }));
    const second = import('../../src/index.js');
    await expect(second).rejects.toMatchObject({
      name: 'VersionError',
      message: `@x/tensor: versions ${first.version} and 99.0.0 were loaded into one program: make all packages depend on one of them`,
      details: { versions: [first.version, '99.0.0'] },
    });
  });
});
