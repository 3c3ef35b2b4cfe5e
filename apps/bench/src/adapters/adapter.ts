/**
 * @file What an implementation brings: for each op that it has, how to run a case of it.
 */
import type { Case, CaseOf, Op } from '../cases/case.js';

/** Arrays by name, in PyTorch's layout. */
export type Results = Readonly<Record<string, ArrayLike<number>>>;

/** A case that is ready to run. */
export interface Runnable {
  /** Runs it once, to the end: when it returns, or its promise is fulfilled, the numbers exist. */
  readonly step: () => unknown;
  /**
   * What comes out of it. Of a training step: the loss and the parameters (gradients, where there is no optimizer) after the
   * first three; it is called once, before `step`.
   */
  readonly results: () => Results | Promise<Results>;
}

/** How an implementation runs the cases of each op that it has. */
export type Adapter = { readonly [K in Op]?: (c: CaseOf<K>) => Runnable };

/** Number of training steps before the results are compared. */
export const comparedSteps = 3;

function find<K extends Op>(adapter: Adapter, c: CaseOf<K>): (() => Runnable) | undefined {
  const make = adapter[c.op];
  return make && (() => make(c));
}

/** @throws Error where the implementation does not have the case's op. */
export function makeRunnable(adapter: Adapter, c: Case): Runnable {
  const make = find(adapter, c);
  if (!make) throw new Error(`has no ${c.op}`);
  return make();
}
