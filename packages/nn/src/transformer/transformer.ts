/**
 * @file Encoder and decoder together.
 */
import { withDefaults } from '@x/functional';
import { full, getDefaultDevice, ShapeError, shapeText, type Tensor, triu } from '@x/tensor/core';
import { xavierUniform_ } from '../init/index.js';
import { LayerNorm } from '../layers/norm.js';
import type { FactoryOptions } from '../layers/factory.js';
import { Module } from '../module/module.js';
import { type DecoderMasks, noDecoderMasks, TransformerDecoderLayer, TransformerEncoderLayer } from './layers.js';
import { layerDefaults, type TransformerLayerOptions } from './options.js';
import { type EncoderMasks, TransformerDecoder, TransformerEncoder } from './stacks.js';

export interface TransformerOptions extends TransformerLayerOptions {
  /** Features of inputs and output. Default: 512. */
  readonly dModel?: number;
  /** Heads of each attention. Default: 8. */
  readonly nhead?: number;
  /** Default: 6. */
  readonly numEncoderLayers?: number;
  /** Default: 6. */
  readonly numDecoderLayers?: number;
  /** Takes the encoder's place. Default: null, a `TransformerEncoder`. */
  readonly customEncoder?: Module<[src: Tensor, masks?: EncoderMasks]> | null;
  /** Takes the decoder's place. Default: null, a `TransformerDecoder`. */
  readonly customDecoder?: Module<[tgt: Tensor, memory: Tensor, masks?: DecoderMasks]> | null;
}

export interface TransformerMasks extends DecoderMasks {
  /** Pairs of source positions that do not attend: `[S, S]` or `[N · heads, S, S]`. Default: null, none. */
  readonly srcMask?: Tensor | null;
  /** Source positions that nobody attends to: `[N, S]`. Default: null, none. */
  readonly srcKeyPaddingMask?: Tensor | null;
}

/**
 * Encoder and decoder: `[S, N, dModel], [T, N, dModel] → [T, N, dModel]`; N may be missing. Weights start uniform after Glorot.
 *
 * @throws ValueError for an option that does not exist or fit; called, ShapeError when inputs or masks do not fit.
 * @example new Transformer({ dModel: 8, nhead: 2, dimFeedforward: 16 })(randn(10, 3, 8), randn(5, 3, 8)).shape // [5, 3, 8]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Transformer.html
 * @see https://arxiv.org/abs/1706.03762
 */
export class Transformer extends Module<[src: Tensor, tgt: Tensor, masks?: TransformerMasks]> {
  static readonly name: string = 'Transformer';
  encoder: Module<[src: Tensor, masks?: EncoderMasks]>;
  decoder: Module<[tgt: Tensor, memory: Tensor, masks?: DecoderMasks]>;
  readonly dModel: number;
  readonly nhead: number;
  readonly batchFirst: boolean;

  constructor(options: TransformerOptions = {}) {
    super();
    const all = withDefaults('Transformer', options, {
      dModel: 512,
      nhead: 8,
      numEncoderLayers: 6,
      numDecoderLayers: 6,
      customEncoder: null,
      customDecoder: null,
      ...layerDefaults(),
    });
    const { dModel, nhead, numEncoderLayers, numDecoderLayers, customEncoder, customDecoder, ...layer } = all;
    const norm = (): LayerNorm => {
      const { layerNormEps: eps, dtype, device } = layer;
      return new LayerNorm(dModel, { eps, dtype, device });
    };
    this.encoder =
      customEncoder ??
      new TransformerEncoder(new TransformerEncoderLayer(dModel, nhead, layer), numEncoderLayers, { norm: norm() });
    this.decoder =
      customDecoder ??
      new TransformerDecoder(new TransformerDecoderLayer(dModel, nhead, layer), numDecoderLayers, { norm: norm() });
    this.dModel = dModel;
    this.nhead = nhead;
    this.batchFirst = layer.batchFirst;
    this.resetParameters();
  }

  /** Draws new values of all matrices. */
  resetParameters(): void {
    for (const parameter of this.parameters()) if (parameter.ndim > 1) xavierUniform_(parameter);
  }

  /**
   * A mask that hides what comes later: −∞ above the diagonal, 0 elsewhere, `[size, size]`.
   *
   * @example Transformer.generateSquareSubsequentMask(2) // [[0, -Infinity], [0, 0]]
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Transformer.html#torch.nn.Transformer.generate_square_subsequent_mask
   */
  static generateSquareSubsequentMask(size: number, options: FactoryOptions = {}): Tensor {
    const defaults: Required<FactoryOptions> = { dtype: 'float32', device: getDefaultDevice() };
    const factory = withDefaults('generateSquareSubsequentMask', options, defaults);
    return triu(full([size, size], -Infinity, factory), { diagonal: 1 });
  }

  override forward(src: Tensor, tgt: Tensor, masks: TransformerMasks = {}): Tensor {
    const none = { srcMask: null, srcKeyPaddingMask: null, ...noDecoderMasks };
    const { srcMask: mask, srcKeyPaddingMask, ...decoder } = withDefaults('Transformer', masks, none);
    this.check(src, tgt);
    const memory = this.encoder(src, { mask, srcKeyPaddingMask });
    return this.decoder(tgt, memory, decoder);
  }

  protected check(src: Tensor, tgt: Tensor): void {
    const batch = this.batchFirst ? 0 : 1;
    const sameBatch = src.ndim !== 3 || tgt.ndim !== 3 || src.size(batch) === tgt.size(batch);
    if (src.ndim === tgt.ndim && sameBatch && src.size(-1) === this.dModel && tgt.size(-1) === this.dModel) return;
    const shapes = [src.shape, tgt.shape];
    throw new ShapeError(
      'Transformer',
      `src and tgt must have the same batch and ${this.dModel} features, got ${shapes.map(shapeText).join(' and ')}`,
      { shapes },
    );
  }
}
