import { type DType, hostArray, type TypedArray } from '../../src/dtype.js';
import * as random from '../../src/random/index.js';
import golden from '../golden/random.json' with { type: 'json' };

type Floats = Float32Array | Float64Array;

/** One draw of a golden program: what PyTorch method, with what arguments, and what came out. */
export interface Step {
  readonly draw: string;
  readonly dtype: string;
  readonly n: number;
  readonly args: readonly number[];
  readonly pDtype?: string;
  readonly p?: readonly number[];
  readonly weights?: readonly (readonly number[])[];
  readonly samples?: number;
  readonly replacement?: boolean;
  readonly strided?: boolean;
  readonly values?: readonly number[];
  readonly head?: readonly number[];
  readonly tail?: readonly number[];
  readonly sum?: number;
}

/** A seed, draws, and the word that the engine gives after them. */
export interface Program {
  readonly seed: string;
  readonly steps: readonly Step[];
  readonly next: number;
}

type Draw = (generator: random.Generator, step: Step & { readonly dtype: DType }) => TypedArray;

function floats(step: Step): Floats {
  return step.dtype === 'float32' ? new Float32Array(step.n) : new Float64Array(step.n);
}

/** Options from positional arguments: only those that were given. */
function named<K extends string>(step: Step, ...names: K[]): Partial<Record<K, number>> {
  const options: Partial<Record<K, number>> = {};
  step.args.forEach((value, i) => {
    const name = names[i];
    if (name !== undefined) options[name] = value;
  });
  return options;
}

function filled<T extends TypedArray>(out: T, fill: (out: T) => void): T {
  fill(out);
  return out;
}

const draws: Readonly<Record<string, Draw>> = {
  uniform_: (g, step) => filled(floats(step), (out) => random.fillUniform(out, g, named(step, 'from', 'to'))),
  normal_: (g, step) =>
    filled(floats(step), (out) => {
      const fill = step.strided ? random.fillNormalSerial : random.fillNormal;
      fill(out, g, named(step, 'mean', 'std'));
    }),
  exponential_: (g, step) => filled(floats(step), (out) => random.fillExponential(out, g, named(step, 'lambd'))),
  cauchy_: (g, step) => filled(floats(step), (out) => random.fillCauchy(out, g, named(step, 'median', 'sigma'))),
  log_normal_: (g, step) => filled(floats(step), (out) => random.fillLogNormal(out, g, named(step, 'mean', 'std'))),
  geometric_: (g, step) =>
    filled(hostArray(step.dtype, step.n), (out) => random.fillGeometric(out, step.dtype, g, step.args[0] ?? 0)),
  bernoulli_: (g, step) =>
    filled(hostArray(step.dtype, step.n), (out) => random.fillBernoulli(out, g, step.args[0] ?? 0)),
  bernoulli_from: (g, step) => {
    const { p = [], pDtype } = step;
    const chances = pDtype === 'float32' ? Float32Array.from(p) : Float64Array.from(p);
    return filled(hostArray(step.dtype, step.n), (out) => random.fillBernoulliFrom(out, g, chances));
  },
  random_: (g, step) =>
    filled(hostArray(step.dtype, step.n), (out) => {
      const [from, to] = step.args;
      if (from === undefined || to === undefined) random.fillRandom(out, step.dtype, g);
      else random.fillRandint(out, step.dtype, g, from, to);
    }),
  randperm: (g, step) => random.randpermArray(step.n, g, step.dtype),
  multinomial: (g, { dtype, weights = [], samples = 0, replacement = false }) => {
    const flat = weights.flat();
    const rows = dtype === 'float32' ? Float32Array.from(flat) : Float64Array.from(flat);
    return random.multinomialArray(rows, flat.length / weights.length, samples, g, { replacement });
  },
};

function isDType(name: string): name is DType {
  return ['float32', 'float64', 'int32', 'uint8', 'bool'].includes(name);
}

/** Makes the draw of a step. */
export function run(generator: random.Generator, step: Step): TypedArray {
  const draw = draws[step.draw];
  const { dtype } = step;
  if (!draw || !isDType(dtype)) throw new Error(`unknown golden step: ${step.draw} ${dtype}`);
  return draw(generator, { ...step, dtype });
}

/** The golden programs, by the name of their group. */
export const programs: Readonly<Record<string, readonly Program[]>> = {
  seeds: golden.seeds,
  uniform: golden.uniform,
  normal: golden.normal,
  integers: golden.integers,
  permutations: golden.permutations,
  chances: golden.chances,
  formulas: golden.formulas,
  multinomials: golden.multinomials,
};
