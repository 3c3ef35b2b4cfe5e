import { scope, type Tensor } from '@x/tensor/core';
import type { LBFGSHyperparameters } from './lbfgs.js';
import { type LBFGSState, product, startMemory, turn } from './memory.js';
import type { Objective } from './objective.js';
import type { SlopedPoint } from './cubic.js';
import { strongWolfe } from './strong-wolfe.js';

/** A point with the gradient there. */
interface GradientPoint extends SlopedPoint {
  readonly grad: Tensor;
}

/** The largest absolute value in a vector. */
const largest = (x: Tensor): number => scope(() => x.abs().max().item());

/** The length of the first step, by the sum of the gradient's absolute values. */
const firstLength = (grad: Tensor): number => Math.min(1, 1 / scope(() => grad.abs().sum().item()));

/** A line search along `d`, from where the loss and gradient are those given. @returns the point, and the evaluations. */
function search(objective: Objective, d: Tensor, start: GradientPoint, firstStep: number): [GradientPoint, number] {
  let count = 0;
  let held: readonly GradientPoint[] = [];
  const hold = (points: readonly GradientPoint[]): void => {
    for (const point of held) if (!points.includes(point)) point.grad.dispose();
    held = held.filter((point) => points.includes(point));
  };
  const evaluate = (t: number): GradientPoint => {
    count++;
    return objective.restoring(() => {
      objective.move(t, d);
      const loss = objective.loss();
      const grad = objective.gradient();
      const point = { t, loss, grad, slope: product(grad, d) };
      held = [...held, point];
      return point;
    });
  };
  const found = strongWolfe({ start, speed: largest(d), round: objective.round, evaluate, hold }, firstStep);
  hold([found]);
  return [found, count];
}

/**
 * Iterates until `maxIter`, `maxEval` or a tolerance is reached.
 *
 * @param start - the loss at the parameters, whose gradients are there.
 */
export function minimize(objective: Objective, state: LBFGSState, group: LBFGSHyperparameters, start: number): void {
  const { lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearchFn } = group;
  const { round } = objective;
  let loss = start;
  let grad = objective.gradient();
  let evaluations = 1;
  state.funcEvals++;
  let optimal = largest(grad) <= toleranceGrad;
  for (let iteration = 1; iteration <= maxIter && !optimal; iteration++) {
    state.nIter++;
    if (state.memory) turn(state.memory, grad, historySize, round);
    const memory = (state.memory ??= startMemory(grad));
    const { d } = memory;
    memory.prevLoss = loss;
    memory.t = state.nIter === 1 ? firstLength(grad) * lr : lr;
    const slope = product(grad, d);
    if (slope > -toleranceChange) break;

    const before = grad;
    let count = 0;
    if (lineSearchFn) {
      const [point, searched] = search(objective, d, { t: 0, loss, grad, slope }, memory.t);
      ({ loss, grad, t: memory.t } = point);
      count = searched;
    }
    objective.move(memory.t, d);
    if (!lineSearchFn && iteration < maxIter) {
      loss = objective.loss();
      grad = objective.gradient();
      count = 1;
    }
    if (grad !== before) before.dispose();
    evaluations += count;
    state.funcEvals += count;
    optimal = largest(grad) <= toleranceGrad;
    if (evaluations >= maxEval || largest(d) * Math.abs(memory.t) <= toleranceChange) break;
    if (Math.abs(loss - memory.prevLoss) < toleranceChange) break;
  }
  grad.dispose();
}
