/**
 * @file State of parameters: tensors that live on from step to step, and numbers that PyTorch keeps in tensors.
 */
import { keep, tensor, type Tensor, zerosLike } from '@x/tensor/core';
import { snakeCase, withSnakeKeys } from './names.js';
import type { SavedValues } from './saved-state.js';

/** State that counts the steps of its parameter. */
export interface CountedState {
  /** Number of steps so far. */
  step: number;
}

/** Zeros like the parameter, which a `scope` around the step does not dispose. */
export const zeroState = (param: Tensor): Tensor => keep(zerosLike(param));

/** The state for a state dict; the numbers called `names` become float32 tensors of no dimension, as in PyTorch. */
export function withScalarTensors<S extends object>(
  param: Tensor,
  state: S,
  names: readonly (keyof S & string)[],
): SavedValues {
  const scalars = names.map((name) => [
    snakeCase(name),
    tensor(Number(state[name]), { dtype: 'float32', device: param.device }),
  ]);
  return { ...withSnakeKeys(state), ...Object.fromEntries(scalars) };
}
