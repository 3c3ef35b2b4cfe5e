import { describe, expect, it, test } from 'vitest';
import * as bessel from '../../src/numeric/special/bessel.js';
import * as error from '../../src/numeric/special/error.js';
import * as gamma from '../../src/numeric/special/gamma.js';
import * as polynomials from '../../src/numeric/special/polynomials.js';
import tables from './special.json' with { type: 'json' };

const functions: Readonly<Record<string, (...args: never[]) => number>> = { ...bessel, ...error, ...gamma };

/** A function of a table's name at numbers. */
function at(name: string, args: readonly number[]): number {
  const fn = functions[name];
  if (!fn) throw new TypeError(`no function ${name}`);
  return Number(Reflect.apply(fn, undefined, args));
}

/** Oscillating functions, whose errors count beside their amplitude. */
const oscillates = /^(?:[jy][01]|airyAi)$/u;

describe.each(Object.entries(tables.values))('%s', (name, rows) => {
  it('is within 1e-12 of the value computed with 40 digits', () => {
    expect(rows.length).toBeGreaterThan(19);
    for (const row of rows) {
      const expected = row.at(-1)!;
      const scale = oscillates.test(name) ? Math.max(0.05, Math.abs(expected)) : Math.abs(expected);
      const args = row.slice(0, -1);
      expect(Math.abs(at(name, args) - expected) / scale, `${name}(${args.join(', ')})`).toBeLessThan(1e-12);
    }
  });
});

describe.each(Object.entries(tables.edges))('%s', (name, rows) => {
  test.each(rows.map((row) => row.map(Number)))('at its ends: %f', (...row) => {
    const args = row.slice(0, -1);
    const expected = row.at(-1)!;
    const found = at(name, args);
    const scale = oscillates.test(name) ? 1 : Math.abs(expected);
    if (Number.isFinite(expected)) expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * scale);
    else expect(found).toBe(expected);
  });
});

test('a degree below 0, fractions of a degree, NaN', () => {
  expect(polynomials.legendreP(0.5, -1)).toBe(0);
  expect(polynomials.legendreP(0.5, 2.9)).toBe(polynomials.legendreP(0.5, 2));
  expect(polynomials.hermiteH(NaN, 2)).toBeNaN();
});
