/**
 * @file The optimizers' steps in place, against PyTorch's formulas written out for one element.
 */
import { type AdamStepAttrs, type DType, type SgdStepAttrs } from '@x/tensor';
import { it } from 'vitest';
import { describeFused } from '../fused.js';
import { repeat, stored } from '../host.js';
import { contiguous, distinctLayouts } from '../layouts.js';
import { spread } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

const SHAPE = [5, 7];
const SIZE = 35;
const STEPS = 4;

const fractions = (low: number, high: number, dtype: DType): number[] =>
  spread(SIZE, low, high).map((x) => stored(x, dtype));
/** Gradient of step `count`. */
const gradientOf = (count: number, dtype: DType): number[] =>
  spread(SIZE + count, -2, 2)
    .slice(count)
    .map((x) => stored(x, dtype));

const plainSgd = { lr: 0.1, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, maximize: false };

const sgdCases: Readonly<Record<string, Omit<SgdStepAttrs, 'first'>>> = {
  plain: plainSgd,
  'weight decay': { ...plainSgd, weightDecay: 0.3 },
  maximize: { ...plainSgd, maximize: true, weightDecay: 0.3 },
  momentum: { ...plainSgd, momentum: 0.9 },
  'momentum and dampening': { ...plainSgd, momentum: 0.8, dampening: 0.4, weightDecay: 0.1 },
  Nesterov: { ...plainSgd, momentum: 0.7, nesterov: true, weightDecay: 0.1 },
};

/** One step: new parameter and momentum. */
function sgd(p: number, g: number, m: number, a: SgdStepAttrs): readonly [number, number] {
  const d = (a.maximize ? -g : g) + a.weightDecay * p;
  const average = a.first ? d : a.momentum * m + (1 - a.dampening) * d;
  const update = a.momentum === 0 ? d : a.nesterov ? d + a.momentum * average : average;
  return [p - a.lr * update, average];
}

function sgdSuite(subject: Subject): void {
  describeFused(subject, 'sgdStep', (sgdStep) => {
    async function check(options: Omit<SgdStepAttrs, 'first'>, dtype: DType, layout = contiguous): Promise<void> {
      let p = fractions(-1, 1, dtype);
      let m = repeat(SIZE, 0);
      const parameter = subject.output(SHAPE, dtype, layout, p);
      // what the momentum buffer holds before the first step does not matter
      const buffer = subject.output(SHAPE, dtype, layout);
      for (let count = 1; count <= STEPS; count++) {
        const g = gradientOf(count, dtype);
        const attrs = { ...options, first: count === 1 };
        const grad = subject.operand({ shape: SHAPE, values: g }, dtype, layout);
        sgdStep([grad], options.momentum === 0 ? [parameter] : [parameter, buffer], attrs);
        const stepped = p.map((x, i) => sgd(x, g[i]!, m[i]!, attrs));
        p = stepped.map(([x]) => x);
        m = stepped.map(([, x]) => x);
      }
      await expectValues(subject, parameter, p, STEPS);
      if (options.momentum !== 0) await expectValues(subject, buffer, m, STEPS);
    }

    it.each(Object.entries(sgdCases))('%s', async (_, attrs) => {
      for (const dtype of subject.floats) await check(attrs, dtype);
    });

    it.each(Object.entries(distinctLayouts))('%s', async (_, layout) => check(sgdCases.Nesterov!, 'float32', layout));
  });
}

const plainAdam = { lr: 0.1, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0, decoupled: false, maximize: false };

interface AdamCase {
  readonly attrs: Omit<AdamStepAttrs, 'step'>;
  readonly amsgrad: boolean;
}

const adamCases: Readonly<Record<string, AdamCase>> = {
  plain: { attrs: plainAdam, amsgrad: false },
  'weight decay': { attrs: { ...plainAdam, beta1: 0.8, beta2: 0.9, eps: 1e-3, weightDecay: 0.3 }, amsgrad: false },
  'decoupled weight decay': { attrs: { ...plainAdam, weightDecay: 0.3, decoupled: true }, amsgrad: false },
  maximize: { attrs: { ...plainAdam, weightDecay: 0.3, maximize: true }, amsgrad: false },
  AMSGrad: { attrs: { ...plainAdam, beta2: 0.5 }, amsgrad: true },
};

/** Parameter, mean, mean square, largest mean square. */
type AdamState = readonly [number, number, number, number];

function adam([p, m, v, top]: AdamState, g: number, a: AdamStepAttrs, amsgrad: boolean): AdamState {
  const decayed = a.decoupled ? p - a.lr * a.weightDecay * p : p;
  const d = (a.maximize ? -g : g) + (a.decoupled ? 0 : a.weightDecay * p);
  const mean = a.beta1 * m + (1 - a.beta1) * d;
  const square = a.beta2 * v + (1 - a.beta2) * d * d;
  const largest = Math.max(top, square);
  const spreadOf = Math.sqrt((amsgrad ? largest : square) / (1 - a.beta2 ** a.step)) + a.eps;
  return [decayed - (a.lr * mean) / (1 - a.beta1 ** a.step) / spreadOf, mean, square, largest];
}

function adamSuite(subject: Subject): void {
  describeFused(subject, 'adamStep', (adamStep) => {
    async function check({ attrs, amsgrad }: AdamCase, dtype: DType, layout = contiguous): Promise<void> {
      const start = fractions(-1, 1, dtype);
      const parameter = subject.output(SHAPE, dtype, layout, start);
      const state = Array.from({ length: amsgrad ? 3 : 2 }, () =>
        subject.output(SHAPE, dtype, layout, repeat(SIZE, 0)),
      );
      let expected = start.map((p): AdamState => [p, 0, 0, 0]);
      for (let step = 1; step <= STEPS; step++) {
        const g = gradientOf(step, dtype);
        adamStep([subject.operand({ shape: SHAPE, values: g }, dtype, layout)], [parameter, ...state], {
          ...attrs,
          step,
        });
        expected = expected.map((one, i) => adam(one, g[i]!, { ...attrs, step }, amsgrad));
      }
      for (const [i, out] of [parameter, ...state].entries()) {
        await expectValues(
          subject,
          out,
          expected.map((one) => one[i]!),
          STEPS,
        );
      }
    }

    it.each(Object.entries(adamCases))('%s', async (_, c) => {
      for (const dtype of subject.floats) await check(c, dtype);
    });

    it.each(Object.entries(distinctLayouts))('%s', async (_, layout) => check(adamCases.AMSGrad!, 'float32', layout));
  });
}

export function steps(subject: Subject): void {
  sgdSuite(subject);
  adamSuite(subject);
}
