/**
 * @file The optimizers' steps in place, against PyTorch's formulas written out for one element.
 */
import {
  type AdamStepAttrs,
  type DType,
  type Operand,
  type RmspropStepAttrs,
  type SgdStepAttrs,
  type Shape,
  sizeOf,
} from '@x/tensor/core';
import { it } from 'vitest';
import { describeFused } from '../fused.js';
import { repeat, stored } from '../host.js';
import { contiguous, distinctLayouts } from '../layouts.js';
import { spread } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

/** Parameter and states of one element. */
type Element = readonly number[];

/** One way of using an optimizer. */
interface Case<A> {
  /** Attributes of the step with this number, from 1. */
  readonly attrs: (count: number) => A;
  /** Number of states of a parameter. */
  readonly states: number;
  /** What the states hold before the first step. */
  readonly start: number;
}

/** One step of one element by definition. */
type Definition<A> = (element: Element, gradient: number, attrs: A, states: number) => Element;

type StepKernel<A> = (inputs: readonly Operand[], outputs: readonly Operand[], attrs: A) => void;

const shapes: readonly Shape[] = [[5, 7], [3], []];
const STEPS = 4;

const numbers = (shape: Shape, seed: number, dtype: DType): number[] =>
  spread(sizeOf(shape) + seed, -2, 2)
    .slice(seed)
    .map((x) => stored(x, dtype));

/** Takes some steps with parameters of several shapes, and expects what the definition makes of each element. */
async function checkSteps<A>(
  subject: Subject,
  kernel: StepKernel<A>,
  definition: Definition<A>,
  { attrs, states, start }: Case<A>,
  dtype: DType,
  layout = contiguous,
): Promise<void> {
  const before = repeat(states, start);
  let expected = shapes.map((shape) => numbers(shape, 1, dtype).map((p): Element => [p].concat(before)));
  const outputs = Array.from({ length: 1 + states }, (_, state) =>
    shapes.map((shape, k) =>
      subject.output(
        shape,
        dtype,
        layout,
        expected[k]!.map((element) => element[state]!),
      ),
    ),
  );
  for (let count = 1; count <= STEPS; count++) {
    const gradients = shapes.map((shape) => numbers(shape, 10 * count, dtype));
    const inputs = shapes.map((shape, k) => subject.operand({ shape, values: gradients[k]! }, dtype, layout));
    kernel(inputs, outputs.flat(), attrs(count));
    expected = expected.map((elements, k) =>
      elements.map((element, i) => definition(element, gradients[k]![i]!, attrs(count), states)),
    );
  }
  for (const [state, tensors] of outputs.entries()) {
    for (const [k, tensor] of tensors.entries()) {
      await expectValues(
        subject,
        tensor,
        expected[k]!.map((element) => element[state]!),
        STEPS,
      );
    }
  }
}

function stepSuite<A>(
  subject: Subject,
  kernel: StepKernel<A>,
  definition: Definition<A>,
  cases: Readonly<Record<string, Case<A>>>,
): void {
  it.each(Object.entries(cases))('%s', async (_, c) => {
    for (const dtype of subject.floats) await checkSteps(subject, kernel, definition, c, dtype);
  });

  it.each(Object.entries(distinctLayouts))('%s', async (_, layout) => {
    for (const c of Object.values(cases)) await checkSteps(subject, kernel, definition, c, 'float32', layout);
  });
}

const sgd: Definition<SgdStepAttrs> = ([p, m], gradient, a, states) => {
  const g = (a.maximize ? -gradient : gradient) + a.weightDecay * p!;
  if (states === 0) return [p! - a.lr * g];
  const average = a.first ? g : a.momentum * m! + (1 - a.dampening) * g;
  return [p! - a.lr * (a.nesterov ? g + a.momentum * average : average), average];
};

/** Momentum starts as the first gradient, so what its buffer held before does not matter. */
function sgdCase(options: Partial<SgdStepAttrs>): Case<SgdStepAttrs> {
  const plain = { lr: 0.1, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, maximize: false };
  const attrs = { ...plain, ...options };
  return { attrs: (count) => ({ ...attrs, first: count === 1 }), states: attrs.momentum === 0 ? 0 : 1, start: NaN };
}

