/**
 * @file Normalisation of rows and its gradients.
 */
import { arrays, arraysBackward, at, atOr, named, namedBackward, write } from './norm.js';
import type { Kernel } from './types.js';

export const layerNorm: Kernel<'layerNorm'> = (inputs, outputs, attrs) => {
  const { x, weight, bias, out, mean, variance } = arrays(named(inputs, outputs, attrs));
  const [rows, n] = inputs[0]!.layout.shape as [number, number];
  for (let i = 0; i < rows; i++) {
    const row = i * n;
    let sum = 0;
    for (let j = 0; j < n; j++) sum += at(x, row + j);
    const center = sum / n;
    let squares = 0;
    for (let j = 0; j < n; j++) squares += (at(x, row + j) - center) ** 2;
    write(mean, i, center);
    write(variance, i, squares / n);
    const factor = 1 / Math.sqrt(squares / n + attrs.eps);
    for (let j = 0; j < n; j++) {
      write(out, row + j, (at(x, row + j) - center) * factor * atOr(weight, j, 1) + atOr(bias, j, 0));
    }
  }
};

export const layerNormBackward: Kernel<'layerNormBackward'> = (inputs, outputs, attrs) => {
  const o = arraysBackward(namedBackward(inputs, outputs, attrs));
  const [rows, n] = inputs[0]!.layout.shape as [number, number];
  const [forWeight, forBias] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < rows; i++) {
    const row = i * n;
    const center = at(o.mean, i);
    const factor = 1 / Math.sqrt(at(o.variance, i) + attrs.eps);
    let ones = 0;
    let slopes = 0;
    for (let j = 0; j < n; j++) {
      const grad = at(o.grad, row + j);
      const value = (at(o.x, row + j) - center) * factor;
      forWeight[j]! += grad * value;
      forBias[j]! += grad;
      ones += grad * atOr(o.weight, j, 1);
      slopes += grad * atOr(o.weight, j, 1) * value;
    }
    if (!o.forInput) continue;
    for (let j = 0; j < n; j++) {
      const value = (at(o.x, row + j) - center) * factor;
      const grad = at(o.grad, row + j) * atOr(o.weight, j, 1);
      write(o.forInput, row + j, (grad - ones / n - (value * slopes) / n) * factor);
    }
  }
  o.forWeight?.data.set(forWeight, o.forWeight.offset);
  o.forBias?.data.set(forBias, o.forBias.offset);
};
