/**
 * @file Line search for a step length that fulfills the strong Wolfe conditions.
 */
import { cubicMinimum, type Rounding, type SlopedPoint } from './cubic.js';

/** What the search is after: a much smaller loss, and a slope much less steep. */
const sufficientDecrease = 1e-4;
const curvature = 0.9;
const smallestBracket = 1e-9;
const mostEvaluations = 25;

/** The function along the direction. */
export interface Line<P extends SlopedPoint> {
  /** The point at `t = 0`. */
  readonly start: P;
  /** Largest change of a parameter for a change of `t` by 1. */
  readonly speed: number;
  /** Computes a point. */
  readonly evaluate: (t: number) => P;
  readonly round: Rounding;
  /** Says which points, besides `start`, are still needed. */
  readonly hold: (points: readonly P[]) => void;
}

/** Two points around a good one, or a good one twice. */
interface Bracket<P> {
  readonly points: [P, P];
  readonly found: boolean;
  readonly iterations: number;
}

const tooHigh = <P extends SlopedPoint>(point: P, { start, round }: Line<P>): boolean =>
  point.loss > round(start.loss + round(sufficientDecrease * point.t * start.slope));

const flat = <P extends SlopedPoint>(point: P, { start }: Line<P>): boolean =>
  Math.abs(point.slope) <= -curvature * start.slope;

/** Index of the point with the smaller loss; the first one if they are equal. */
const lowerOf = <P extends SlopedPoint>([a, b]: readonly [P, P]): 0 | 1 => (a.loss <= b.loss ? 0 : 1);

/** Goes on with longer steps until a good point lies behind or is found. */
function bracketed<P extends SlopedPoint>(line: Line<P>, firstStep: number): Bracket<P> {
  let previous = line.start;
  let point = line.evaluate(firstStep);
  for (let iterations = 0; iterations < mostEvaluations; iterations++) {
    const worse = iterations > 1 && point.loss >= previous.loss;
    if (tooHigh(point, line) || worse) return { points: [previous, point], found: false, iterations };
    if (flat(point, line)) return { points: [point, point], found: true, iterations };
    if (point.slope >= 0) return { points: [previous, point], found: false, iterations };
    const shortest = point.t + 0.01 * (point.t - previous.t);
    const next = cubicMinimum(previous, point, line.round, [shortest, point.t * 10]);
    previous = point;
    line.hold([previous]);
    point = line.evaluate(next);
  }
  return { points: [line.start, point], found: false, iterations: mostEvaluations };
}

/** Moves a trial step away from the ends of its bracket, when it came close to one of them twice or lies on one. */
class Spacer {
  #wasClose = false;

  place(t: number, low: number, high: number): number {
    const margin = 0.1 * (high - low);
    const close = Math.min(high - t, t - low) < margin;
    const move = close && (this.#wasClose || t >= high || t <= low);
    this.#wasClose = close && !move;
    if (!move) return t;
    return Math.abs(t - high) < Math.abs(t - low) ? high - margin : low + margin;
  }
}

/**
 * A point that fulfills the strong Wolfe conditions, or the best one after 25 evaluations.
 *
 * @param firstStep - the step that is tried first.
 * @see https://link.springer.com/book/10.1007/978-0-387-40065-5 Nocedal and Wright, Numerical Optimization, algorithms 3.5, 3.6
 */
export function strongWolfe<P extends SlopedPoint>(line: Line<P>, firstStep: number): P {
  const { points, found, iterations } = bracketed(line, firstStep);
  const spacer = new Spacer();
  let low = lowerOf(points);
  let done = found;
  for (let i = iterations; i < mostEvaluations && !done; i++) {
    line.hold(points);
    const best = points[low];
    const other = points[1 - low]!;
    const [left, right] = best.t <= other.t ? [best.t, other.t] : [other.t, best.t];
    if ((right - left) * line.speed < smallestBracket) break;
    const point = line.evaluate(spacer.place(cubicMinimum(best, other, line.round), left, right));
    if (tooHigh(point, line) || point.loss >= best.loss) {
      points[1 - low] = point;
      low = lowerOf(points);
      continue;
    }
    done = flat(point, line);
    if (!done && point.slope * (other.t - best.t) >= 0) points[1 - low] = best;
    points[low] = point;
  }
  return points[low];
}
