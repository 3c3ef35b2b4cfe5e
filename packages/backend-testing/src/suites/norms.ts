/**
 * @file Normalisation of rows, channels and groups of channels, and the gradients.
 */
import { type DType, type NormAttrs, type NormBackwardAttrs, type Operand, type Shape, sizeOf } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { describeFused } from '../fused.js';
import { type HostArray, stored } from '../host.js';
import { contiguous, layouts } from '../layouts.js';
import { spread, whole } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

type Name = 'layerNorm' | 'batchNorm' | 'groupNorm';

const GROUPS = 2;
/** Large beside the variances: a wrong place of it shows. */
const EPS = 0.5;

/** Which elements are normalised together, and which share weight and bias. */
interface Kind {
  readonly shapes: readonly Shape[];
  readonly sets: (shape: Shape) => number;
  readonly parameters: (shape: Shape) => number;
  /** Set of element i, and number of its weight. */
  readonly setOf: (i: number, shape: Shape) => number;
  readonly parameterOf: (i: number, shape: Shape) => number;
}

const channelOf = (i: number, [, channels = 1, size = 1]: Shape): number => Math.floor(i / size) % channels;

const kinds: Readonly<Record<Name, Kind>> = {
  layerNorm: {
    shapes: [
      [1, 2],
      [3, 5],
      [70, 8],
      [2, 33],
      [3, 1100],
    ],
    sets: ([rows = 1]) => rows,
    parameters: ([, n = 1]) => n,
    setOf: (i, [, n = 1]) => Math.floor(i / n),
    parameterOf: (i, [, n = 1]) => i % n,
  },
  batchNorm: {
    shapes: [
      [2, 3, 4],
      [3, 7, 1],
      [70, 5, 1],
      [4, 3, 35],
      [1, 2, 1100],
    ],
    sets: ([, channels = 1]) => channels,
    parameters: ([, channels = 1]) => channels,
    setOf: channelOf,
    parameterOf: channelOf,
  },
  groupNorm: {
    shapes: [
      [2, 4, 3],
      [3, 6, 1],
      [1, 6, 35],
      [2, 2, 1100],
    ],
    sets: ([batch = 1]) => batch * GROUPS,
    parameters: ([, channels = 1]) => channels,
    setOf: (i, [batch = 1, channels = 1, size = 1]) => Math.floor(i / ((batch * channels * size) / (batch * GROUPS))),
    parameterOf: channelOf,
  },
};

function array(shape: Shape, dtype: DType, low = -2, high = 2): HostArray {
  return { shape, values: spread(sizeOf(shape), low, high).map((x) => stored(x, dtype)) };
}

/** Sums of values by number. */
function sums(count: number, values: readonly number[], numberOf: (i: number) => number): number[] {
  const totals = Array.from({ length: count }, () => 0);
  values.forEach((value, i) => {
    totals[numberOf(i)]! += value;
  });
  return totals;
}

interface Moments {
  readonly means: readonly number[];
  readonly variances: readonly number[];
}

function momentsOf(kind: Kind, shape: Shape, x: readonly number[]): Moments {
  const count = kind.sets(shape);
  const setOf = (i: number): number => kind.setOf(i, shape);
  const n = x.length / count;
  const means = sums(count, x, setOf).map((sum) => sum / n);
  const squares = x.map((value, i) => (value - means[setOf(i)]!) ** 2);
  return { means, variances: sums(count, squares, setOf).map((sum) => sum / n) };
}

/** A kernel with its attributes. */
type Forward = (inputs: readonly Operand[], outputs: readonly [Operand, Operand, Operand], attrs: NormAttrs) => void;
type Backward = (inputs: readonly Operand[], outputs: readonly Operand[], attrs: NormBackwardAttrs) => void;

const choices = [false, true];

