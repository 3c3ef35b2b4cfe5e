/**
 * @file Encoders and decoders: layers one after the other.
 */
import { withDefaults } from '@x/functional';
import { type Tensor, ValueError } from '@x/tensor/core';
import { ModuleList } from '../containers/list.js';
import type { AnyModule } from '../module/any-module.js';
import { Module } from '../module/module.js';
import { type DecoderMasks, type EncoderLayerMasks, noDecoderMasks } from './layers.js';

export interface StackOptions {
  /** What is done with the last layer's output, usually a `LayerNorm`. Default: null, nothing. */
  readonly norm?: Module | null;
}

/** Copies of a layer. @throws ValueError when their number is negative or has a fraction. */
function copies<M extends AnyModule>(op: string, layer: M, count: number): ModuleList<M> {
  if (!Number.isInteger(count) || count < 0) {
    throw new ValueError(op, `numLayers must be an integer ≥ 0, got ${count}`, { count });
  }
  return new ModuleList(Array.from({ length: count }, () => layer.deepCopy()));
}

export interface EncoderMasks {
  /** Pairs of positions that do not attend: `[S, S]` or `[N · heads, S, S]`. Default: null, none. */
  readonly mask?: Tensor | null;
  /** Positions that nobody attends to: `[N, S]`. Default: null, none. */
  readonly srcKeyPaddingMask?: Tensor | null;
}

/** A layer of an encoder. */
export type EncoderLayer = Module<[src: Tensor, masks?: EncoderLayerMasks]>;
/** A layer of a decoder. */
export type DecoderLayer = Module<[tgt: Tensor, memory: Tensor, masks?: DecoderMasks]>;

/**
 * Copies of a layer, one after the other: `[S, N, dModel] → [S, N, dModel]`. All start with the layer's values.
 *
 * @throws ValueError when the number of layers is not positive, or for an unknown option.
 * @example new TransformerEncoder(new TransformerEncoderLayer(8, 2), 2)(randn(10, 3, 8)).shape // [10, 3, 8]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.TransformerEncoder.html
 */
export class TransformerEncoder extends Module<[src: Tensor, masks?: EncoderMasks]> {
  static readonly name: string = 'TransformerEncoder';
  layers: ModuleList<EncoderLayer>;
  readonly numLayers: number;
  norm: Module | null;

  constructor(encoderLayer: EncoderLayer, numLayers: number, options: StackOptions = {}) {
    super();
    const { norm } = withDefaults('TransformerEncoder', options, { norm: null });
    this.layers = copies('TransformerEncoder', encoderLayer, numLayers);
    this.numLayers = numLayers;
    this.norm = norm;
  }

  override forward(src: Tensor, masks: EncoderMasks = {}): Tensor {
    const none = { mask: null, srcKeyPaddingMask: null };
    const { mask: srcMask, srcKeyPaddingMask } = withDefaults('TransformerEncoder', masks, none);
    let x = src;
    for (const layer of this.layers) x = layer(x, { srcMask, srcKeyPaddingMask });
    return this.norm ? this.norm(x) : x;
  }
}

/**
 * Copies of a layer, one after the other: `[T, N, dModel], [S, N, dModel] → [T, N, dModel]`. All start with the layer's values.
 *
 * @throws ValueError when the number of layers is not positive, or for an unknown option.
 * @example new TransformerDecoder(new TransformerDecoderLayer(8, 2), 2)(randn(5, 3, 8), randn(10, 3, 8)).shape // [5, 3, 8]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.TransformerDecoder.html
 */
export class TransformerDecoder extends Module<[tgt: Tensor, memory: Tensor, masks?: DecoderMasks]> {
  static readonly name: string = 'TransformerDecoder';
  layers: ModuleList<DecoderLayer>;
  readonly numLayers: number;
  norm: Module | null;

  constructor(decoderLayer: DecoderLayer, numLayers: number, options: StackOptions = {}) {
    super();
    const { norm } = withDefaults('TransformerDecoder', options, { norm: null });
    this.layers = copies('TransformerDecoder', decoderLayer, numLayers);
    this.numLayers = numLayers;
    this.norm = norm;
  }

  override forward(tgt: Tensor, memory: Tensor, masks: DecoderMasks = {}): Tensor {
    const all = withDefaults('TransformerDecoder', masks, noDecoderMasks);
    let x = tgt;
    for (const layer of this.layers) x = layer(x, memory, all);
    return this.norm ? this.norm(x) : x;
  }
}
