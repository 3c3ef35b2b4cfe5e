/**
 * @file Recurrent layers: whole sequences, any number of layers, one direction or two.
 */
import * as F from '@x/functional';
import { type Shape, type Tensor, ValueError } from '@x/tensor/core';
import type { PackedSequence } from '../utils/rnn/packed-sequence.js';
import { Recurrent, recurrentDefaults, type RecurrentKind, type RecurrentOptions } from './base.js';
import { lstmCell, rnnCells, type State } from './cells.js';
import { gruLayer, lstmLayer } from './fused.js';
import { stepByStep } from './run.js';

/** Base of the layers whose state is one tensor. */
abstract class OneState extends Recurrent<Tensor> {
  protected override fromState({ hidden }: State): Tensor {
    return hidden;
  }

  protected override toState(hidden: Tensor): State {
    return { hidden, memory: null };
  }

  protected override zeroState(like: Tensor, hidden: Shape): State {
    return { hidden: like.newZeros(hidden), memory: null };
  }
}

interface OneState {
  /** `[L, N, inputSize], [layers · directions, N, hiddenSize] → [L, N, directions · hiddenSize], …` */
  (input: Tensor, hx?: Tensor | null): [output: Tensor, hidden: Tensor];
  (input: PackedSequence, hx?: Tensor | null): [output: PackedSequence, hidden: Tensor];
}

/** What follows the sum in a plain recurrent network. */
export type RnnNonlinearity = 'tanh' | 'relu';

export interface RNNOptions extends RecurrentOptions {
  /** What follows the sum. Default: 'tanh'. */
  readonly nonlinearity?: RnnNonlinearity;
}

/**
 * Elman network, `h′ = tanh(W_ih x + b_ih + W_hh h + b_hh)`: `[L, N, inputSize] → [L, N, directions · hiddenSize]` and the last
 * hidden state `[layers · directions, N, hiddenSize]`. N may be missing; a `PackedSequence` gives one.
 *
 * All parameters start uniform in ±1/√hiddenSize.
 * @throws ValueError for an option that does not exist or fit; called, ShapeError when the input or state does not fit.
 * @example new RNN(10, 20, { numLayers: 2 })(randn(5, 3, 10))[0].shape // [5, 3, 20]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.RNN.html
 */
export class RNN extends OneState {
  static readonly name: string = 'RNN';
  readonly nonlinearity: RnnNonlinearity;

  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    const defaults = { nonlinearity: 'tanh', ...recurrentDefaults() } as const;
    const { nonlinearity, ...all } = F.withDefaults('RNN', options, defaults);
    F.checkChoice('RNN', 'nonlinearity', nonlinearity, Object.keys(rnnCells));
    super([inputSize, hiddenSize], { projSize: 0, ...all });
    this.nonlinearity = nonlinearity;
  }

  protected override kind(): RecurrentKind {
    return { op: 'RNN', layer: stepByStep(rnnCells[this.nonlinearity]), gates: 1 };
  }
}

/**
 * Gated recurrent units: `[L, N, inputSize] → [L, N, directions · hiddenSize]` and the last hidden state
 * `[layers · directions, N, hiddenSize]`. N may be missing; a `PackedSequence` gives one.
 *
 * All parameters start uniform in ±1/√hiddenSize.
 * @throws ValueError for an option that does not exist or fit; called, ShapeError when the input or state does not fit.
 * @example new GRU(10, 20, { bidirectional: true })(randn(5, 3, 10))[1].shape // [2, 3, 20]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GRU.html
 * @see https://arxiv.org/abs/1406.1078
 */
export class GRU extends OneState {
  static readonly name: string = 'GRU';

  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super([inputSize, hiddenSize], { projSize: 0, ...F.withDefaults('GRU', options, recurrentDefaults()) });
  }

  protected override kind(): RecurrentKind {
    return { op: 'GRU', layer: gruLayer, gates: 3 };
  }
}

/** Hidden state and memory of an LSTM. */
export type LSTMState = readonly [hidden: Tensor, memory: Tensor];

export interface LSTMOptions extends RecurrentOptions {
  /** Size of the hidden state where a projection makes it smaller than the memory; 0 for no projection. Default: 0. */
  readonly projSize?: number;
}

function checkProjection(projSize: number, hiddenSize: number): void {
  if (Number.isInteger(projSize) && projSize >= 0 && projSize < hiddenSize) return;
  throw new ValueError(
    'LSTM',
    `projSize must be smaller than hiddenSize, or 0 for no projection: ${projSize} and ${hiddenSize}`,
    { projSize, hiddenSize },
  );
}

/**
 * Long short-term memory: `[L, N, inputSize] → [L, N, directions · hiddenSize]` and the last hidden state and memory, both
 * `[layers · directions, N, hiddenSize]`. N may be missing; a `PackedSequence` gives one.
 *
 * All parameters start uniform in ±1/√hiddenSize.
 * @throws ValueError for an option that does not exist or fit; called, ShapeError when the input or state does not fit.
 * @example const [output, [h, c]] = new LSTM(10, 20, { numLayers: 2 })(randn(5, 3, 10), [zeros(2, 3, 20), zeros(2, 3, 20)])
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html
 * @see https://arxiv.org/abs/1402.1128
 */
export class LSTM extends Recurrent<LSTMState> {
  static readonly name: string = 'LSTM';

  constructor(inputSize: number, hiddenSize: number, options: LSTMOptions = {}) {
    const { projSize, ...all } = F.withDefaults('LSTM', options, { projSize: 0, ...recurrentDefaults() });
    checkProjection(projSize, hiddenSize);
    super([inputSize, hiddenSize], { projSize, ...all });
  }

  protected override kind(): RecurrentKind {
    return { op: 'LSTM', layer: this.projSize > 0 ? stepByStep(lstmCell) : lstmLayer, gates: 4 };
  }

  protected override fromState({ hidden, memory }: State): LSTMState {
    return [hidden, memory ?? hidden.newZeros(hidden.shape)];
  }

  protected override toState([hidden, memory]: LSTMState): State {
    return { hidden, memory };
  }

  protected override zeroState(like: Tensor, hidden: Shape): State {
    const memory = [...hidden.slice(0, 2), this.hiddenSize];
    return { hidden: like.newZeros(hidden), memory: like.newZeros(memory) };
  }
}

export interface LSTM {
  /** `[L, N, inputSize], [h, c] → [L, N, directions · hiddenSize], [h′, c′]` */
  (input: Tensor, hx?: LSTMState | null): [output: Tensor, state: LSTMState];
  (input: PackedSequence, hx?: LSTMState | null): [output: PackedSequence, state: LSTMState];
}
