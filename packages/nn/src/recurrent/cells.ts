/**
 * @file One step of each recurrent network, as a function of what the input gives to the gates and of the state before.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';

/** What a recurrent network keeps between steps: `hidden [N, H]`, and an LSTM's `memory [N, H]`; null stands for zeros. */
export interface State {
  readonly hidden: Tensor;
  readonly memory: Tensor | null;
}

/** What a step multiplies the hidden state with: `weight [gates · H, H]`, `bias [gates · H]`, `projection [P, H]`. */
export interface HiddenWeights {
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly projection: Tensor | null;
}

/** A step: `gates [N, gates · H]` is the input's part of them. */
export type Cell = (gates: Tensor, state: State, weights: HiddenWeights) => State;

/** The state with a function applied to its parts. */
export function mapState({ hidden, memory }: State, fn: (part: Tensor) => Tensor): State {
  return { hidden: fn(hidden), memory: memory && fn(memory) };
}

function hiddenGates({ hidden }: State, { weight, bias }: HiddenWeights): Tensor {
  return F.linear(hidden, weight, { bias });
}

/** A tensor cut into as many parts as the list has names. */
function cut<const Names extends readonly string[]>(gates: Tensor, names: Names): Record<Names[number], Tensor>;
function cut(gates: Tensor, names: readonly string[]): Record<string, Tensor> {
  const parts = gates.chunk(names.length, 1);
  return Object.fromEntries(names.map((name, i) => [name, parts[i]!]));
}

/** `h′ = tanh(gates + W h + b)`, or with max(·, 0) in tanh's place. */
export const rnnCells: Readonly<Record<'tanh' | 'relu', Cell>> = {
  tanh: (gates, state, weights) => ({ hidden: gates.add(hiddenGates(state, weights)).tanh(), memory: null }),
  relu: (gates, state, weights) => ({ hidden: gates.add(hiddenGates(state, weights)).relu(), memory: null }),
};

/**
 * Long short-term memory: `c′ = σ(f) c + σ(i) tanh(g)`, `h′ = σ(o) tanh(c′)`, which a projection may make smaller.
 *
 * @see https://doi.org/10.1162/neco.1997.9.8.1735
 */
export const lstmCell: Cell = (gates, state, weights) => {
  const { input, forget, candidate, output } = cut(gates.add(hiddenGates(state, weights)), [
    'input',
    'forget',
    'candidate',
    'output',
  ]);
  const added = input.sigmoid().mul(candidate.tanh());
  const memory = state.memory ? forget.sigmoid().mul(state.memory).add(added) : added;
  const hidden = output.sigmoid().mul(memory.tanh());
  return { hidden: weights.projection ? F.linear(hidden, weights.projection) : hidden, memory };
};
