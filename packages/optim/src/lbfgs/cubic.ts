/** A point of a function of one variable, with its slope there. */
export interface SlopedPoint {
  readonly t: number;
  readonly loss: number;
  readonly slope: number;
}

/** Rounds to the precision of the parameters. */
export type Rounding = (x: number) => number;

/**
 * Where the cubic through two points with these slopes is smallest, within bounds; the middle of the bounds when it has no
 * minimum.
 *
 * @see https://link.springer.com/book/10.1007/978-0-387-40065-5 Nocedal and Wright, Numerical Optimization, formula 3.59
 */
export function cubicMinimum(
  a: SlopedPoint,
  b: SlopedPoint,
  round: Rounding,
  [min, max]: readonly [number, number] = a.t <= b.t ? [a.t, b.t] : [b.t, a.t],
): number {
  const d1 = round(round(a.slope + b.slope) - (3 * (a.loss - b.loss)) / (a.t - b.t));
  const square = round(round(d1 ** 2) - round(a.slope * b.slope));
  if (!(square >= 0)) return (min + max) / 2;
  const d2 = round(Math.sqrt(square));
  const [left, right] = a.t <= b.t ? [a, b] : [b, a];
  const share = round(round(right.slope + d2 - d1) / round(right.slope - left.slope + 2 * d2));
  const t = round(right.t - (right.t - left.t) * share);
  return Math.min(Math.max(t, min), max);
}
