import { cpu } from '@x/backend-cpu';
import { mseLoss } from '@x/functional';
import { Linear, ReLU, Sequential } from '@x/nn';
import { Adam } from '@x/optim';
import { memory, randn, registerBackend, scope, type Tensor } from '@x/tensor';
import { expect, it } from 'vitest';
import { gpu } from '../../src/index.js';
import { loadGpuJs } from '../../src/load.js';
import { describeWebGpu } from '../adapter.js';

/** Trains a small network and gives what `live` says after every 20th step. */
async function train(steps: number, inScope: boolean, live: () => number): Promise<number[]> {
  const net = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1)).to('gpu');
  const optimizer = new Adam(net.parameters(), { lr: 1e-3 });
  const [x, y] = [randn(16, 4).to('gpu'), randn(16, 1).to('gpu')];
  const found: number[] = [];
  const step = (): Tensor => {
    optimizer.zeroGrad();
    const loss = mseLoss(net(x), y);
    loss.backward();
    optimizer.step();
    return loss.detach();
  };
  for (let i = 0; i < steps; i++) {
    const loss = inScope ? scope(step) : step();
    if (i % 20 === 19) {
      expect(await loss.itemAsync()).toBeGreaterThan(0);
      found.push(live());
    }
    if (inScope) loss.dispose();
  }
  return found;
}

const storages = (): number => memory().gpu?.storages ?? 0;

it('2,000 steps in scopes: every step leaves the same tensors', async () => {
  registerBackend(await cpu());
  registerBackend(await gpu({ mode: 'cpu' }));
  const found = await train(2000, true, storages);
  expect(new Set(found.slice(1)).size).toBe(1);
});

describeWebGpu(() => {
  it('buffers of the device are bounded: in scopes by the step, elsewhere by the garbage collector', async () => {
    registerBackend(await gpu({ mode: 'webgpu' }));
    const { WebGPUContext } = await loadGpuJs();
    const { device } = await WebGPUContext.acquire();
    const make = device.createBuffer.bind(device);
    let live = 0;
    device.createBuffer = (descriptor) => {
      const buffer = make(descriptor);
      const destroy = buffer.destroy.bind(buffer);
      live++;
      buffer.destroy = () => {
        live--;
        destroy();
      };
      return buffer;
    };
    const found = await train(200, true, () => live);
    expect(Math.max(...found)).toBe(found[1]);
    const without = await train(700, false, () => live);
    expect(Math.max(...without)).toBeLessThan(6000); // 11 a step come back by collection only
  });
});
