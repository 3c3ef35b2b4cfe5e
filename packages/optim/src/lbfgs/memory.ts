/**
 * @file What LBFGS remembers of its steps, and the directions that follow from it.
 */
import { keep, scope, type Tensor } from '@x/tensor/core';
import type { Rounding } from './cubic.js';

/** State after the first iteration. All vectors hold the parameters one after the other. */
export interface LBFGSMemory {
  /** The direction of the last iteration. */
  readonly d: Tensor;
  /** Its length. */
  t: number;
  /** Changes of the gradient, oldest first. */
  readonly oldDirs: Tensor[];
  /** Steps, oldest first. */
  readonly oldStps: Tensor[];
  /** Inverses of the products of both. */
  readonly ro: number[];
  /** Scale of the first approximation of the inverse Hessian. */
  HDiag: number;
  /** The gradient before the last iteration. */
  readonly prevFlatGrad: Tensor;
  /** The loss before it. */
  prevLoss: number;
}

/** State of LBFGS; it belongs to the first parameter. */
export interface LBFGSState {
  /** Number of evaluations of the closure so far. */
  funcEvals: number;
  /** Number of iterations so far. */
  nIter: number;
  memory?: LBFGSMemory;
}

/** The product of two vectors as a number. */
export const product = (a: Tensor, b: Tensor): number => scope(() => a.dot(b).item());

/** The memory of an optimizer that starts: its direction is that of steepest descent. */
export function startMemory(grad: Tensor): LBFGSMemory {
  const [d, prevFlatGrad] = [keep(grad.neg()), keep(grad.clone())];
  return { d, t: 0, oldDirs: [], oldStps: [], ro: [], HDiag: 1, prevFlatGrad, prevLoss: 0 };
}

/** Adds a vector to a list of at most `size`, whose oldest one gives its memory. */
function push(list: Tensor[], vector: Tensor, size: number): void {
  const oldest = list.length >= size ? list.shift() : undefined;
  list.push(oldest ? oldest.copy_(vector) : keep(vector.clone()));
}

/** Takes the last step into the memory, unless it says nothing about the curvature. */
function learn(memory: LBFGSMemory, grad: Tensor, size: number, round: Rounding): void {
  const { d, t, oldDirs, oldStps, ro, prevFlatGrad } = memory;
  const change = grad.sub(prevFlatGrad);
  const step = d.mul(t);
  const curvature = product(change, step);
  if (!(curvature > 1e-10)) return;
  push(oldDirs, change, size);
  push(oldStps, step, size);
  if (ro.length >= size) ro.shift();
  ro.push(round(1 / curvature));
  memory.HDiag = round(curvature / product(change, change));
}

/** Takes the step to a point with this gradient into the memory, and sets the direction from there. */
export function turn(memory: LBFGSMemory, grad: Tensor, size: number, round: Rounding): void {
  scope(() => {
    learn(memory, grad, size, round);
    const { d, oldDirs, oldStps, ro, HDiag, prevFlatGrad } = memory;
    const q = grad.neg();
    const shares: number[] = [];
    for (let i = ro.length - 1; i >= 0; i--) {
      shares[i] = round(product(oldStps[i]!, q) * ro[i]!);
      q.add_(oldDirs[i]!, { alpha: -shares[i]! });
    }
    q.mul_(HDiag);
    ro.forEach((inverse, i) => {
      q.add_(oldStps[i]!, { alpha: round(shares[i]! - round(product(oldDirs[i]!, q) * inverse)) });
    });
    d.copy_(q);
    prevFlatGrad.copy_(grad);
  });
}
