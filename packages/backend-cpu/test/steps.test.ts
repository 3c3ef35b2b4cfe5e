import { type AdamStepAttrs, type DType, Layout, type RmspropStepAttrs, type SgdStepAttrs } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { operand, valuesOf } from './support.js';
import golden from './steps.json' with { type: 'json' };

interface Options {
  readonly lr: number;
  readonly momentum?: number;
  readonly dampening?: number;
  readonly weight_decay?: number;
  readonly nesterov?: boolean;
  readonly maximize?: boolean;
  readonly amsgrad?: boolean;
  readonly betas?: readonly number[];
  readonly eps?: number;
  readonly alpha?: number;
  readonly centered?: boolean;
}

/** Steps of one optimizer on a parameter: a function of the gradient and the number of the step. */
type Step = (grad: CpuOperand, count: number) => void;

/** Every other element of a buffer: the kernels must follow strides. */
const spread = Layout.strided([3], [2], 1);

const zeros = (dtype: DType): CpuOperand => operand([0, 0, 0], spread, dtype);

function sgd(parameter: CpuOperand, options: Options): Step {
  const {
    lr,
    momentum = 0,
    dampening = 0,
    weight_decay: weightDecay = 0,
    nesterov = false,
    maximize = false,
  } = options;
  const attrs: Omit<SgdStepAttrs, 'first'> = { lr, momentum, dampening, weightDecay, nesterov, maximize };
  // what the buffer holds before the first step must not matter
  const buffer = operand([NaN, NaN, NaN], [3], parameter.dtype);
  return (grad, count) =>
    kernels.sgdStep([grad], momentum === 0 ? [parameter] : [parameter, buffer], { ...attrs, first: count === 1 });
}

function adam(parameter: CpuOperand, options: Options, decoupled: boolean): Step {
  const { lr, betas = [0.9, 0.999], eps = 1e-8, amsgrad = false, maximize = false } = options;
  const weightDecay = options.weight_decay ?? (decoupled ? 0.01 : 0);
  const [beta1, beta2] = betas as [number, number];
  const attrs: Omit<AdamStepAttrs, 'step'> = { lr, beta1, beta2, eps, weightDecay, decoupled, amsgrad, maximize };
  const state = Array.from({ length: amsgrad ? 3 : 2 }, () => zeros(parameter.dtype));
  return (grad, step) => kernels.adamStep([grad], [parameter, ...state], { ...attrs, step });
}

function rmsprop(parameter: CpuOperand, options: Options): Step {
  const { lr, alpha = 0.99, eps = 1e-8, weight_decay: weightDecay = 0, momentum = 0 } = options;
  const { centered = false, maximize = false } = options;
  const attrs: RmspropStepAttrs = { lr, alpha, eps, weightDecay, momentum, centered, maximize };
  const states = 1 + Number(momentum > 0) + Number(centered);
  const state = Array.from({ length: states }, () => zeros(parameter.dtype));
  return (grad) => kernels.rmspropStep([grad], [parameter, ...state], attrs);
}

const optimizers: Readonly<Record<string, (parameter: CpuOperand, options: Options) => Step>> = {
  sgd,
  adam: (parameter, options) => adam(parameter, options, false),
  adamw: (parameter, options) => adam(parameter, options, true),
  rmsprop,
};

const tolerance = { float32: 2e-6, float64: 1e-14 };

describe.each(['float32', 'float64'] as const)('%s', (dtype) => {
  it.each(golden.cases.map((c) => [c.optimizer, JSON.stringify(c.options), c] as const))(
    '%s %s walks as in PyTorch',
    (_, __, { optimizer, options, [dtype]: path }) => {
      const parameter = operand(golden.start, spread, dtype);
      const step = optimizers[optimizer]!(parameter, options);
      expect(path).toHaveLength(20);
      golden.gradients.forEach((gradient, i) => {
        step(operand(gradient, Layout.strided([3], [-1], 2), dtype), i + 1);
        valuesOf(parameter).forEach((value, j) => {
          expect(Math.abs(value - path[i]![j]!)).toBeLessThanOrEqual(tolerance[dtype] * Math.max(1, Math.abs(value)));
        });
      });
    },
  );
});
