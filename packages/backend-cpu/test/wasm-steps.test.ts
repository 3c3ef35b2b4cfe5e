import { Layout } from '@x/tensor';
import { expect, it } from 'vitest';
import type { CpuOperand } from '../src/kernels/types.js';
import { engineKernels } from '../src/wasm/kernels.js';
import { valuesOf } from './support.js';
import { engine, free, heapOperand } from './wasm-support.js';

const kernels = engineKernels(engine);

function operandOf(values: readonly number[]): CpuOperand {
  const made = heapOperand(Layout.of([values.length]), 'float32', 1);
  made.buffer.elements('float32').set(values);
  return made;
}

/** Means whose 9 tenths are subnormal, which become 0, and others, in vectors and behind them. */
const before = [1.2e-38, -1.2e-38, 1e-45, 0, 1.4e-38, -1.4e-38, 1, NaN, -Infinity, 1.2e-38, 1.4e-38];
const after = before.map((mean) => (Math.abs(mean) < 1.3e-38 ? 0 : Math.fround(mean * Math.fround(0.9))));

const zeros = before.map(() => 0);

it('momentum does not stay subnormal', () => {
  const [parameter, grad, momentum] = [operandOf(zeros), operandOf(zeros), operandOf(before)];
  const attrs = { lr: 0, momentum: 0.9, dampening: 0, weightDecay: 0, nesterov: false, maximize: false, first: false };
  kernels.sgdStep([grad], [parameter, momentum], attrs);
  expect(valuesOf(momentum).map((mean) => mean + 0)).toEqual(after);
  free(parameter, grad, momentum);
});

it('neither do the means of Adam', () => {
  const [parameter, grad] = [operandOf(zeros), operandOf(zeros)];
  const [mean, square] = [operandOf(before), operandOf(before.map(Math.abs))];
  const attrs = { lr: 0, beta1: 0.9, beta2: 0.9, eps: 1e-8, weightDecay: 0, decoupled: false, amsgrad: false };
  kernels.adamStep([grad], [parameter, mean, square], { ...attrs, maximize: false, step: 2 });
  expect(valuesOf(mean).map((value) => value + 0)).toEqual(after);
  expect(valuesOf(square).map((value) => value + 0)).toEqual(after.map(Math.abs));
  free(parameter, grad, mean, square);
});

it('nor those of RMSprop', () => {
  const [parameter, grad] = [operandOf(zeros), operandOf(zeros)];
  const [square, momentum, mean] = [operandOf(before.map(Math.abs)), operandOf(before), operandOf(before)];
  const attrs = { lr: 0, alpha: 0.9, eps: 1e-8, weightDecay: 0, momentum: 0.9, centered: true, maximize: false };
  kernels.rmspropStep([grad], [parameter, square, momentum, mean], attrs);
  expect(valuesOf(mean).map((value) => value + 0)).toEqual(after);
  expect(valuesOf(square).map((value) => value + 0)).toEqual(after.map(Math.abs));
  free(parameter, grad, square, momentum, mean);
});
