/** A source of numbers that are uniform in [0, 1). */
export type Uniform = () => number;

/** A number that is uniform in [low, high). */
export function between(uniform: Uniform, [low, high]: readonly [number, number]): number {
  return low + (high - low) * uniform();
}
