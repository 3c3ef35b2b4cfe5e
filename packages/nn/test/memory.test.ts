import { cpu } from '@x/backend-cpu';
import { memory, randn, registerBackend, scope, zeros } from '@x/tensor';
import { expect, it } from 'vitest';
import { BatchNorm1d, Buffer, Linear, Parameter, ReLU, Sequential, utils } from '../src/index.js';
import { LeNet } from './tutorial-models.js';

registerBackend(await cpu());

it('a training step in a scope leaves nothing behind', () => {
  const net = new Sequential(new Linear(4, 4), new BatchNorm1d(4), new ReLU());
  const x = randn(3, 4);
  const step = (): void =>
    scope(() => {
      net.zeroGrad();
      net(x).sum().backward();
      utils.clipGradNorm_(net.parameters(), 1);
      net.loadStateDict(net.stateDict());
    });
  step();
  const before = memory();
  for (let i = 0; i < 20; i++) step();
  expect(memory()).toEqual(before);
});

it('a module survives the scope that it was made in', () => {
  const net = scope(() => {
    const made = new LeNet();
    made(randn(1, 1, 32, 32));
    return made;
  });
  expect(net(randn(2, 1, 32, 32)).shape).toEqual([2, 10]);
});

it('a module survives the scope that it was moved in', () => {
  const net = new BatchNorm1d(2);
  scope(() => {
    net.double();
  });
  expect(net.stateDict().running_var?.tolist()).toEqual([1, 1]);
});

it('parameters and buffers share memory with their tensor and outlive it', () => {
  const kept = scope(() => {
    const data = zeros(2);
    const made = { parameter: new Parameter(data), buffer: new Buffer(data) };
    data.fill_(3);
    return () => made;
  })();
  expect(kept.parameter.tolist()).toEqual([3, 3]);
  expect(kept.buffer.tolist()).toEqual([3, 3]);
});
