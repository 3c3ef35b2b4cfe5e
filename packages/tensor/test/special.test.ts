import { describe, expect, it } from 'vitest';
import { digamma, erf, erfc, erfinv, lgamma } from '../src/special.js';
import values from './special.json' with { type: 'json' };

const functions = { erf, erfc, erfinv, lgamma, digamma };
type Name = keyof typeof functions;
const names: readonly Name[] = ['erf', 'erfc', 'erfinv', 'lgamma', 'digamma'];

/** Negative arguments and the zero of digamma at 1.4616…: there the bound is absolute. */
const absolute: Readonly<Record<Name, boolean>> = {
  erf: false,
  erfc: false,
  erfinv: false,
  lgamma: false,
  digamma: true,
};

describe.each(names)('%s', (name) => {
  it('is within 1e-14 of the value computed with 40 digits', () => {
    expect(values[name].length).toBeGreaterThan(40);
    for (const [x, expected] of values[name]) {
      const scale = absolute[name] || x! < 0 ? Math.max(1, Math.abs(expected!)) : Math.abs(expected!);
      expect(Math.abs(functions[name](x!) - expected!), `${name}(${x})`).toBeLessThanOrEqual(1e-14 * scale);
    }
  });

  it('passes NaN on', () => {
    expect(functions[name](NaN)).toBeNaN();
  });
});

/** What PyTorch returns in float64 for 0, -0, Infinity, -Infinity, -1, -2, 5e-324, 1e300. */
const edges: Readonly<Record<Name, readonly number[]>> = {
  erf: [0, -0, 1, -1, -0.8427007929497149, -0.9953222650189527, 5e-324, 1],
  erfc: [1, 1, 0, 2, 1.8427007929497148, 1.9953222650189528, 1, 0],
  erfinv: [0, -0, NaN, NaN, -Infinity, NaN, 5e-324, NaN],
  lgamma: [Infinity, Infinity, Infinity, Infinity, Infinity, Infinity, 744.4400719213812, 6.897755278982137e302],
  digamma: [-Infinity, Infinity, Infinity, NaN, NaN, NaN, -Infinity, 690.7755278982137],
};

it.each(names)('%s at zeros, poles and infinities', (name) => {
  const at = [0, -0, Infinity, -Infinity, -1, -2, 5e-324, 1e300];
  expect(at.map(functions[name])).toEqual(edges[name]);
});

it('lgamma and erfinv are exact at their zeros', () => {
  expect([lgamma(1), lgamma(2), erfinv(1)]).toEqual([0, 0, Infinity]);
});
