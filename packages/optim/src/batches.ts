/**
 * @file Parameters that are updated together.
 */
import type { Tensor } from '@x/tensor/core';

/** Parameters whose steps have the same attributes, so that one call of the op updates them all. */
export interface Batch<S> {
  readonly params: Tensor[];
  readonly grads: Tensor[];
  readonly states: S[];
}

/**
 * The parameters that have a gradient, by device and by what `keyOf` says of their state.
 *
 * @param stateOf - the parameter's state, made on first use.
 */
export function batches<S>(
  params: readonly Tensor[],
  stateOf: (param: Tensor) => S,
  keyOf: (state: S) => unknown,
): Iterable<Batch<S>> {
  const found = new Map<string, Batch<S>>();
  for (const param of params) {
    const { grad } = param;
    if (!grad) continue;
    const state = stateOf(param);
    const key = `${param.device} ${String(keyOf(state))}`;
    const batch = found.get(key) ?? { params: [], grads: [], states: [] };
    found.set(key, batch);
    batch.params.push(param);
    batch.grads.push(grad);
    batch.states.push(state);
  }
  return found.values();
}
