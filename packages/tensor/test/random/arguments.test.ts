import { describe, expect, it } from 'vitest';
import { DTypeError, ShapeError, ValueError } from '../../src/errors.js';
import {
  fillBernoulli,
  fillBernoulliFrom,
  fillExponential,
  fillGeometric,
  fillLogNormal,
  fillNormal,
  fillRandint,
  fillUniform,
  Generator,
  multinomialArray,
  randpermArray,
} from '../../src/random/index.js';

const g = new Generator();
const floats = new Float32Array(3);
const doubles = new Float64Array(3);
const ints = new Int32Array(3);
const bytes = new Uint8Array(3);

describe('arguments that PyTorch refuses', () => {
  it.each<[string, () => void, RegExp]>([
    [
      'bounds swapped',
      () => fillUniform(floats, g, { from: 1, to: 0 }),
      /^uniform_: from must not exceed to: from=1, to=0/,
    ],
    ['a NaN bound', () => fillUniform(floats, g, { from: Number.NaN }), /^uniform_: from must be a finite number/],
    ['an infinite bound', () => fillUniform(doubles, g, { to: Infinity }), /^uniform_: to must be a finite number/],
    ['a bound beyond float32', () => fillUniform(floats, g, { to: 1e39 }), /^uniform_: to must be a finite number/],
    ['an infinite range', () => fillUniform(floats, g, { from: -3e38, to: 3e38 }), /^uniform_: to - from exceeds/],
    ['a negative std', () => fillNormal(floats, g, { std: -1 }), /^normal_: std must be at least 0, but got -1/],
    ['a NaN std', () => fillNormal(new Float32Array(20), g, { std: Number.NaN }), /^normal_: std/],
    [
      'an empty range',
      () => fillRandint(ints, 'int32', g, 4, 4),
      /^random_: from must be less than to: from=4 >= to=4/,
    ],
    [
      'a fractional bound',
      () => fillRandint(ints, 'int32', g, 0.5, 4),
      /^random_: from must be an integer, but got 0.5/,
    ],
    ['int32 overflow', () => fillRandint(ints, 'int32', g, 0, 2 ** 31 + 1), /out of bounds for int32/],
    [
      'uint8 underflow',
      () => fillRandint(bytes, 'uint8', g, -1, 4),
      /\[-1, 4\) is out of bounds for uint8, which holds \[0, 255\]/,
    ],
    ['bool overflow', () => fillRandint(bytes, 'bool', g, 0, 3), /out of bounds for bool/],
    ['no float32 inside', () => fillRandint(floats, 'float32', g, 2 ** 25 + 1, 2 ** 25 + 2), /no float32 value/],
    ['a negative length', () => randpermArray(-1, g), /^randperm: n must be an integer >= 0, but got -1/],
    ['a length beyond uint8', () => randpermArray(257, g, 'uint8'), /^randperm: n is too large for uint8: 257/],
    ['a chance above 1', () => fillBernoulli(floats, g, 1.5), /^bernoulli_: p must lie in \[0, 1\], but got 1.5/],
    ['a NaN chance', () => fillBernoulliFrom(bytes, g, Float32Array.of(0, Number.NaN, 1)), /but got NaN at 1/],
    ['a negative rate', () => fillExponential(floats, g, { lambd: -2 }), /^exponential_: lambd must be at least 0/],
    ['a std of 0', () => fillLogNormal(floats, g, { std: 0 }), /^logNormal_: std must be above 0, but got 0/],
    ['certain success', () => fillGeometric(ints, 'int32', g, 1), /^geometric_: p must lie in \(0, 1\), but got 1/],
    ['a negative weight', () => multinomialArray(Float32Array.of(1, -1), 2, 1, g), /at least 0, but got -1 at 1/],
    ['an infinite weight', () => multinomialArray(Float32Array.of(Infinity), 1, 1, g), /must be finite/],
    [
      'a row of zeros',
      () => multinomialArray(new Float32Array([1, 1, 0, 0]), 2, 1, g),
      /^multinomial: row 1 sums to 0/,
    ],
    ['no samples', () => multinomialArray(floats.fill(1), 3, 0, g), /numSamples must be a positive integer, but got 0/],
    [
      'too few weights',
      () => multinomialArray(Float32Array.of(1, 0), 2, 2, g),
      /cannot draw 2 samples from 1 positive/,
    ],
  ])('%s', (_, draw, message) => {
    const before = g.getState();
    expect(draw).toThrow(ValueError);
    expect(draw).toThrow(message);
    expect(g.getState()).toEqual(before);
  });

  it('of the wrong kind or shape', () => {
    expect(() => fillGeometric(bytes, 'bool', g, 0.5)).toThrow(DTypeError);
    expect(() => fillBernoulliFrom(bytes, g, new Float32Array(4))).toThrow(ShapeError);
    expect(() => multinomialArray(new Float32Array(5), 2, 1, g)).toThrow(ShapeError);
  });
});

describe('the edges of distributions', () => {
  it('float32 uniforms stay below 1', () => {
    const out = new Float32Array(100_000);
    fillUniform(out, new Generator().manualSeed(0));
    expect(Math.max(...out.subarray(0, 50_000))).toBeLessThan(1);
    expect(Math.min(...out.subarray(0, 50_000))).toBeGreaterThanOrEqual(0);
  });

  it('sampling without replacement never repeats, and never takes a weight of 0', () => {
    const weights = Float32Array.from({ length: 50 }, (_, i) => i % 5);
    const picks = multinomialArray(weights, 50, 40, new Generator().manualSeed(0));
    expect(new Set(picks).size).toBe(40);
    expect(Array.from(picks).every((i) => i % 5 !== 0)).toBe(true);
  });
});
