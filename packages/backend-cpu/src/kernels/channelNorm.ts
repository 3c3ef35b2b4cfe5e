/**
 * @file Normalisation of channels over the batch, of groups of channels for each sample, and the gradients of both.
 */
import type { NormAttrs, NormBackwardAttrs } from '@x/tensor/core';
import { dense } from './dense.js';
import { arrays, arraysBackward, at, atOr, named, namedBackward, write } from './norm.js';
import { channelSets, groupSets, type Sets } from './planes.js';
import type { CpuOperand, Kernel } from './types.js';

/** Calls `body` for every element of set i with its position and its channel. */
function eachElement(s: Sets, i: number, body: (position: number, channel: number) => void): void {
  for (let j = 0; j < s.planes; j++) {
    const channel = (i % s.groups) * s.setChannels + j * s.planeChannels;
    const start = i * s.setStep + j * s.planeStep;
    for (let e = 0; e < s.size; e++) body(start + e, channel);
  }
}

function forward(
  sets: Sets,
  inputs: readonly CpuOperand[],
  outputs: readonly [CpuOperand, CpuOperand, CpuOperand],
  attrs: NormAttrs,
): void {
  const { x, weight, bias, out, mean, variance } = arrays(named(inputs, outputs, attrs));
  const n = sets.planes * sets.size;
  for (let i = 0; i < sets.count; i++) {
    let sum = 0;
    eachElement(sets, i, (p) => {
      sum += at(x, p);
    });
    const center = sum / n;
    let squares = 0;
    eachElement(sets, i, (p) => {
      squares += (at(x, p) - center) ** 2;
    });
    write(mean, i, center);
    write(variance, i, squares / n);
    const factor = 1 / Math.sqrt(squares / n + attrs.eps);
    eachElement(sets, i, (p, c) => {
      write(out, p, (at(x, p) - center) * factor * atOr(weight, c, 1) + atOr(bias, c, 0));
    });
  }
}

function backward(
  sets: Sets,
  inputs: readonly CpuOperand[],
  outputs: readonly CpuOperand[],
  attrs: NormBackwardAttrs,
): void {
  const o = arraysBackward(namedBackward(inputs, outputs, attrs));
  const n = sets.planes * sets.size;
  const channels = inputs[0]!.layout.shape[1]!;
  const [forWeight, forBias] = [new Float64Array(channels), new Float64Array(channels)];
  for (let i = 0; i < sets.count; i++) {
    const center = at(o.mean, i);
    const factor = 1 / Math.sqrt(at(o.variance, i) + attrs.eps);
    let ones = 0;
    let slopes = 0;
    eachElement(sets, i, (p, c) => {
      const grad = at(o.grad, p);
      const value = (at(o.x, p) - center) * factor;
      forWeight[c]! += grad * value;
      forBias[c]! += grad;
      ones += grad * atOr(o.weight, c, 1);
      slopes += grad * atOr(o.weight, c, 1) * value;
    });
    const { forInput } = o;
    if (!forInput) continue;
    eachElement(sets, i, (p, c) => {
      const value = (at(o.x, p) - center) * factor;
      const grad = at(o.grad, p) * atOr(o.weight, c, 1);
      write(forInput, p, (grad - ones / n - (value * slopes) / n) * factor);
    });
  }
  o.forWeight?.data.set(forWeight, o.forWeight.offset);
  o.forBias?.data.set(forBias, o.forBias.offset);
}

export const batchNormInference: Kernel<'batchNormInference'> = (inputs, [out], attrs) => {
  const [image, center, spread, ...parameters] = inputs as [CpuOperand, CpuOperand, CpuOperand, ...CpuOperand[]];
  const { x, weight, bias, out: to } = arrays(named([image, ...parameters], [out, center, spread], attrs));
  const [mean, variance] = [dense(center), dense(spread)];
  const sets = channelSets(image.layout.shape);
  for (let i = 0; i < sets.count; i++) {
    const factor = 1 / Math.sqrt(at(variance, i) + attrs.eps);
    eachElement(sets, i, (p, c) => {
      write(to, p, (at(x, p) - at(mean, i)) * factor * atOr(weight, c, 1) + atOr(bias, c, 0));
    });
  }
};

export const batchNorm: Kernel<'batchNorm'> = (inputs, outputs, attrs) =>
  forward(channelSets(inputs[0]!.layout.shape), inputs, outputs, attrs);

export const batchNormBackward: Kernel<'batchNormBackward'> = (inputs, outputs, attrs) =>
  backward(channelSets(inputs[0]!.layout.shape), inputs, outputs, attrs);

export const groupNorm: Kernel<'groupNorm'> = (inputs, outputs, attrs) =>
  forward(groupSets(inputs[0]!.layout.shape, attrs.groups), inputs, outputs, attrs);

export const groupNormBackward: Kernel<'groupNormBackward'> = (inputs, outputs, attrs) =>
  backward(groupSets(inputs[0]!.layout.shape, attrs.groups), inputs, outputs, attrs);
