/**
 * @file One step of Adam or AdamW.
 */
import type { AdamStepAttrs, TypedArray } from '@x/tensor/core';
import { eachParameter } from './steps.js';
import type { Kernel } from './types.js';

/**
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 * @see https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 */
export const adamStep: Kernel<'adamStep'> = (grads, outputs, attrs) => {
  eachParameter(grads, outputs, attrs, row);
};

function row(
  n: number,
  at: readonly number[],
  by: readonly number[],
  [g, p, mean, square, largest]: readonly TypedArray[],
  { lr, beta1, beta2, eps, weightDecay, decoupled, maximize, step }: AdamStepAttrs,
): void {
  const sign = maximize ? -1 : 1;
  const stepSize = lr / (1 - beta1 ** step);
  const correction = Math.sqrt(1 - beta2 ** step);
  const shrink = decoupled ? 1 - lr * weightDecay : 1;
  const decay = decoupled ? 0 : weightDecay;
  let [i, j, k, l] = [at[0]!, at[1]!, at[2]!, at[3]!];
  const [di, dj, dk, dl] = [by[0]!, by[1]!, by[2]!, by[3]!];
  for (let e = 0; e < n; e++, i += di, j += dj, k += dk, l += dl) {
    const parameter = p![j]!;
    const gradient = sign * g![i]! + decay * parameter;
    const average = beta1 * mean![k]! + (1 - beta1) * gradient;
    let spread = beta2 * square![l]! + (1 - beta2) * gradient * gradient;
    mean![k] = average;
    square![l] = spread;
    if (largest) {
      const m = at[4]! + e * by[4]!;
      spread = Math.max(largest[m]!, spread);
      largest[m] = spread;
    }
    p![j] = parameter * shrink - (stepSize * average) / (Math.sqrt(spread) / correction + eps);
  }
}
