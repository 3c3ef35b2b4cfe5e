/**
 * @file Gradients by running an op's decomposition again: for ops whose formula would only repeat it.
 */
import { InternalError, type Op, type Tensor, type Tensors, zerosLike } from '@x/tensor/core';
import { grad } from './backward.js';
import { requiresGrad } from './meta.js';
import { recording, withGradMode } from './mode/state.js';

/** Gradients of all inputs that need one, by the recorded decomposition. */
export function gradientsAgain<A>(
  op: Op<Tensors, A>,
  attrs: A,
  at: Tensors,
  given: Tensor,
  needs: readonly boolean[],
): readonly (Tensor | undefined)[] {
  const createGraph = recording();
  return withGradMode(true, () => {
    const inputs = at.map((x, i) => {
      if (!needs[i]) return x.detach();
      // a view of its own, since one tensor may be several inputs
      return createGraph && requiresGrad(x) ? x.expand(x.shape) : x.detach().requiresGrad_();
    });
    const wanted = inputs.filter((_, i) => needs[i]);
    const found = derived(op, inputs, attrs, given, wanted, createGraph);
    return inputs.map((x, i) => (needs[i] ? (found[wanted.indexOf(x)] ?? zerosLike(x.detach())) : undefined));
  });
}

function derived<A>(
  op: Op<Tensors, A>,
  inputs: Tensors,
  attrs: A,
  gradOutputs: Tensor,
  wanted: Tensors,
  createGraph: boolean,
): readonly (Tensor | null)[] {
  const [y] = op.decompose?.(inputs, attrs) ?? [];
  if (!y) throw new InternalError(op.name, 'has no decomposition to run again');
  if (!requiresGrad(y)) return []; // an empty result does not depend on anything
  return grad(y, [...wanted], { gradOutputs, createGraph, allowUnused: true });
}
