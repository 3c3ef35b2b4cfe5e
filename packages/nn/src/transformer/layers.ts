/**
 * @file The layers that encoders and decoders are stacks of.
 */
import { withDefaults } from '@x/functional';
import { scope, type Tensor } from '@x/tensor/core';
import { Dropout } from '../layers/dropout.js';
import { Linear } from '../layers/linear.js';
import { LayerNorm } from '../layers/norm.js';
import { hasHooks, Module } from '../module/module.js';
import { MultiheadAttention } from './attention.js';
import { activationOf, isOwnActivation, layerDefaults, type TransformerLayerOptions } from './options.js';

export interface EncoderLayerMasks {
  /** Pairs of positions that do not attend: `[S, S]` or `[N · heads, S, S]`. Default: null, none. */
  readonly srcMask?: Tensor | null;
  /** Positions that nobody attends to: `[N, S]`. Default: null, none. */
  readonly srcKeyPaddingMask?: Tensor | null;
}

/** An activation of what a linear map gives, which is freed at once where nobody can have kept it. */
function activated(linear: Linear, activation: ((x: Tensor) => Tensor) | Module, x: Tensor): Tensor {
  const unseen = linear.constructor === Linear && !hasHooks(linear) && isOwnActivation(activation);
  return unseen ? scope(() => activation(linear(x))) : activation(linear(x));
}

/**
 * Self-attention, then two linear maps, each added to its input and normalised: `[S, N, dModel] → [S, N, dModel]`; N may be
 * missing.
 *
 * @throws ValueError for an option that does not exist or fit; called, ShapeError when input or masks do not fit.
 * @example new TransformerEncoderLayer(8, 2, { dimFeedforward: 16 })(randn(10, 3, 8)).shape // [10, 3, 8]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.TransformerEncoderLayer.html
 * @see https://arxiv.org/abs/1706.03762
 */
export class TransformerEncoderLayer extends Module<[src: Tensor, masks?: EncoderLayerMasks]> {
  static readonly name: string = 'TransformerEncoderLayer';
  selfAttn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  readonly normFirst: boolean;
  norm1: LayerNorm;
  norm2: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  activation: ((x: Tensor) => Tensor) | Module;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const all = withDefaults('TransformerEncoderLayer', options, layerDefaults());
    const { dimFeedforward, dropout, layerNormEps: eps, batchFirst, dtype, device } = all;
    const factory = { dtype, device };
    this.selfAttn = new MultiheadAttention(dModel, nhead, { dropout, batchFirst, ...factory });
    this.linear1 = new Linear(dModel, dimFeedforward, factory);
    this.dropout = new Dropout({ p: dropout });
    this.linear2 = new Linear(dimFeedforward, dModel, factory);
    this.normFirst = all.normFirst;
    this.norm1 = new LayerNorm(dModel, { eps, ...factory });
    this.norm2 = new LayerNorm(dModel, { eps, ...factory });
    this.dropout1 = new Dropout({ p: dropout });
    this.dropout2 = new Dropout({ p: dropout });
    this.activation = activationOf('TransformerEncoderLayer', all.activation);
  }

  override forward(src: Tensor, masks: EncoderLayerMasks = {}): Tensor {
    const none = { srcMask: null, srcKeyPaddingMask: null };
    const all = withDefaults('TransformerEncoderLayer', masks, none);
    const { norm1, norm2, normFirst } = this;
    if (normFirst) {
      const x = src.add(this.attention(norm1(src), all));
      return x.add(this.feedforward(norm2(x)));
    }
    const x = norm1(src.add(this.attention(src, all)));
    return norm2(x.add(this.feedforward(x)));
  }

  protected attention(x: Tensor, { srcMask, srcKeyPaddingMask }: Required<EncoderLayerMasks>): Tensor {
    const masks = { attnMask: srcMask, keyPaddingMask: srcKeyPaddingMask, needWeights: false };
    return this.dropout1(this.selfAttn(x, x, x, masks)[0]);
  }

  protected feedforward(x: Tensor): Tensor {
    return this.dropout2(this.linear2(this.dropout(activated(this.linear1, this.activation, x))));
  }
}