function forwardSuite(subject: Subject, name: Name, run: Forward): void {
  const kind = kinds[name];

  async function check(
    array_: HostArray,
    dtype: DType,
    { hasWeight = true, hasBias = true, layout = contiguous, looser = 4 } = {},
  ): Promise<void> {
    const { shape } = array_;
    const [count, parameters] = [kind.sets(shape), [kind.parameters(shape)]];
    const x = subject.operand(array_, dtype, layout);
    const weight = hasWeight ? subject.operand(array(parameters, dtype, 0.5, 2), dtype, layout) : undefined;
    const bias = hasBias ? subject.operand(array(parameters, dtype, -1, 1), dtype, layout) : undefined;
    const [out, mean, variance] = [
      subject.output(shape, dtype),
      subject.output([count], dtype),
      subject.output([count], dtype),
    ];
    const inputs = [x, weight, bias].filter((operand) => operand !== undefined);
    run(inputs, [out, mean, variance], { eps: EPS, hasWeight, hasBias });
    const values = subject.given(x);
    const [factors, shifts] = [weight && subject.given(weight), bias && subject.given(bias)];
    const { means, variances } = momentsOf(kind, shape, values);
    await expectValues(subject, mean, means);
    await expectValues(subject, variance, variances, looser);
    const expected = values.map((value, i) => {
      const [set, parameter] = [kind.setOf(i, shape), kind.parameterOf(i, shape)];
      const normalized = (value - means[set]!) / Math.sqrt(variances[set]! + EPS);
      return normalized * (factors?.[parameter] ?? 1) + (shifts?.[parameter] ?? 0);
    });
    await expectValues(subject, out, expected, looser);
  }

  it.each(subject.floats)('%s', async (dtype) => {
    for (const shape of kind.shapes) await check(array(shape, dtype), dtype);
  });

  it.each(Object.entries(layouts))('%s', async (_, layout) => {
    for (const shape of kind.shapes) await check(array(shape, 'float32'), 'float32', { layout });
  });

  it.each(choices.flatMap((w) => choices.map((b) => [w, b] as const)))('weight %s, bias %s', async (w, b) => {
    for (const shape of kind.shapes) await check(array(shape, 'float32'), 'float32', { hasWeight: w, hasBias: b });
  });

  it('numbers that are far from 0', async () => {
    for (const shape of kind.shapes) {
      const values = whole(sizeOf(shape), -4, 4).map((x) => 4000 + x);
      await check({ shape, values }, 'float32', { looser: 50 });
    }
  });
}

/** With given means and variances. */
function inferenceSuite(
  subject: Subject,
  run: (inputs: readonly Operand[], out: Operand, attrs: NormAttrs) => void,
): void {
  const kind = kinds.batchNorm;

  async function check(shape: Shape, dtype: DType, hasParameters: boolean, layout = contiguous): Promise<void> {
    const channels = [kind.parameters(shape)];
    const operand = (low: number, high: number): Operand =>
      subject.operand(array(channels, dtype, low, high), dtype, layout);
    const x = subject.operand(array(shape, dtype), dtype, layout);
    const statistics = [operand(-1, 1), operand(0.5, 4)];
    const parameters = hasParameters ? [operand(0.5, 2), operand(-3, 3)] : [];
    const out = subject.output(shape, dtype);
    const attrs = { eps: EPS, hasWeight: hasParameters, hasBias: hasParameters };
    run([x, ...statistics, ...parameters], out, attrs);
    const [means, variances, weights, biases] = [...statistics, ...parameters].map((given) => subject.given(given));
    const expected = subject.given(x).map((value, i) => {
      const c = channelOf(i, shape);
      const normalized = (value - means![c]!) / Math.sqrt(variances![c]! + EPS);
      return normalized * (weights?.[c] ?? 1) + (biases?.[c] ?? 0);
    });
    await expectValues(subject, out, expected);
  }

  it.each(subject.floats)('%s', async (dtype) => {
    for (const shape of kind.shapes) for (const parameters of choices) await check(shape, dtype, parameters);
  });

  it.each(Object.entries(layouts))('%s', async (_, layout) => {
    for (const shape of kind.shapes) await check(shape, 'float32', true, layout);
  });
}

/** All choices of at least one gradient. */
const wanted = choices.flatMap((input) =>
  choices.flatMap((weight) =>
    choices.flatMap((bias) => (input || weight || bias ? [[input, weight, bias] as const] : [])),
  ),
);

