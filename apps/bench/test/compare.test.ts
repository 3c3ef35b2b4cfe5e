import { describe, expect, it } from 'vitest';
import { difference } from '../src/compare.js';
import { median } from '../src/statistics.js';
import { digests } from '../src/worker/digest.js';
import { cases } from '../src/cases/index.js';
import { tiny } from './fake.js';

const numbers = Array.from({ length: 5000 }, (_, i) => Math.sin(i));

describe('difference', () => {
  const expected = digests({ y: numbers, loss: [2] });

  it('allows rounding', () => {
    expect(difference(tiny, digests({ y: numbers.map((x) => x * 1.0001), loss: [2.0001] }), expected)).toBeUndefined();
  });

  it.each([
    { what: 'another loss', got: { y: numbers, loss: [2.1] }, names: 'loss' },
    { what: 'another order', got: { y: numbers.toReversed(), loss: [2] }, names: 'y' },
    { what: 'another size', got: { y: numbers.slice(1), loss: [2] }, names: 'y' },
    { what: 'a number that is not finite', got: { y: [Number.NaN, ...numbers.slice(1)], loss: [2] }, names: 'y' },
    { what: 'one wrong number between the samples', got: { y: numbers.with(1, 50), loss: [2] }, names: 'y' },
    { what: 'nothing', got: {}, names: 'y, loss' },
  ])('finds $what', ({ got, names }) => {
    expect(difference(tiny, digests(got), expected)).toBe(names);
  });

  it('allows a few numbers to be off after updates', () => {
    const training = cases.find(({ name }) => name === 'train/mlp-adam') ?? tiny;
    const off = (share: number) => digests({ y: numbers.map((x, i) => (i < share * 5000 ? x + 0.01 : x)), loss: [2] });
    expect(difference(training, off(0.005), expected)).toBeUndefined();
    expect(difference(training, off(0.02), expected)).toBe('y');
    expect(difference(tiny, off(0.005), expected)).toBe('y');
  });
});

describe('median', () => {
  it.each([
    { values: [3, 1, 2], expected: 2 },
    { values: [4, 1, 2, 10], expected: 3 },
    { values: [], expected: Number.NaN },
  ])('of $values is $expected', ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });
});
