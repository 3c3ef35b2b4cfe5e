/**
 * @file One step of RMSprop.
 */
import type { RmspropStepAttrs, TypedArray } from '@x/tensor/core';
import { eachParameter } from './steps.js';
import type { Kernel } from './types.js';

/** @see https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html */
export const rmspropStep: Kernel<'rmspropStep'> = (grads, outputs, attrs) => {
  eachParameter(grads, outputs, attrs, row);
};

function row(
  n: number,
  at: readonly number[],
  by: readonly number[],
  arrays: readonly TypedArray[],
  { lr, alpha, eps, weightDecay, momentum, centered, maximize }: RmspropStepAttrs,
): void {
  const sign = maximize ? -1 : 1;
  const [g, p, square] = arrays;
  const bufferAt = 3;
  const meanAt = momentum > 0 ? 4 : 3;
  const buffer = momentum > 0 ? arrays[bufferAt] : undefined;
  const mean = centered ? arrays[meanAt] : undefined;
  let [i, j, k] = [at[0]!, at[1]!, at[2]!];
  const [di, dj, dk] = [by[0]!, by[1]!, by[2]!];
  for (let e = 0; e < n; e++, i += di, j += dj, k += dk) {
    const parameter = p![j]!;
    const gradient = sign * g![i]! + weightDecay * parameter;
    let variance = alpha * square![k]! + (1 - alpha) * gradient * gradient;
    square![k] = variance;
    if (mean) {
      const m = at[meanAt]! + e * by[meanAt]!;
      const average = alpha * mean[m]! + (1 - alpha) * gradient;
      mean[m] = average;
      variance -= average * average;
    }
    let update = gradient / (Math.sqrt(variance) + eps);
    if (buffer) {
      const m = at[bufferAt]! + e * by[bufferAt]!;
      update += momentum * buffer[m]!;
      buffer[m] = update;
    }
    p![j] = parameter - lr * update;
  }
}
