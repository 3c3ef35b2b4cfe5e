/**
 * @file One step of RMSprop.
 */
import { eachRow } from './rows.js';
import { eachParameter } from './steps.js';
import { elements, type Kernel } from './types.js';

/** @see https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html */
export const rmspropStep: Kernel<'rmspropStep'> = (grads, outputs, attrs) => {
  const { lr, alpha, eps, weightDecay, momentum, centered } = attrs;
  const sign = attrs.maximize ? -1 : 1;
  const bufferAt = momentum > 0 ? 3 : 0;
  const meanAt = centered ? (bufferAt || 2) + 1 : 0;
  eachParameter(grads, outputs, (operands) => {
    const arrays = operands.map(elements);
    const [g, p, square] = arrays;
    const buffer = arrays[bufferAt]!;
    const mean = arrays[meanAt]!;
    eachRow(
      operands.map((o) => o.layout),
      (n, at, step) => {
        for (let e = 0; e < n; e++) {
          const i = at[1]! + e * step[1]!;
          const j = at[2]! + e * step[2]!;
          const gradient = sign * g![at[0]! + e * step[0]!]! + weightDecay * p![i]!;
          let variance = alpha * square![j]! + (1 - alpha) * gradient * gradient;
          square![j] = variance;
          if (meanAt > 0) {
            const k = at[meanAt]! + e * step[meanAt]!;
            const average = alpha * mean[k]! + (1 - alpha) * gradient;
            mean[k] = average;
            variance -= average * average;
          }
          let update = gradient / (Math.sqrt(variance) + eps);
          if (bufferAt > 0) {
            const l = at[bufferAt]! + e * step[bufferAt]!;
            update += momentum * buffer[l]!;
            buffer[l] = update;
          }
          p![i]! -= lr * update;
        }
      },
    );
  });
};