const sgdCases = {
  plain: sgdCase({}),
  'weight decay': sgdCase({ weightDecay: 0.3 }),
  maximize: sgdCase({ maximize: true, weightDecay: 0.3 }),
  momentum: sgdCase({ momentum: 0.9 }),
  'momentum and dampening': sgdCase({ momentum: 0.8, dampening: 0.4, weightDecay: 0.1 }),
  Nesterov: sgdCase({ momentum: 0.7, nesterov: true, weightDecay: 0.1 }),
};

const adam: Definition<AdamStepAttrs> = ([p, m, v, top], gradient, a) => {
  const decayed = a.decoupled ? p! - a.lr * a.weightDecay * p! : p!;
  const g = (a.maximize ? -gradient : gradient) + (a.decoupled ? 0 : a.weightDecay * p!);
  const mean = a.beta1 * m! + (1 - a.beta1) * g;
  const square = a.beta2 * v! + (1 - a.beta2) * g * g;
  const largest = Math.max(top ?? 0, square);
  const deviation = Math.sqrt((a.amsgrad ? largest : square) / (1 - a.beta2 ** a.step)) + a.eps;
  const updated = decayed - (a.lr * mean) / (1 - a.beta1 ** a.step) / deviation;
  return a.amsgrad ? [updated, mean, square, largest] : [updated, mean, square];
};

function adamCase(options: Partial<AdamStepAttrs>): Case<AdamStepAttrs> {
  const plain = { lr: 0.1, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0 };
  const attrs = { ...plain, decoupled: false, amsgrad: false, maximize: false, ...options };
  return { attrs: (step) => ({ ...attrs, step }), states: attrs.amsgrad ? 3 : 2, start: 0 };
}

const adamCases = {
  plain: adamCase({}),
  'weight decay': adamCase({ beta1: 0.8, beta2: 0.9, eps: 1e-3, weightDecay: 0.3 }),
  'decoupled weight decay': adamCase({ weightDecay: 0.3, decoupled: true }),
  maximize: adamCase({ weightDecay: 0.3, maximize: true }),
  AMSGrad: adamCase({ beta2: 0.5, amsgrad: true }),
};

/** States: mean square, momentum buffer, mean, as far as they are used. */
const rmsprop: Definition<RmspropStepAttrs> = ([p, v, ...others], gradient, a) => {
  const g = (a.maximize ? -gradient : gradient) + a.weightDecay * p!;
  const square = a.alpha * v! + (1 - a.alpha) * g * g;
  const mean = a.centered ? a.alpha * others.at(-1)! + (1 - a.alpha) * g : 0;
  const scaled = g / (Math.sqrt(square - mean * mean) + a.eps);
  const update = a.momentum > 0 ? a.momentum * others[0]! + scaled : scaled;
  return [p! - a.lr * update, square, ...(a.momentum > 0 ? [update] : []), ...(a.centered ? [mean] : [])];
};

function rmspropCase(options: Partial<RmspropStepAttrs>): Case<RmspropStepAttrs> {
  const plain = { lr: 0.1, alpha: 0.9, eps: 1e-3, weightDecay: 0, momentum: 0, centered: false, maximize: false };
  const attrs = { ...plain, ...options };
  return { attrs: () => attrs, states: 1 + Number(attrs.momentum > 0) + Number(attrs.centered), start: 0 };
}

const rmspropCases = {
  plain: rmspropCase({}),
  'weight decay': rmspropCase({ weightDecay: 0.3 }),
  maximize: rmspropCase({ maximize: true, weightDecay: 0.3 }),
  momentum: rmspropCase({ momentum: 0.8 }),
  centered: rmspropCase({ centered: true }),
  'centered with momentum': rmspropCase({ momentum: 0.8, centered: true, weightDecay: 0.1 }),
};

export function steps(subject: Subject): void {
  describeFused(subject, 'sgdStep', (kernel) => stepSuite(subject, kernel, sgd, sgdCases));
  describeFused(subject, 'adamStep', (kernel) => stepSuite(subject, kernel, adam, adamCases));
  describeFused(subject, 'rmspropStep', (kernel) => stepSuite(subject, kernel, rmsprop, rmspropCases));
}
