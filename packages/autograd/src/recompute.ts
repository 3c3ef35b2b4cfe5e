/**
 * @file Gradients by running an op's decomposition again: for ops whose formula would only repeat it.
 */
import { InternalError, type Op, type Tensor, zerosLike } from '@x/tensor';
import { grad } from './backward.js';
import { requiresGrad } from './meta.js';
import { recording, withGradMode } from './mode/state.js';
import { type Backward, rule, type RuleEntry } from './rule.js';

/** A rule whose backward pass runs the decomposition once more, recorded, and walks that. */
export function byDecomposition<A>(
  op: Op<readonly [Tensor], A, readonly [Tensor]>,
  name: string | ((attrs: A) => string),
): RuleEntry {
  return rule(op, {
    name,
    save: ({ inputs: [x] }) => [x],
    backward: (pass) => [again(op, pass)],
  });
}

function again<A>(op: Op<readonly [Tensor], A, readonly [Tensor]>, pass: Backward<A, readonly [Tensor]>): Tensor {
  const [kept] = pass.saved;
  const createGraph = recording();
  const x = createGraph && requiresGrad(kept) ? kept : kept.detach().requiresGrad_();
  return withGradMode(true, () => {
    const [y] = op.decompose?.([x], pass.attrs) ?? [];
    if (!y) throw new InternalError(op.name, 'has no decomposition to run again');
    if (!requiresGrad(y)) return zerosLike(kept); // an empty product does not depend on anything
    return grad(y, x, { gradOutputs: pass.grad, createGraph, allowUnused: true })[0] ?? zerosLike(kept);
  });
}
