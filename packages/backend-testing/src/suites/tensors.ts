/**
 * @file Tensors on the device: creation, reading, memory accounting and views.
 */
import {
  DisposedError,
  DTypeError,
  dtypes,
  memory,
  registerBackend,
  scope,
  tensor,
  type Usage,
  zeros,
  flip,
} from '@x/tensor/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { stored } from '../host.js';
import { special, spread, wholeFor } from '../numbers.js';
import type { Subject } from '../subject.js';

function creation(subject: Subject): void {
  const device = subject.backend.name;

  it.each(subject.dtypes)('%s: numbers come back', async (dtype) => {
    const values = wholeFor(dtype, 12);
    const flat = await tensor(Float64Array.from(values), { dtype, device }).toTypedArrayAsync();
    expect([...flat]).toEqual(values);
  });

  it.each(subject.floats)('%s: special numbers come back', async (dtype) => {
    const flat = await tensor(Float64Array.from(special), { dtype, device }).toTypedArrayAsync();
    expect([...flat]).toEqual(special.map((x) => stored(x, dtype)));
  });

  it.each(dtypes.filter((dtype) => !subject.dtypes.includes(dtype)))('%s is refused by name', (dtype) => {
    expect(() => zeros([2], { dtype, device })).toThrow(DTypeError);
  });

  it('tensors know their device', () => {
    expect(zeros([2], { device }).device).toBe(device);
  });

  it('0-d and empty tensors', async () => {
    expect(await tensor(3.5, { device }).itemAsync()).toBe(3.5);
    expect(await zeros([2, 0], { device }).tolistAsync()).toEqual([[], []]);
  });
}

function accounting(subject: Subject): void {
  const device = subject.backend.name;
  const usage = (): Usage => memory()[device] ?? { storages: 0, bytes: 0 };

  /** Expects `extra` storages and bytes more than at the start. */
  function expectMore(start: Usage, storages: number, bytes: number): void {
    expect(usage()).toEqual({ storages: start.storages + storages, bytes: start.bytes + bytes });
  }

  it('memory() counts a tensor until it is disposed', () => {
    const start = usage();
    const x = zeros([10, 10], { device });
    expectMore(start, 1, 400);
    x.dispose();
    expectMore(start, 0, 0);
    expect(() => x.add(1)).toThrow(DisposedError);
  });

  it('views share memory, which lives as long as one of them', async () => {
    const start = usage();
    const x = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { dtype: 'float32', device },
    );
    const column = x.select(1, 2);
    expectMore(start, 1, 24);
    x.dispose();
    expectMore(start, 1, 24);
    expect(await column.tolistAsync()).toEqual([3, 6]);
    column.dispose();
    expectMore(start, 0, 0);
  });

  it('a scope gives temporaries back', async () => {
    const start = usage();
    const x = tensor(spread(100, 0, 1), { device });
    const y = scope(() => x.mul(2).add(1).neg().exp());
    expectMore(start, 2, 800);
    expect(await y.toTypedArrayAsync()).toHaveLength(100);
    x.dispose();
    y.dispose();
    expectMore(start, 0, 0);
  });

  it('every step of a loop leaves the same memory', () => {
    const x = zeros([20, 20], { device });
    const step = (): void =>
      scope(() => {
        x.add_(x.matmul(x).add(1).tanh());
      });
    step();
    const first = usage();
    for (let i = 0; i < 50; i++) {
      step();
      expect(usage()).toEqual(first);
    }
    x.dispose();
  });
}

function views(subject: Subject): void {
  const device = subject.backend.name;

  it('ops read views and broadcast', async () => {
    const x = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { dtype: 'float32', device },
    );
    const row = tensor([10, 20], { dtype: 'float32', device });
    expect(await x.t().add(row).tolistAsync()).toEqual([
      [11, 24],
      [12, 25],
      [13, 26],
    ]);
    expect(
      await flip(x, 1)
        .sub(x.narrow(1, 0, 1))
        .tolistAsync(),
    ).toEqual([
      [2, 1, 0],
      [2, 1, 0],
    ]);
    expect(await x.sum(0).tolistAsync()).toEqual([5, 7, 9]);
  });

  it('in-place ops write through views', async () => {
    const x = zeros([3, 4], { device });
    x.select(0, 1).add_(1);
    x.narrow(1, 1, 2).mul_(5).add_(2);
    x.t().select(0, 3).fill_(9);
    expect(await x.tolistAsync()).toEqual([
      [0, 2, 2, 9],
      [1, 7, 7, 9],
      [0, 2, 2, 9],
    ]);
  });
}

export function tensors(subject: Subject): void {
  describe('tensors', () => {
    beforeAll(() => registerBackend(subject.backend));
    creation(subject);
    accounting(subject);
    views(subject);
  });
}
