/**
 * @file Orthogonal polynomials of one double by their recurrences. The degree is truncated; a negative one gives 0.
 *
 * @see https://dlmf.nist.gov/18.9
 */

/** Value of degree k + 1 from those of k and k − 1. */
type Recurrence = (x: number, k: number, current: number, before: number) => number;

/** The polynomial that starts with 1 and `first`. */
function polynomial(first: (x: number) => number, next: Recurrence): (x: number, n: number) => number {
  return (x, n) => {
    const degree = Math.trunc(n);
    if (Number.isNaN(x) || Number.isNaN(n)) return NaN;
    if (degree < 0) return 0;
    let before = 1;
    let current = first(x);
    if (degree === 0) return before;
    for (let k = 1; k < degree; k++) [before, current] = [current, next(x, k, current, before)];
    return current;
  };
}

const chebyshev: Recurrence = (x, _, current, before) => 2 * x * current - before;
/** The same polynomial of 2x − 1. */
const shifted =
  (of: (x: number, n: number) => number): ((x: number, n: number) => number) =>
  (x, n) =>
    of(2 * x - 1, n);

export const chebyshevT: (x: number, n: number) => number = polynomial((x) => x, chebyshev);
export const chebyshevU: (x: number, n: number) => number = polynomial((x) => 2 * x, chebyshev);
export const chebyshevV: (x: number, n: number) => number = polynomial((x) => 2 * x - 1, chebyshev);
export const chebyshevW: (x: number, n: number) => number = polynomial((x) => 2 * x + 1, chebyshev);
export const shiftedT: (x: number, n: number) => number = shifted(chebyshevT);
export const shiftedU: (x: number, n: number) => number = shifted(chebyshevU);
export const shiftedV: (x: number, n: number) => number = shifted(chebyshevV);
export const shiftedW: (x: number, n: number) => number = shifted(chebyshevW);
export const hermiteH: (x: number, n: number) => number = polynomial(
  (x) => 2 * x,
  (x, k, current, before) => 2 * x * current - 2 * k * before,
);
export const hermiteHe: (x: number, n: number) => number = polynomial(
  (x) => x,
  (x, k, current, before) => x * current - k * before,
);
export const laguerreL: (x: number, n: number) => number = polynomial(
  (x) => 1 - x,
  (x, k, current, before) => ((2 * k + 1 - x) * current - k * before) / (k + 1),
);
export const legendreP: (x: number, n: number) => number = polynomial(
  (x) => x,
  (x, k, current, before) => ((2 * k + 1) * x * current - k * before) / (k + 1),
);