function backwardSuite(subject: Subject, name: Name, run: Backward): void {
  const kind = kinds[name];

  async function check(
    shape: Shape,
    dtype: DType,
    { hasWeight = true, needs = [true, true, true] as const, layout = contiguous }: Partial<Options> = {},
  ): Promise<void> {
    const parameters = kind.parameters(shape);
    const x = subject.operand(array(shape, dtype), dtype, layout);
    const grad = subject.operand({ shape, values: array(shape, dtype, -1, 3).values.toReversed() }, dtype, layout);
    const weight = hasWeight ? subject.operand(array([parameters], dtype, 0.5, 2), dtype, layout) : undefined;
    const values = subject.given(x);
    const { means, variances } = momentsOf(kind, shape, values);
    const statistics = [subject.vector(means, dtype), subject.vector(variances, dtype)];
    const shapes = [shape, [parameters], [parameters]].filter((_, i) => needs[i]);
    const outputs = shapes.map((s) => subject.output(s, dtype));
    run([grad, x, ...statistics, ...(weight ? [weight] : [])], outputs, { eps: EPS, needs });
    const expected = gradients(kind, shape, values, subject.given(grad), weight && subject.given(weight));
    const picked = expected.filter((_, i) => needs[i]);
    // sums of up to a thousand numbers of both signs
    for (const [i, out] of outputs.entries()) await expectValues(subject, out, picked[i]!, 20);
  }

  it.each(subject.floats)('%s', async (dtype) => {
    for (const shape of kind.shapes) await check(shape, dtype);
  });

  it.each(Object.entries(layouts))('%s', async (_, layout) => {
    for (const shape of kind.shapes) await check(shape, 'float32', { layout });
  });

  it.each(wanted)('gradients of input %s, weight %s, bias %s', async (...needs) => {
    for (const hasWeight of choices) {
      for (const shape of kind.shapes) await check(shape, 'float32', { needs, hasWeight });
    }
  });
}

interface Options {
  readonly hasWeight: boolean;
  readonly needs: NormBackwardAttrs['needs'];
  readonly layout: typeof contiguous;
}

/** Gradients of input, weight and bias. */
function gradients(
  kind: Kind,
  shape: Shape,
  x: readonly number[],
  grad: readonly number[],
  weight: readonly number[] | undefined,
): number[][] {
  const setOf = (i: number): number => kind.setOf(i, shape);
  const parameterOf = (i: number): number => kind.parameterOf(i, shape);
  const { means, variances } = momentsOf(kind, shape, x);
  const n = x.length / means.length;
  const factor = (i: number): number => 1 / Math.sqrt(variances[setOf(i)]! + EPS);
  const values = x.map((value, i) => (value - means[setOf(i)]!) * factor(i));
  const scaled = grad.map((g, i) => g * (weight?.[parameterOf(i)] ?? 1));
  const ones = sums(means.length, scaled, setOf);
  const slopes = sums(
    means.length,
    scaled.map((g, i) => g * values[i]!),
    setOf,
  );
  const count = kind.parameters(shape);
  return [
    scaled.map((g, i) => (g - ones[setOf(i)]! / n - (values[i]! * slopes[setOf(i)]!) / n) * factor(i)),
    sums(
      count,
      grad.map((g, i) => g * values[i]!),
      parameterOf,
    ),
    sums(count, [...grad], parameterOf),
  ];
}

export function norms(subject: Subject): void {
  describe('normalisation and its gradients', () => {
    for (const name of ['layerNorm', 'batchNorm'] as const) {
      describeFused(subject, name, (kernel) => forwardSuite(subject, name, kernel));
      describeFused(subject, `${name}Backward`, (kernel) => backwardSuite(subject, name, kernel));
    }
    describeFused(subject, 'batchNormInference', (kernel) =>
      inferenceSuite(subject, (ins, out, attrs) => kernel(ins, [out], attrs)),
    );
    describeFused(subject, 'groupNorm', (kernel) =>
      forwardSuite(subject, 'groupNorm', (ins, outs, attrs) => kernel(ins, outs, { ...attrs, groups: GROUPS })),
    );
    describeFused(subject, 'groupNormBackward', (kernel) =>
      backwardSuite(subject, 'groupNorm', (ins, outs, attrs) => kernel(ins, outs, { ...attrs, groups: GROUPS })),
    );
  });
}
