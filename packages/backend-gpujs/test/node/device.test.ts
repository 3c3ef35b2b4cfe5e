import { DeviceError, DTypeError, IndexError, registerBackend, tensor, ValueError, zeros } from '@x/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { cpu } from '@x/backend-cpu';
import { type GpuBackend, gpu } from '../../src/index.js';
import { loadGpuJs } from '../../src/load.js';
import { describeWebGpu } from '../adapter.js';

describe('which device', () => {
  it('auto takes no renderer in software and says what it found', async () => {
    await expect(gpu()).rejects.toThrow(/no graphics card was found \(webgpu: .*; webgl2: no WebGL 2 here\)/);
  });

  it('modes that do not run here are refused', async () => {
    await expect(gpu({ mode: 'webgl2' })).rejects.toThrow(DeviceError);
    await expect(gpu({ mode: 'headlessgl' })).rejects.toThrow(/install the package 'gl'/);
  });

  it('unknown modes and options are refused', async () => {
    const options: object[] = [{ mode: 'metal' }, { modes: 'cpu' }];
    for (const option of options) await expect(gpu(option)).rejects.toThrow(ValueError);
  });

  it('info says what it runs on', async () => {
    const backend = await gpu({ mode: 'webasm' });
    expect(backend.info()).toEqual({
      mode: 'webasm',
      adapter: 'WebAssembly',
      hardware: false,
      limits: { elements: 2 ** 24, arrays: 64 },
      selfTest: 'passed',
    });
  });
});

describe('a device on the processor', () => {
  beforeAll(async () => registerBackend(await gpu({ mode: 'cpu' })));

  it('reads at once', () => {
    expect(tensor([1.5, 2], { device: 'gpu' }).mul(2).tolist()).toEqual([3, 4]);
  });

  it('refuses tensors that are too large, with the numbers', () => {
    const x = zeros([2 ** 24 + 1], { device: 'gpu', dtype: 'bool' });
    expect(() => x.logicalNot().sum()).toThrow(/16777217 elements; on cpu it can have 16777216/);
  });

  it('refuses float64', () => {
    expect(() => zeros([1], { device: 'gpu', dtype: 'float64' })).toThrow(DTypeError);
  });

  it('finds a bad index that was computed on the device when something is read', async () => {
    const index = tensor([0, 5, 1], { device: 'gpu' }).add(tensor([1, 1, 1], { device: 'gpu' }));
    const x = tensor([1.5, 2.5, 3.5], { device: 'gpu' });
    x.gather(0, index);
    await expect(x.tolistAsync()).rejects.toThrow(IndexError);
    await expect(x.tolistAsync()).resolves.toEqual([1.5, 2.5, 3.5]);
  });
});

describeWebGpu(() => {
  let backend: GpuBackend;
  beforeAll(async () => {
    registerBackend(await cpu());
    backend = await gpu({ mode: 'webgpu' });
    registerBackend(backend);
  });

  it('takes a renderer in software if asked to', async () => {
    const { mode, adapter, hardware } = (await gpu({ software: true })).info();
    expect({ mode, hardware }).toEqual({ mode: 'webgpu', hardware: false });
    expect(adapter).toMatch(/swiftshader/i);
  });

  it('cannot be read at once, and names what can', () => {
    expect(() => tensor([1], { device: 'gpu' }).item()).toThrow(/itemAsync/);
  });

  it('sync waits for everything', async () => {
    const x = tensor([1.5, 2], { device: 'gpu' }).add(1);
    await backend.sync();
    expect(await x.tolistAsync()).toEqual([2.5, 3]);
  });

  it('reads a part of a tensor', async () => {
    const x = tensor(Float32Array.from({ length: 1000 }, (_, i) => i))
      .to('gpu')
      .mul(2);
    expect(await x.get(999).itemAsync()).toBe(1998);
    expect(await x.narrow(0, 10, 3).tolistAsync()).toEqual([20, 22, 24]);
  });

  it('a device that is lost ends in an error that says so, and another one works', async () => {
    const x = tensor([1.5, 2.5], { device: 'gpu' }).mul(2);
    await x.tolistAsync();
    const { WebGPUContext } = await loadGpuJs();
    await WebGPUContext.destroy();
    await expect(x.tolistAsync()).rejects.toThrow(/the device was lost .*: make another one with gpu\(\)/);
    await expect((async () => x.add(1).tolistAsync())()).rejects.toThrow(DeviceError);
    registerBackend(await gpu({ mode: 'webgpu' }));
    expect(await tensor([1.5, 2.5], { device: 'gpu' }).mul(2).tolistAsync()).toEqual([3, 5]);
  });
});
