/**
 * @file Recurrent layers of a single step.
 */
import * as F from '@x/functional';
import { sameShape, ShapeError, shapeText, type Tensor } from '@x/tensor/core';
import { uniform_ } from '../init/index.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from '../layers/factory.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { mapState, rnnCells, type State } from './cells.js';
import { gruLayer, lstmLayer } from './fused.js';
import type { LSTMState, RnnNonlinearity } from './layers.js';
import { type Layer, stepByStep } from './run.js';

export interface RecurrentCellOptions extends FactoryOptions {
  /** Whether there are biases. Default: true. */
  readonly bias?: boolean;
}

function cellDefaults(): Required<RecurrentCellOptions> {
  return { bias: true, ...factoryDefaults() };
}

/** Base of the cells. */
abstract class RecurrentCell<Hidden, Out> extends Module<[input: Tensor, hx?: Hidden | null], Out> {
  readonly inputSize: number;
  readonly hiddenSize: number;
  weightIh: Parameter;
  weightHh: Parameter;
  biasIh: Parameter | null;
  biasHh: Parameter | null;

  constructor(
    gates: number,
    sizes: readonly [input: number, hidden: number],
    { bias, ...factory }: Required<RecurrentCellOptions>,
  ) {
    super();
    [this.inputSize, this.hiddenSize] = sizes;
    const rows = gates * this.hiddenSize;
    this.weightIh = emptyParameter([rows, this.inputSize], factory);
    this.weightHh = emptyParameter([rows, this.hiddenSize], factory);
    this.biasIh = bias ? emptyParameter([rows], factory) : null;
    this.biasHh = bias ? emptyParameter([rows], factory) : null;
    this.resetParameters();
  }

  /** Draws new initial values. */
  resetParameters(): void {
    const bound = 1 / Math.sqrt(this.hiddenSize);
    for (const parameter of this.parameters()) uniform_(parameter, { a: -bound, b: bound });
  }

  /** Runs a step on an input `[N, inputSize]` or `[inputSize]`; a state of null is zeros. */
  protected step(layer: Layer, input: Tensor, state: State | null): State {
    const batched = input.ndim === 2;
    if ((!batched && input.ndim !== 1) || input.size(-1) !== this.inputSize) {
      throw new ShapeError(
        this.constructor.name,
        `expected an input [N, ${this.inputSize}] or [${this.inputSize}], got ${shapeText(input.shape)}`,
        { shapes: [input.shape] },
      );
    }
    const shape = [...input.shape.slice(0, -1), this.hiddenSize];
    const given = state ?? { hidden: input.newZeros(shape), memory: null };
    for (const part of [given.hidden, given.memory]) if (part) this.checkState(part, shape);
    const before = batched ? given : mapState(given, (part) => part.unsqueeze(0));
    const data = batched ? input : input.unsqueeze(0);
    const own = { weight: this.weightHh, bias: this.biasHh, projection: null };
    const weights = { ...own, inputWeight: this.weightIh, inputBias: this.biasIh };
    const after = layer({ data, batchSizes: [data.size(0)] }, before, weights, false).state;
    return batched ? after : mapState(after, (part) => part.squeeze(0));
  }

  protected checkState({ shape }: Tensor, expected: readonly number[]): void {
    if (sameShape(shape, expected)) return;
    const text = `expected a hidden state ${shapeText(expected)}, got ${shapeText(shape)}`;
    throw new ShapeError(this.constructor.name, text, { shapes: [shape, expected] });
  }

  override extraRepr(): string {
    return `${this.inputSize}, ${this.hiddenSize}${this.biasIh ? '' : ', bias=False'}`;
  }
}

export interface RNNCellOptions extends RecurrentCellOptions {
  /** What follows the sum. Default: 'tanh'. */
  readonly nonlinearity?: RnnNonlinearity;
}

/**
 * One step of an Elman network, `tanh(W_ih x + b_ih + W_hh h + b_hh)`: `[N, inputSize], [N, hiddenSize] → [N, hiddenSize]`; N
 * may be missing. Without a state it starts at zeros.
 *
 * @throws ValueError for an option that does not exist or fit; called, ShapeError when the input or state does not fit.
 * @example new RNNCell(10, 20)(randn(3, 10), randn(3, 20)).shape // [3, 20]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.RNNCell.html
 */
export class RNNCell extends RecurrentCell<Tensor, Tensor> {
  static readonly name: string = 'RNNCell';
  readonly nonlinearity: RnnNonlinearity;

  constructor(inputSize: number, hiddenSize: number, options: RNNCellOptions = {}) {
    const defaults = { nonlinearity: 'tanh', ...cellDefaults() } as const;
    const { nonlinearity, ...all } = F.withDefaults('RNNCell', options, defaults);
    F.checkChoice('RNNCell', 'nonlinearity', nonlinearity, Object.keys(rnnCells));
    super(1, [inputSize, hiddenSize], all);
    this.nonlinearity = nonlinearity;
  }

  override forward(input: Tensor, hx: Tensor | null = null): Tensor {
    return this.step(stepByStep(rnnCells[this.nonlinearity]), input, hx && { hidden: hx, memory: null }).hidden;
  }

  override extraRepr(): string {
    const text = super.extraRepr();
    return this.nonlinearity === 'tanh' ? text : `${text}, nonlinearity=${this.nonlinearity}`;
  }
}

/**
 * One gated recurrent unit's step: `[N, inputSize], [N, hiddenSize] → [N, hiddenSize]`; N may be missing. Without a state it
 * starts at zeros.
 *
 * @throws ValueError for an unknown option; called, ShapeError when the input or state does not fit.
 * @example new GRUCell(10, 20)(randn(3, 10), randn(3, 20)).shape // [3, 20]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GRUCell.html
 */
export class GRUCell extends RecurrentCell<Tensor, Tensor> {
  static readonly name: string = 'GRUCell';

  constructor(inputSize: number, hiddenSize: number, options: RecurrentCellOptions = {}) {
    super(3, [inputSize, hiddenSize], F.withDefaults('GRUCell', options, cellDefaults()));
  }

  override forward(input: Tensor, hx: Tensor | null = null): Tensor {
    return this.step(gruLayer, input, hx && { hidden: hx, memory: null }).hidden;
  }
}

/**
 * One step of a long short-term memory: `[N, inputSize], [h, c] → [h′, c′]`, all states `[N, hiddenSize]`; N may be missing.
 * Without a state it starts at zeros.
 *
 * @throws ValueError for an unknown option; called, ShapeError when the input or state does not fit.
 * @example const [h, c] = new LSTMCell(10, 20)(randn(3, 10), [randn(3, 20), randn(3, 20)])
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html
 */
export class LSTMCell extends RecurrentCell<LSTMState, LSTMState> {
  static readonly name: string = 'LSTMCell';

  constructor(inputSize: number, hiddenSize: number, options: RecurrentCellOptions = {}) {
    super(4, [inputSize, hiddenSize], F.withDefaults('LSTMCell', options, cellDefaults()));
  }

  override forward(input: Tensor, hx: LSTMState | null = null): LSTMState {
    const { hidden, memory } = this.step(lstmLayer, input, hx && { hidden: hx[0], memory: hx[1] });
    return [hidden, memory ?? hidden];
  }
}
