/**
 * @file One step of stochastic gradient descent.
 */
import type { SgdStepAttrs, TypedArray } from '@x/tensor/core';
import { eachParameter } from './steps.js';
import type { Kernel } from './types.js';

/** @see https://pytorch.org/docs/stable/generated/torch.optim.SGD.html */
export const sgdStep: Kernel<'sgdStep'> = (grads, outputs, attrs) => {
  eachParameter(grads, outputs, attrs, attrs.momentum === 0 ? row : rowWithMomentum);
};

function row(
  n: number,
  at: readonly number[],
  by: readonly number[],
  [g, p]: readonly TypedArray[],
  { lr, weightDecay, maximize }: SgdStepAttrs,
): void {
  const sign = maximize ? -1 : 1;
  let [i, j] = [at[0]!, at[1]!];
  const [di, dj] = [by[0]!, by[1]!];
  for (let e = 0; e < n; e++, i += di, j += dj) p![j]! -= lr * (sign * g![i]! + weightDecay * p![j]!);
}

function rowWithMomentum(
  n: number,
  at: readonly number[],
  by: readonly number[],
  [g, p, m]: readonly TypedArray[],
  { lr, momentum, dampening, weightDecay, nesterov, maximize, first }: SgdStepAttrs,
): void {
  const sign = maximize ? -1 : 1;
  const added = 1 - dampening;
  let [i, j, k] = [at[0]!, at[1]!, at[2]!];
  const [di, dj, dk] = [by[0]!, by[1]!, by[2]!];
  for (let e = 0; e < n; e++, i += di, j += dj, k += dk) {
    const parameter = p![j]!;
    const direction = sign * g![i]! + weightDecay * parameter;
    const average = first ? direction : momentum * m![k]! + added * direction;
    m![k] = average;
    p![j] = parameter - lr * (nesterov ? direction + momentum * average : average);
  }
}
