/**
 * @file Running cells over sequences: steps, directions, layers.
 */
import * as F from '@x/functional';
import { cat, stack, type Tensor } from '@x/tensor/core';
import { type Cell, type HiddenWeights, mapState, type State } from './cells.js';

/** Elements step after step, as in a PackedSequence: `data [Σ batchSizes, F]`. Without padding all sizes are equal. */
export interface Steps {
  readonly data: Tensor;
  readonly batchSizes: readonly number[];
}

/** Weights of one direction of one layer. */
export interface DirectionWeights extends HiddenWeights {
  readonly inputWeight: Tensor;
  readonly inputBias: Tensor | null;
}

/** A network: its layers, each of one direction or two. */
export interface Network {
  readonly layer: Layer;
  readonly layers: readonly (readonly DirectionWeights[])[];
  /** Share of the values between layers that become zero. */
  readonly dropout: number;
}

/** What a network gives: `data [Σ batchSizes, directions · H]`, and the last state `[layers · directions, N, H]`. */
export interface Outcome {
  readonly data: Tensor;
  readonly state: State;
}

function joinStates(states: readonly State[], join: (parts: readonly Tensor[]) => Tensor): State {
  const memories = states.map(({ memory }) => memory).filter((memory) => memory !== null);
  return { hidden: join(states.map(({ hidden }) => hidden)), memory: memories.length > 0 ? join(memories) : null };
}

const rows = (state: State, start: number, count: number): State =>
  mapState(state, (part) => part.narrow(0, start, count));

/** The gates' input parts for each step: one product for the whole sequence. */
function inputGates({ data, batchSizes }: Steps, { inputWeight, inputBias }: DirectionWeights): Tensor[] {
  return F.linear(data, inputWeight, { bias: inputBias }).split(batchSizes);
}

/** First step first; sequences that have ended leave the state. */
function runForward(cell: Cell, steps: Steps, initial: State, weights: DirectionWeights): Outcome {
  const outputs: Tensor[] = [];
  const ended: State[] = [];
  let state = initial;
  for (const gates of inputGates(steps, weights)) {
    const running = gates.size(0);
    const before = state.hidden.size(0);
    if (running < before) {
      ended.push(rows(state, running, before - running));
      state = rows(state, 0, running);
    }
    state = cell(gates, state, weights);
    outputs.push(state.hidden);
  }
  ended.push(state);
  return { data: cat(outputs), state: ended.length > 1 ? joinStates(ended.toReversed(), cat) : state };
}

/** Last step first; shorter sequences join the state where they end. */
function runReverse(cell: Cell, steps: Steps, initial: State, weights: DirectionWeights): Outcome {
  const outputs: Tensor[] = [];
  let state = rows(initial, 0, steps.batchSizes.at(-1) ?? 0);
  for (const gates of inputGates(steps, weights).toReversed()) {
    const before = state.hidden.size(0);
    const joining = gates.size(0) - before;
    if (joining > 0) state = joinStates([state, rows(initial, before, joining)], cat);
    state = cell(gates, state, weights);
    outputs.push(state.hidden);
  }
  return { data: cat(outputs.toReversed()), state };
}

/** Runs one direction of one layer. */
export type Layer = (steps: Steps, initial: State, weights: DirectionWeights, reverse: boolean) => Outcome;

/** A layer that runs a cell step by step. */
export function stepByStep(cell: Cell): Layer {
  return (steps, initial, weights, reverse) => (reverse ? runReverse : runForward)(cell, steps, initial, weights);
}

/** Runs all layers; `initial` has the states of a layer's directions one after the other: `[layers · directions, N, H]`. */
export function runNetwork({ layer, layers, dropout }: Network, steps: Steps, initial: State): Outcome {
  const states: State[] = [];
  let { data } = steps;
  for (const [depth, weights] of layers.entries()) {
    if (depth > 0) data = F.dropout(data, { p: dropout });
    const outcomes = weights.map((direction, i) => {
      const start = mapState(initial, (part) => part.select(0, depth * weights.length + i));
      return layer({ ...steps, data }, start, direction, i === 1);
    });
    const outputs = outcomes.map((outcome) => outcome.data);
    data = outputs.length > 1 ? cat(outputs, 1) : outputs[0]!;
    states.push(...outcomes.map(({ state }) => state));
  }
  return { data, state: joinStates(states, stack) };
}
