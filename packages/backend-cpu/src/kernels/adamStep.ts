/**
 * @file One step of Adam or AdamW.
 */
import { eachRow } from './rows.js';
import { eachParameter } from './steps.js';
import { elements, type Kernel } from './types.js';

/**
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 * @see https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 */
export const adamStep: Kernel<'adamStep'> = (grads, outputs, attrs) => {
  const { lr, beta1, beta2, eps, weightDecay, decoupled, amsgrad, step: count } = attrs;
  const sign = attrs.maximize ? -1 : 1;
  const stepSize = lr / (1 - beta1 ** count);
  const correction = Math.sqrt(1 - beta2 ** count);
  const shrink = decoupled ? 1 - lr * weightDecay : 1;
  const decay = decoupled ? 0 : weightDecay;
  eachParameter(grads, outputs, (operands) => {
    const [g, p, mean, square, max] = operands.map(elements);
    eachRow(
      operands.map((o) => o.layout),
      (n, at, step) => {
        for (let e = 0; e < n; e++) {
          const i = at[1]! + e * step[1]!;
          const j = at[2]! + e * step[2]!;
          const k = at[3]! + e * step[3]!;
          const parameter = p![i]! * shrink;
          const gradient = sign * g![at[0]! + e * step[0]!]! + decay * p![i]!;
          const average = beta1 * mean![j]! + (1 - beta1) * gradient;
          let spread = beta2 * square![k]! + (1 - beta2) * gradient * gradient;
          mean![j] = average;
          square![k] = spread;
          if (amsgrad) {
            const l = at[4]! + e * step[4]!;
            spread = Math.max(max![l]!, spread);
            max![l] = spread;
          }
          p![i] = parameter - (stepSize * average) / (Math.sqrt(spread) / correction + eps);
        }
      },
    );
  });
};
