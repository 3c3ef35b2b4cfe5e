/**
 * @file Ways from one value to another.
 */
import { ValueError } from '@x/tensor/core';

/** How values change: along half a cosine wave, or evenly. */
export type AnnealStrategy = 'cos' | 'linear';

/** The value at a share of the way from `start` to `end`. */
export type Anneal = (start: number, end: number, share: number) => number;

const strategies: Readonly<Record<AnnealStrategy, Anneal>> = {
  cos: (start, end, share) => end + ((start - end) / 2) * (Math.cos(Math.PI * share) + 1),
  linear: (start, end, share) => (end - start) * share + start,
};

/** The way of that name. @throws ValueError when there is none. */
export function annealing(op: string, strategy: AnnealStrategy): Anneal {
  if (Object.hasOwn(strategies, strategy)) return strategies[strategy];
  throw new ValueError(op, `annealStrategy must be one of 'cos' or 'linear', instead got ${strategy}`, { strategy });
}
