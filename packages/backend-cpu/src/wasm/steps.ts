/**
 * @file Steps of SGD, Adam and RMSprop for parameters that lie contiguous, as their gradients and states do.
 */
import { adamStep as adamReference } from '../kernels/adamStep.js';
import { rmspropStep as rmspropReference } from '../kernels/rmspropStep.js';
import { sgdStep as sgdReference } from '../kernels/sgdStep.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import type { Arguments } from '../threads/pool.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';
import { callsOf, LINE, parallel, parts, paysThreads } from './parallel.js';

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

/** Runs a step of n parameters after the other: in parts of all of them, which start `4 · first` bytes behind the states. */
function stepAll<A extends Arguments>(
  engine: Engine,
  run: (...args: A) => void,
  grads: readonly CpuOperand[],
  states: number,
  call: (k: number, from: number, count: number) => A,
): void {
  const each = states * cost.element;
  const total = grads.reduce((n, { layout }) => n + layout.size, 0);
  if (!paysThreads(engine, total * each)) {
    grads.forEach(({ layout }, k) => run(...call(k, 0, layout.size)));
    return;
  }
  const calls = grads.flatMap(({ layout: { size } }, k) =>
    callsOf(parts(engine, size, each, LINE), (first, last) => call(k, 4 * first, last - first)),
  );
  parallel(engine, run, calls);
}

/** The address a number of bytes behind another one; none is 0. */
const behind = (address: number, bytes: number): number => (address === 0 ? 0 : address + bytes);

export function sgdKernel(engine: Engine): Kernel<'sgdStep'> {
  const run = engine.exports.sgdStep_f32;
  return accelerate((grads: readonly CpuOperand[], outputs: readonly CpuOperand[], attrs) => {
    if (!allPlain(grads) || !allPlain(outputs)) return false;
    const { lr, weightDecay, momentum, nesterov } = attrs;
    const sign = attrs.maximize ? -1 : 1;
    const keep = attrs.first ? 0 : momentum;
    const take = attrs.first ? 1 : 1 - attrs.dampening;
    stepAll(
      engine,
      run,
      grads,
      3,
      (k, from, count): Parameters<typeof run> => [
        place(outputs[k]!) + from,
        place(grads[k]!) + from,
        behind(state(outputs, grads.length, 1, k), from),
        count,
        lr,
        sign,
        weightDecay,
        keep,
        take,
        momentum,
        nesterov,
      ],
    );
    return true;
  }, sgdReference);
}

export function adamKernel(engine: Engine): Kernel<'adamStep'> {
  const run = engine.exports.adamStep_f32;
  return accelerate((grads: readonly CpuOperand[], outputs: readonly CpuOperand[], attrs) => {
    if (!allPlain(grads) || !allPlain(outputs)) return false;
    const { lr, beta1, beta2, eps, weightDecay, decoupled, step } = attrs;
    const stepSize = lr / (1 - beta1 ** step);
    const correction = 1 / Math.sqrt(1 - beta2 ** step);
    const sign = attrs.maximize ? -1 : 1;
    stepAll(
      engine,
      run,
      grads,
      4,
      (k, from, count): Parameters<typeof run> => [
        place(outputs[k]!) + from,
        place(grads[k]!) + from,
        behind(state(outputs, grads.length, 1, k), from),
        behind(state(outputs, grads.length, 2, k), from),
        behind(state(outputs, grads.length, 3, k), from),
        count,
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
      ],
    );
    return true;
  }, adamReference);
}

export function rmspropKernel(engine: Engine): Kernel<'rmspropStep'> {
  const run = engine.exports.rmspropStep_f32;
  return accelerate((grads: readonly CpuOperand[], outputs: readonly CpuOperand[], attrs) => {
    if (!allPlain(grads) || !allPlain(outputs)) return false;
    const { lr, alpha, eps, weightDecay, momentum, centered } = attrs;
    const sign = attrs.maximize ? -1 : 1;
    const meanAt = momentum > 0 ? 3 : 2;
    stepAll(
      engine,
      run,
      grads,
      4,
      (k, from, count): Parameters<typeof run> => [
        place(outputs[k]!) + from,
        place(grads[k]!) + from,
        behind(state(outputs, grads.length, 1, k), from),
        momentum > 0 ? behind(state(outputs, grads.length, 2, k), from) : 0,
        centered ? behind(state(outputs, grads.length, meanAt, k), from) : 0,
        count,
        lr,
        sign,
        weightDecay,
        alpha,
        1 - alpha,
        eps,
        momentum,
      ],
    );
    return true;
  }, rmspropReference);
}
