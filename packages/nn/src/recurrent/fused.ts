/**
 * @file Layers of LSTM and GRU as one op: a product for the whole sequence's input, then a product and a fused step for each step.
 */
import * as F from '@x/functional';
import { cat, dispatch, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { mapState, type State } from './cells.js';
import type { Layer, Steps } from './run.js';

/** The state after the last step of each sequence, of the states `[Σ batchSizes, H]` after all steps. */
function lastOf(states: Tensor, { batchSizes }: Steps, reverse: boolean): Tensor {
  if (reverse) return states.narrow(0, 0, batchSizes[0]!);
  let end = states.size(0);
  let running = 0;
  const parts = batchSizes.toReversed().map((rows) => {
    const ended = states.narrow(0, end - rows + running, rows - running);
    end -= rows;
    running = rows;
    return ended;
  });
  const filled = parts.filter((part) => part.size(0) > 0);
  return filled.length === 1 ? filled[0]! : cat(parts);
}

/** Long short-term memory. */
export const lstmLayer: Layer = (steps, { hidden, memory }, weights, reverse) => {
  const { inputWeight, inputBias, weight, bias } = weights;
  // the two biases of a gate are added anyway: once for all steps
  const both = inputBias && bias ? inputBias.add(bias) : inputBias;
  const gates = F.linear(steps.data, inputWeight, { bias: both });
  const start = memory ?? hidden.newZeros(hidden.shape);
  const attrs = { batchSizes: steps.batchSizes, reverse };
  const [data, memories] = dispatch(ops.lstmSequence, [gates, hidden, start, weight], attrs);
  const after: State = { hidden: data, memory: memories };
  return { data, state: mapState(after, (part) => lastOf(part, steps, reverse)) };
};

/** Gated recurrent units. */
export const gruLayer: Layer = (steps, { hidden }, { inputWeight, inputBias, weight, bias }, reverse) => {
  const gates = F.linear(steps.data, inputWeight, { bias: inputBias });
  const inputs = [gates, hidden, weight, ...(bias ? [bias] : [])] as const;
  const [data] = dispatch(ops.gruSequence, inputs, { batchSizes: steps.batchSizes, reverse });
  return { data, state: { hidden: lastOf(data, steps, reverse), memory: null } };
};
