import { inspect } from 'node:util';
import { cpu } from '@x/backend-cpu';
import { ones, registerBackend } from '@x/tensor';
import { expect, it } from 'vitest';
import { Linear, Parameter, Sequential } from '../../src/index.js';

registerBackend(await cpu());

it('console.log shows modules and parameters as Python does', () => {
  const net = new Sequential(new Linear(4, 2));
  expect(inspect(net)).toBe('Sequential(\n  (0): Linear(in_features=4, out_features=2, bias=True)\n)');
  expect(inspect({ layer: net.get(0) })).toBe('{ layer: Linear(in_features=4, out_features=2, bias=True) }');
  expect(inspect(new Parameter(ones(1)))).toBe('Parameter containing:\ntensor([1.], requires_grad=True)');
});
