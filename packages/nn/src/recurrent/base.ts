/**
 * @file What recurrent layers share: parameters, shapes of inputs and states.
 */
import { sameShape, type Shape, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import { uniform_ } from '../init/index.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from '../layers/factory.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { floatText } from '../module/text.js';
import { PackedSequence } from '../utils/rnn/packed-sequence.js';
import { mapState, type State } from './cells.js';
import { type DirectionWeights, type Layer, runNetwork, type Steps } from './run.js';

/** Options of every recurrent layer. */
export interface RecurrentOptions extends FactoryOptions {
  /** Layers, each on top of the one before. Default: 1. */
  readonly numLayers?: number;
  /** Whether there are biases. Default: true. */
  readonly bias?: boolean;
  /** Whether the batch is the first dimension of input and output, not the second. Default: false. */
  readonly batchFirst?: boolean;
  /** While training, the probability of a value between two layers to become zero. Default: 0. */
  readonly dropout?: number;
  /** Whether each layer also goes from the last step to the first. Default: false. */
  readonly bidirectional?: boolean;
}

export function recurrentDefaults(): Required<RecurrentOptions> {
  return { numLayers: 1, bias: true, batchFirst: false, dropout: 0, bidirectional: false, ...factoryDefaults() };
}

/** What one kind of layer differs in from the others. */
export interface RecurrentKind {
  readonly op: string;
  readonly layer: Layer;
  /** Rows of the weights for each hidden value. */
  readonly gates: number;
}

/** A number of layers or sizes. @throws ValueError when it is not positive. */
function checkCount(op: string, name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ValueError(op, `${name} must be a positive integer, got ${value}`, { [name]: value });
}

/** How an input is laid out: as steps, and back. */
interface Sequence<Data> {
  readonly steps: Steps;
  /** The output in the input's form. */
  readonly restore: (data: Tensor) => Data;
  /** The given state `[layers, N, H]`, in the order of the steps. */
  readonly prepare: (state: Tensor) => Tensor;
  /** The last state in the input's form. */
  readonly finish: (state: Tensor) => Tensor;
}

type Input = Tensor | PackedSequence;

/** Base of `RNN`, `LSTM` and `GRU`. */
export abstract class Recurrent<Hidden> extends Module<
  [input: Input, hx?: Hidden | null],
  [output: Input, hidden: Hidden]
> {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly projSize: number;
  readonly numLayers: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  /** Parameters by layer and direction: `weightIhL0`, `weightHhL0`, `weightIhL0Reverse`, … */
  [weight: `weight${string}`]: Parameter;
  [inputBias: `biasIh${string}`]: Parameter;
  [hiddenBias: `biasHh${string}`]: Parameter;

  constructor(
    sizes: readonly [input: number, hidden: number],
    { projSize, ...options }: Required<RecurrentOptions> & { readonly projSize: number },
  ) {
    super();
    const { op } = this.kind();
    const { numLayers, bias, batchFirst, dropout, bidirectional } = options;
    [this.inputSize, this.hiddenSize] = sizes;
    checkCount(op, 'inputSize', this.inputSize);
    checkCount(op, 'hiddenSize', this.hiddenSize);
    checkCount(op, 'numLayers', numLayers);
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new ValueError(op, `dropout must be a probability between 0 and 1, got ${dropout}`, { dropout });
    }
    this.projSize = projSize;
    this.numLayers = numLayers;
    this.bias = bias;
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.bidirectional = bidirectional;
    for (const [layer, direction] of this.places()) this.addParameters(layer, direction, options);
    this.resetParameters();
  }

  protected abstract kind(): RecurrentKind;
  /** The state in the form that users see. */
  protected abstract fromState(state: State): Hidden;
  /** The tensors of a state given by a user. */
  protected abstract toState(hidden: Hidden): State;
  /** The state to start with where none is given; an LSTM's memory may have another size than its hidden state. */
  protected abstract zeroState(like: Tensor, hidden: Shape): State;

  protected get directions(): number {
    return this.bidirectional ? 2 : 1;
  }

  protected get outputSize(): number {
    return this.projSize > 0 ? this.projSize : this.hiddenSize;
  }

  /** Layers and directions, in the order of the parameters. */
  protected places(): [layer: number, suffix: string][] {
    const suffixes = this.bidirectional ? ['', 'Reverse'] : [''];
    return Array.from({ length: this.numLayers }, (_, layer) => layer).flatMap((layer) =>
      suffixes.map((suffix): [number, string] => [layer, suffix]),
    );
  }

  protected addParameters(layer: number, suffix: string, { dtype, device }: Required<FactoryOptions>): void {
    const rows = this.kind().gates * this.hiddenSize;
    const size = layer === 0 ? this.inputSize : this.outputSize * this.directions;
    const add = (name: string, shape: Shape): void =>
      this.registerParameter(`${name}L${layer}${suffix}`, emptyParameter(shape, { dtype, device }));
    add('weightIh', [rows, size]);
    add('weightHh', [rows, this.outputSize]);
    if (this.bias) {
      add('biasIh', [rows]);
      add('biasHh', [rows]);
    }
    if (this.projSize > 0) add('weightHr', [this.projSize, this.hiddenSize]);
  }

  protected directionWeights(layer: number, suffix: string): DirectionWeights {
    const place = `L${layer}${suffix}`;
    return {
      inputWeight: this[`weightIh${place}`]!,
      inputBias: this.bias ? this[`biasIh${place}`]! : null,
      weight: this[`weightHh${place}`]!,
      bias: this.bias ? this[`biasHh${place}`]! : null,
      projection: this.projSize > 0 ? this[`weightHr${place}`]! : null,
    };
  }

  /** Draws new initial values. */
  resetParameters(): void {
    const bound = 1 / Math.sqrt(this.hiddenSize);
    for (const parameter of this.parameters()) uniform_(parameter, { a: -bound, b: bound });
  }

  /**
   * Does nothing: no kernel here wants the parameters side by side in memory, as in PyTorch on the CPU. Programs that call it run
   * unchanged.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.nn.RNN.html
   */
  flattenParameters(): void {}

  override forward(input: Input, hx: Hidden | null = null): [output: Input, hidden: Hidden] {
    const packed = input instanceof PackedSequence;
    return packed ? this.runSteps(this.unpacked(input), hx, 3) : this.runSteps(this.padded(input), hx, input.ndim);
  }

  protected runSteps<Data>(
    { steps, restore, prepare, finish }: Sequence<Data>,
    hx: Hidden | null,
    dims: number,
  ): [Data, Hidden] {
    const { numLayers, training, dropout } = this;
    const places = this.places().map((place) => this.directionWeights(...place));
    const layers = Array.from({ length: numLayers }, (_, layer) =>
      places.slice(layer * this.directions, (layer + 1) * this.directions),
    );
    const shape = [numLayers * this.directions, steps.batchSizes[0]!, this.outputSize];
    const zero = this.zeroState(steps.data, shape);
    const initial = hx === null ? zero : this.given(this.toState(hx), zero, dims, prepare);
    const network = { layer: this.kind().layer, layers, dropout: training ? dropout : 0 };
    const { data, state } = runNetwork(network, steps, initial);
    return [restore(data), this.fromState(mapState(state, finish))];
  }

  protected given(given: State, zero: State, dims: number, prepare: (state: Tensor) => Tensor): State {
    const check = (part: Tensor, like: Tensor): Tensor => {
      const expected = dims === 2 ? [like.size(0), like.size(2)] : like.shape;
      if (sameShape(part.shape, expected)) return prepare(part);
      const shapes = [part.shape, expected];
      throw new ShapeError(
        this.kind().op,
        `expected a hidden state ${shapeText(expected)}, got ${shapeText(part.shape)}`,
        { shapes },
      );
    };
    const { hidden, memory } = given;
    return { hidden: check(hidden, zero.hidden), memory: memory && zero.memory && check(memory, zero.memory) };
  }

  protected checkFeatures(input: Tensor, dims: readonly number[]): void {
    if (dims.includes(input.ndim) && input.size(-1) === this.inputSize && input.numel() > 0) return;
    const expected = this.batchFirst ? '[N, L' : '[L, N';
    throw new ShapeError(
      this.kind().op,
      `expected an input ${expected}, ${this.inputSize}] or [L, ${this.inputSize}] with at least one step, got ${shapeText(input.shape)}`,
      { shapes: [input.shape] },
    );
  }

  protected padded(input: Tensor): Sequence<Tensor> {
    this.checkFeatures(input, [2, 3]);
    const batched = input.ndim === 3;
    const ordered = batched && this.batchFirst ? input.transpose(0, 1) : input;
    const [length, batch] = [ordered.size(0), batched ? ordered.size(1) : 1];
    return {
      steps: { data: batched ? ordered.flatten(0, 1) : ordered, batchSizes: Array.from({ length }, () => batch) },
      restore: (data) => {
        if (!batched) return data;
        const output = data.unflatten(0, [length, batch]);
        return this.batchFirst ? output.transpose(0, 1) : output;
      },
      prepare: (state) => (batched ? state : state.unsqueeze(1)),
      finish: (state) => (batched ? state : state.squeeze(1)),
    };
  }

  protected unpacked(input: PackedSequence): Sequence<PackedSequence> {
    const { data, sortedIndices, unsortedIndices } = input;
    this.checkFeatures(data, [2]);
    return {
      steps: input,
      restore: (output) => input.withData(output),
      prepare: (state) => (sortedIndices ? state.indexSelect(1, sortedIndices) : state),
      finish: (state) => (unsortedIndices ? state.indexSelect(1, unsortedIndices) : state),
    };
  }

  override extraRepr(): string {
    const { projSize, numLayers, bias, batchFirst, dropout, bidirectional } = this;
    const parts = [`${this.inputSize}, ${this.hiddenSize}`];
    if (projSize !== 0) parts.push(`proj_size=${projSize}`);
    if (numLayers !== 1) parts.push(`num_layers=${numLayers}`);
    if (!bias) parts.push('bias=False');
    if (batchFirst) parts.push('batch_first=True');
    if (dropout !== 0) parts.push(`dropout=${floatText(dropout)}`);
    if (bidirectional) parts.push('bidirectional=True');
    return parts.join(', ');
  }
}
