import { describe, expect, it } from 'vitest';
import type { TypedArray } from '../../src/dtype.js';
import { Generator } from '../../src/random/index.js';
import { type Program, programs, run, type Step } from './programs.js';

/** Relative error allowed to float64 values that pass through the platform's log, sin, cos, tan or exp. */
const PLATFORM_ERROR = 1e-14;
const THROUGH_PLATFORM = new Set(['normal_', 'exponential_', 'cauchy_', 'log_normal_']);

/** The drawn numbers, with PyTorch's in place of those that are equal within the allowed error (which is 0 mostly). */
function settled(actual: TypedArray, expected: readonly number[], { draw, dtype, args }: Step): number[] {
  const allowed = dtype === 'float64' && THROUGH_PLATFORM.has(draw) ? PLATFORM_ERROR : 0;
  const scale = Math.max(1, ...args.map(Math.abs));
  return Array.from(actual, (value, i) => {
    const target = expected[i] ?? Number.NaN;
    const nearest = dtype === 'float32' ? Math.fround(target) : target;
    return Math.abs(value - nearest) <= allowed * Math.max(scale, Math.abs(target)) ? target : value;
  });
}

/** The sum of the bits, taken as 32-bit words, modulo 2^32. */
function sumOfBits(values: TypedArray): number {
  let sum = 0;
  for (const word of new Uint32Array(values.buffer)) sum = (sum + word) >>> 0;
  return sum;
}

function replayed(generator: Generator, step: Step): Step {
  const actual = run(generator, step);
  const { values, head, tail, sum } = step;
  return {
    ...step,
    ...(values && { values: settled(actual, values, step) }),
    ...(head && { head: settled(actual.subarray(0, head.length), head, step) }),
    ...(tail && { tail: settled(actual.subarray(actual.length - tail.length), tail, step) }),
    ...(sum !== undefined && { sum: sumOfBits(actual) }),
  };
}

function replay({ seed, steps }: Program): Program {
  const generator = new Generator().manualSeed(BigInt(seed));
  return { seed, steps: steps.map((step) => replayed(generator, step)), next: generator.random() };
}

function title({ seed, steps }: Program): string {
  const calls = steps.map(({ draw, dtype, n, args }) => `${draw}(${args.join(', ')}) ${dtype}[${n}]`);
  return `seed ${seed}: ${calls.join(', ')}`;
}

describe.each(Object.entries(programs))('%s as PyTorch draws them', (_, rows) => {
  it.each(rows.map((program) => [title(program), program] as const))('%s', (__, program) => {
    expect(replay(program)).toEqual(program);
  });
});
