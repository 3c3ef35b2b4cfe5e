import { cpu } from '@x/backend-cpu';
import { registerBackend, type Tensor, tensor } from '@x/tensor';
import { expect, it } from 'vitest';
import { Linear, Module } from '../src/index.js';

registerBackend(await cpu());

const log: string[] = [];

class Double extends Module {
  forward(x: Tensor): Tensor {
    log.push(`forward ${x.item()}`);
    return x.mul(2);
  }
}

const run = (module: Double, x: number): number => {
  log.length = 0;
  return module(tensor(x)).item();
};

it('hooks run around forward, in the order they were registered', () => {
  const module = new Double();
  module.registerForwardHook((_, [x], y) => void log.push(`after ${x.item()} ${y.item()}`));
  module.registerForwardPreHook((self, [x]) => void log.push(`${self.constructor.name} before ${x.item()}`));
  module.registerForwardPreHook(() => void log.push('before too'));
  module.registerForwardHook(() => void log.push('after too'));
  expect(run(module, 3)).toBe(6);
  expect(log).toEqual(['Double before 3', 'before too', 'forward 3', 'after 3 6', 'after too']);
});

it('what hooks return replaces inputs and output', () => {
  const module = new Double();
  module.registerForwardPreHook((_, [x]) => [x.add(1)]);
  module.registerForwardPreHook((_, [x]) => [x.mul(10)]);
  module.registerForwardHook((_, [x], y) => y.add(x));
  module.registerForwardHook((_, __, y) => y.neg());
  expect(run(module, 1)).toBe(-60);
  expect(log).toEqual(['forward 20']);
});

it('a hook that was removed no longer runs', () => {
  const module = new Double();
  const hook = (_: Module, __: readonly unknown[], y: Tensor): Tensor => y.add(1);
  const first = module.registerForwardHook(hook);
  const second = module.registerForwardHook(hook);
  expect(run(module, 1)).toBe(4);
  first.remove();
  first.remove();
  expect(run(module, 1)).toBe(3);
  second.remove();
  expect(run(module, 1)).toBe(2);
});

it('forward alone runs no hooks', () => {
  const module = new Double();
  module.registerForwardHook(() => tensor(0));
  expect(module.forward(tensor(2)).item()).toBe(4);
});

it('a pre-hook that returns no array is an error', () => {
  const layer = new Linear(1, 1);
  const notArray: [Tensor] = JSON.parse('3');
  layer.registerForwardPreHook(() => notArray);
  expect(() => layer(tensor([[1.5]]))).toThrow(
    'registerForwardPreHook: a hook must return an array of inputs, or nothing',
  );
});
