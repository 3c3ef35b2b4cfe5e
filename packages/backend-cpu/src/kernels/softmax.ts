/**
 * @file Softmax and its logarithm along a dimension, and their gradients. Exponents are taken relative to the largest element.
 */
import type { TypedArray } from '@x/tensor/core';
import { eachLine } from './rows.js';
import { type CpuOperand, elements, type Kernel } from './types.js';

/** Writes one line of n elements: operand k starts at `at[k]` and moves by `step[k]`. */
type LineBody = (
  out: TypedArray,
  inputs: readonly TypedArray[],
  at: readonly number[],
  step: readonly number[],
  n: number,
) => void;

function alongAxis(inputs: readonly CpuOperand[], out: CpuOperand, axis: number, body: LineBody): void {
  const layouts = [out, ...inputs].map((o) => o.layout);
  const step = layouts.map((l) => l.strides[axis]!);
  const arrays = inputs.map(elements);
  const to = elements(out);
  const n = out.layout.shape[axis]!;
  eachLine(layouts, axis, (at) => body(to, arrays, at, step, n));
}

/** Largest of n elements; NaN is passed over here and shows in the exponents. */
function largest(x: TypedArray, i: number, step: number, n: number): number {
  let max = -Infinity;
  for (let e = 0; e < n; e++, i += step) if (x[i]! > max) max = x[i]!;
  return max;
}

let exponents = new Float64Array(0);

const softmaxLine: LineBody = (out, [x], at, step, n) => {
  if (exponents.length < n) exponents = new Float64Array(n);
  const max = largest(x!, at[1]!, step[1]!, n);
  let sum = 0;
  for (let e = 0; e < n; e++) {
    const exponent = Math.exp(x![at[1]! + e * step[1]!]! - max);
    exponents[e] = exponent;
    sum += exponent;
  }
  for (let e = 0; e < n; e++) out[at[0]! + e * step[0]!] = exponents[e]! / sum;
};

const logSoftmaxLine: LineBody = (out, [x], at, step, n) => {
  const max = largest(x!, at[1]!, step[1]!, n);
  let sum = 0;
  for (let e = 0; e < n; e++) sum += Math.exp(x![at[1]! + e * step[1]!]! - max);
  const log = Math.log(sum);
  for (let e = 0; e < n; e++) out[at[0]! + e * step[0]!] = x![at[1]! + e * step[1]!]! - max - log;
};

/** `y · (g - Σ g·y)` */
const softmaxBackwardLine: LineBody = (out, [grad, y], at, step, n) => {
  let dot = 0;
  for (let e = 0; e < n; e++) dot += grad![at[1]! + e * step[1]!]! * y![at[2]! + e * step[2]!]!;
  for (let e = 0; e < n; e++) {
    out[at[0]! + e * step[0]!] = y![at[2]! + e * step[2]!]! * (grad![at[1]! + e * step[1]!]! - dot);
  }
};

/** `g - exp(y) · Σ g` */
const logSoftmaxBackwardLine: LineBody = (out, [grad, y], at, step, n) => {
  let sum = 0;
  for (let e = 0; e < n; e++) sum += grad![at[1]! + e * step[1]!]!;
  for (let e = 0; e < n; e++) {
    out[at[0]! + e * step[0]!] = grad![at[1]! + e * step[1]!]! - Math.exp(y![at[2]! + e * step[2]!]!) * sum;
  }
};

export const softmax: Kernel<'softmax'> = (inputs, [out], { axis }) => alongAxis(inputs, out, axis, softmaxLine);

export const logSoftmax: Kernel<'logSoftmax'> = (inputs, [out], { axis }) =>
  alongAxis(inputs, out, axis, logSoftmaxLine);

export const softmaxBackward: Kernel<'softmaxBackward'> = (inputs, [out], { axis }) =>
  alongAxis(inputs, out, axis, softmaxBackwardLine);

export const logSoftmaxBackward: Kernel<'logSoftmaxBackward'> = (inputs, [out], { axis }) =>
  alongAxis(inputs, out, axis, logSoftmaxBackwardLine);
