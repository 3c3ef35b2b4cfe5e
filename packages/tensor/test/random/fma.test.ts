import { describe, expect, it } from 'vitest';
import { fma } from '../../src/random/fma.js';

const ulp = 2 ** -52;

describe('fma', () => {
  it('keeps the part of the product that a float64 product loses', () => {
    expect(fma(0.1, 10, -1)).toBe(2 ** -54);
    expect(fma(1 + ulp, 1 - ulp, -1)).toBe(-(ulp ** 2));
    expect(fma(1 + ulp, 1 + ulp, -1)).toBe(2 * ulp + ulp ** 2);
  });

  it('rounds once: what lies beside a tie decides it', () => {
    expect(fma(ulp / 2, 1, 1)).toBe(1);
    expect(fma(ulp / 2, 1 + ulp, 1)).toBe(1 + ulp);
    expect(fma(ulp / 2, 1, 1 + ulp)).toBe(1 + 2 * ulp);
    expect(fma(ulp / 2, 1 - ulp / 2, 1 + ulp)).toBe(1 + ulp);
    expect(fma(-ulp / 2, 1 + ulp, 1 + 2 * ulp)).toBe(1 + ulp);
    expect(fma(-ulp / 2, 1 - ulp / 2, 1 + ulp)).toBe(1 + ulp);
  });

  it('adds nothing to a product without a sum, and passes on what is not finite', () => {
    expect(fma(0.1, 0.2, 0)).toBe(0.1 * 0.2);
    expect(fma(0, 5, 3)).toBe(3);
    expect(fma(Number.POSITIVE_INFINITY, 1, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(fma(Number.NaN, 1, 1)).toBeNaN();
  });
});
