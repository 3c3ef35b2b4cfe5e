/**
 * @file One step of stochastic gradient descent.
 */
import { eachRow } from './rows.js';
import { eachParameter } from './steps.js';
import { elements, type Kernel } from './types.js';

/** @see https://pytorch.org/docs/stable/generated/torch.optim.SGD.html */
export const sgdStep: Kernel<'sgdStep'> = (grads, outputs, attrs) => {
  const { lr, momentum, dampening, weightDecay, nesterov, first } = attrs;
  const sign = attrs.maximize ? -1 : 1;
  eachParameter(grads, outputs, ([grad, parameter, momentumBuffer]) => {
    const g = elements(grad!);
    const p = elements(parameter!);
    const buffer = momentumBuffer ?? parameter!;
    const m = elements(buffer);
    eachRow([parameter!.layout, grad!.layout, buffer.layout], (n, at, step) => {
      for (let e = 0; e < n; e++) {
        const i = at[0]! + e * step[0]!;
        const direction = sign * g[at[1]! + e * step[1]!]! + weightDecay * p[i]!;
        let update = direction;
        if (momentumBuffer) {
          const j = at[2]! + e * step[2]!;
          const average = first ? direction : momentum * m[j]! + (1 - dampening) * direction;
          m[j] = average;
          update = nesterov ? direction + momentum * average : average;
        }
        p[i]! -= lr * update;
      }
    });
  });
};