export interface DecoderMasks {
  /** Pairs of target positions that do not attend: `[T, T]` or `[N · heads, T, T]`. Default: null, none. */
  readonly tgtMask?: Tensor | null;
  /** Pairs of a target and a memory position that do not attend: `[T, S]` or `[N · heads, T, S]`. Default: null, none. */
  readonly memoryMask?: Tensor | null;
  /** Target positions that nobody attends to: `[N, T]`. Default: null, none. */
  readonly tgtKeyPaddingMask?: Tensor | null;
  /** Memory positions that nobody attends to: `[N, S]`. Default: null, none. */
  readonly memoryKeyPaddingMask?: Tensor | null;
}

export const noDecoderMasks: Required<DecoderMasks> = {
  tgtMask: null,
  memoryMask: null,
  tgtKeyPaddingMask: null,
  memoryKeyPaddingMask: null,
};

/**
 * Self-attention, attention to an encoder's output, then two linear maps, each added to its input and normalised:
 * `[T, N, dModel], [S, N, dModel] → [T, N, dModel]`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit; called, ShapeError when inputs or masks do not fit.
 * @example new TransformerDecoderLayer(8, 2, { dimFeedforward: 16 })(randn(5, 3, 8), randn(10, 3, 8)).shape // [5, 3, 8]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.TransformerDecoderLayer.html
 * @see https://arxiv.org/abs/1706.03762
 */
export class TransformerDecoderLayer extends Module<[tgt: Tensor, memory: Tensor, masks?: DecoderMasks]> {
  static readonly name: string = 'TransformerDecoderLayer';
  selfAttn: MultiheadAttention;
  multiheadAttn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  readonly normFirst: boolean;
  norm1: LayerNorm;
  norm2: LayerNorm;
  norm3: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  dropout3: Dropout;
  activation: ((x: Tensor) => Tensor) | Module;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const all = withDefaults('TransformerDecoderLayer', options, layerDefaults());
    const { dimFeedforward, dropout, layerNormEps: eps, batchFirst, dtype, device } = all;
    const factory = { dtype, device };
    const attention = { dropout, batchFirst, ...factory };
    this.selfAttn = new MultiheadAttention(dModel, nhead, attention);
    this.multiheadAttn = new MultiheadAttention(dModel, nhead, attention);
    this.linear1 = new Linear(dModel, dimFeedforward, factory);
    this.dropout = new Dropout({ p: dropout });
    this.linear2 = new Linear(dimFeedforward, dModel, factory);
    this.normFirst = all.normFirst;
    this.norm1 = new LayerNorm(dModel, { eps, ...factory });
    this.norm2 = new LayerNorm(dModel, { eps, ...factory });
    this.norm3 = new LayerNorm(dModel, { eps, ...factory });
    this.dropout1 = new Dropout({ p: dropout });
    this.dropout2 = new Dropout({ p: dropout });
    this.dropout3 = new Dropout({ p: dropout });
    this.activation = activationOf('TransformerDecoderLayer', all.activation);
  }

  override forward(tgt: Tensor, memory: Tensor, masks: DecoderMasks = {}): Tensor {
    const all = withDefaults('TransformerDecoderLayer', masks, noDecoderMasks);
    const { norm1, norm2, norm3, normFirst } = this;
    if (normFirst) {
      let x = tgt.add(this.selfAttention(norm1(tgt), all));
      x = x.add(this.crossAttention(norm2(x), memory, all));
      return x.add(this.feedforward(norm3(x)));
    }
    let x = norm1(tgt.add(this.selfAttention(tgt, all)));
    x = norm2(x.add(this.crossAttention(x, memory, all)));
    return norm3(x.add(this.feedforward(x)));
  }

  protected selfAttention(x: Tensor, { tgtMask, tgtKeyPaddingMask }: Required<DecoderMasks>): Tensor {
    const masks = { attnMask: tgtMask, keyPaddingMask: tgtKeyPaddingMask, needWeights: false };
    return this.dropout1(this.selfAttn(x, x, x, masks)[0]);
  }

  protected crossAttention(
    x: Tensor,
    memory: Tensor,
    { memoryMask, memoryKeyPaddingMask }: Required<DecoderMasks>,
  ): Tensor {
    const masks = { attnMask: memoryMask, keyPaddingMask: memoryKeyPaddingMask, needWeights: false };
    return this.dropout2(this.multiheadAttn(x, memory, memory, masks)[0]);
  }

  protected feedforward(x: Tensor): Tensor {
    return this.dropout3(this.linear2(this.dropout(activated(this.linear1, this.activation, x))));
  }
}
