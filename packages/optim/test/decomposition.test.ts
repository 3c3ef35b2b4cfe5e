import { cpu } from '@x/backend-cpu';
import { registerBackend, type Tensor } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { Adam, AdamW, type Optimizer, RMSprop, SGD } from '../src/index.js';
import { problem, train } from './problem.js';
import { withoutSteps } from './without-steps.js';

const backend = await cpu();
registerBackend(backend);
registerBackend(withoutSteps(backend));

const makers: Readonly<Record<string, (params: Tensor[]) => Optimizer>> = {
  SGD: (params) => new SGD(params, { lr: 0.05 }),
  'SGD with momentum': (params) => new SGD(params, { lr: 0.05, momentum: 0.9, dampening: 0.5, weightDecay: 0.1 }),
  'SGD with Nesterov momentum': (params) => new SGD(params, { lr: 0.05, momentum: 0.9, nesterov: true }),
  'SGD upwards': (params) => new SGD(params, { lr: 0.01, momentum: 0.5, weightDecay: 0.1, maximize: true }),
  Adam: (params) => new Adam(params, { lr: 0.1, betas: [0.8, 0.9], eps: 1e-4, weightDecay: 0.1 }),
  AMSGrad: (params) => new Adam(params, { lr: 0.1, amsgrad: true, maximize: true }),
  AdamW: (params) => new AdamW(params, { lr: 0.1, weightDecay: 0.1, amsgrad: true }),
  RMSprop: (params) => new RMSprop(params, { lr: 0.02 }),
  'RMSprop with momentum': (params) => new RMSprop(params, { lr: 0.02, momentum: 0.9, weightDecay: 0.1 }),
  'centered RMSprop': (params) => new RMSprop(params, { lr: 0.02, centered: true, eps: 1e-3, maximize: true }),
  'centered RMSprop with momentum': (params) =>
    new RMSprop(params, { lr: 0.02, momentum: 0.5, centered: true, eps: 1e-3 }),
};

const tolerance = { float32: 1e-5, float64: 1e-13 };

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  it.each(Object.entries(makers))('%s: the kernel does what the ops do', (_, make) => {
    const [fused, plain] = ['cpu', 'plain'].map((device) => {
      const task = problem(dtype, device);
      return { task, optimizer: make([task.weight, task.bias]) };
    });
    for (let i = 0; i < 10; i++) {
      for (const { optimizer, task } of [fused!, plain!]) train(optimizer, task.loss);
      const expected = plain!.task.values();
      Array.from(fused!.task.values()).forEach((value, e) => {
        const wanted = expected[e]!;
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance[dtype] * Math.max(1, Math.abs(wanted)));
      });
    }
  });
});
