import { cpu } from '@x/backend-cpu';
import { registerBackend, tensor, type Tensor } from '@x/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { backendOf } from '../../src/backend.js';
import { Device } from '../../src/device.js';
import { loadGpuJs } from '../../src/load.js';
import { hostTarget } from '../../src/targets/host.js';

/** Elements that each launch made, in order. */
let launches: number[] = [];

const gpujs = await loadGpuJs();
const target = hostTarget(new gpujs.GPU({ mode: 'cpu' }), 'cpu');
registerBackend(await cpu());
registerBackend(
  backendOf(
    new Device({
      ...target,
      compile: (program) => {
        const launch = target.compile(program);
        return (size, arrays, numbers) => {
          launches.push(size);
          return launch(size, arrays, numbers);
        };
      },
    }),
  ),
);

const numbers = (n: number): Tensor =>
  tensor(
    Float32Array.from({ length: n }, (_, i) => i / n),
    { device: 'gpu' },
  );

describe('launches', () => {
  beforeEach(() => {
    launches = [];
  });

  it('a chain of elementwise functions is one, when it is read', () => {
    let x = numbers(100);
    for (let i = 0; i < 4; i++) x = x.mul(1.5).add(0.25);
    expect(launches).toEqual([]);
    expect(x.get(0).item()).toBeCloseTo(0.25 * (1 + 1.5 + 1.5 ** 2 + 1.5 ** 3), 5);
    expect(launches).toEqual([100]);
  });

  it('broadcasting, comparison and where join in', () => {
    const x = numbers(6).view(2, 3);
    const row = numbers(3);
    const y = x.add(row).relu().where(x.gt(row), x.exp());
    expect(y.tolist()).toEqual(x.add(row).relu().where(x.gt(row), x.exp()).tolist());
    expect(launches).toEqual([6, 6]);
  });

  it('a value that several kernels need is computed once', () => {
    const x = numbers(12).view(3, 4).exp();
    x.sum(0).tolist();
    x.sum(1).tolist();
    expect(launches).toEqual([12, 4, 3]);
  });

  it('long chains are cut, with the same result', () => {
    let x = numbers(10);
    for (let i = 0; i < 100; i++) x = x.add(1);
    expect(x.get(0).item()).toBe(100);
    expect(launches.length).toBeGreaterThan(4);
    expect(launches.length).toBeLessThan(8);
  });

  it('an input may change after the call: its old value counts', () => {
    const x = numbers(4);
    const y = x.add(1);
    x.mul_(100);
    expect(y.tolist()).toEqual([1, 1.25, 1.5, 1.75]);
  });

  it('nothing runs for a result that nobody needs', () => {
    numbers(10).exp().dispose();
    expect(launches).toEqual([]);
  });
});
