/**
 * @file Steps of SGD and Adam for parameters that lie contiguous, as their gradients and states do.
 */
import { adamStep as adamReference } from '../kernels/adamStep.js';
import { sgdStep as sgdReference } from '../kernels/sgdStep.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';

function allPlain(operands: readonly CpuOperand[]): boolean {
  for (let i = 0; i < operands.length; i++) {
    const { dtype, layout } = operands[i]!;
    if (dtype !== 'float32' || !layout.contiguous) return false;
  }
  return true;
}

/** Address of state number `list` (1 is the first) of parameter k, 0 where there is no such state. */
function state(outputs: readonly CpuOperand[], parameters: number, list: number, k: number): number {
  const operand = outputs[list * parameters + k];
  return operand === undefined ? 0 : place(operand);
}

export function sgdKernel({ exports }: Engine): Kernel<'sgdStep'> {
  return accelerate((grads: readonly CpuOperand[], outputs: readonly CpuOperand[], attrs) => {
    if (!allPlain(grads) || !allPlain(outputs)) return false;
    const { lr, weightDecay, momentum, nesterov } = attrs;
    const sign = attrs.maximize ? -1 : 1;
    const keep = attrs.first ? 0 : momentum;
    const take = attrs.first ? 1 : 1 - attrs.dampening;
    for (let k = 0; k < grads.length; k++) {
      const g = place(grads[k]!);
      const m = state(outputs, grads.length, 1, k);
      const { size } = grads[k]!.layout;
      exports.sgdStep_f32(place(outputs[k]!), g, m, size, lr, sign, weightDecay, keep, take, momentum, nesterov);
    }
    return true;
  }, sgdReference);
}

export function adamKernel({ exports }: Engine): Kernel<'adamStep'> {
  return accelerate((grads: readonly CpuOperand[], outputs: readonly CpuOperand[], attrs) => {
    if (!allPlain(grads) || !allPlain(outputs)) return false;
    const { lr, beta1, beta2, eps, weightDecay, decoupled, step } = attrs;
    const stepSize = lr / (1 - beta1 ** step);
    const correction = 1 / Math.sqrt(1 - beta2 ** step);
    const sign = attrs.maximize ? -1 : 1;
    for (let k = 0; k < grads.length; k++) {
      exports.adamStep_f32(
        place(outputs[k]!),
        place(grads[k]!),
        state(outputs, grads.length, 1, k),
        state(outputs, grads.length, 2, k),
        state(outputs, grads.length, 3, k),
        grads[k]!.layout.size,
        stepSize,
        correction,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        eps,
        sign,
        decoupled ? 0 : weightDecay,
        decoupled ? 1 - lr * weightDecay : 1,
      );
    }
    return true;
  }, adamReference);
}
