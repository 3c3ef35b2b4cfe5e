/**
 * @file Ops of neural networks on a device with the required kernels alone: their decompositions have the right gradients,
 * of both orders.
 */
import { cpu } from '@x/backend-cpu';
import { manualSeed, registerBackend, setDefaultDevice } from '@x/tensor';
import { expect, test } from 'vitest';
import { gradcheck, gradgradcheck } from '../src/index.js';

const required: ReadonlySet<string> = new Set(
  'fill copy cast unary binary compare where reduce argReduce matmul gather scatterAdd scatter'.split(' '),
);
const { kernels, ...backend } = await cpu();
const some = { ...kernels };
for (const name of Object.keys(some)) if (!required.has(name)) Reflect.deleteProperty(some, name);
registerBackend({ ...backend, name: 'required', kernels: some });
setDefaultDevice('required');
manualSeed(0);

// the table makes its inputs when it is loaded
const { nn } = await import('./gradcheck/nn.js');

test.each([...nn])('%s', (_, { fn, inputs, once }) => {
  expect(gradcheck(fn, inputs)).toBe(true);
  if (!once) expect(gradgradcheck(fn, inputs)).toBe(true);
});
