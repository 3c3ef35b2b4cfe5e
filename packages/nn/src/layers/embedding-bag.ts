/**
 * @file Sums, means or largest values of rows of a learned table.
 */
import * as F from '@x/functional';
import { ShapeError, shapeText, type Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { floatText } from '../module/text.js';
import { factoryDefaults, type FactoryOptions } from './factory.js';
import { resetTable, tableOf, wrapIndex } from './table.js';

type BagMode = NonNullable<F.EmbeddingBagOptions['mode']>;

/** How rows are looked up and put together. */
export type BagOptions = Omit<F.EmbeddingBagOptions, 'offsets' | 'perSampleWeights'>;

export interface EmbeddingBagOptions extends FactoryOptions, BagOptions {
  /** The table to start with, which is shared: `[numEmbeddings, embeddingDim]`. Default: a new one. */
  readonly weight?: Tensor | null;
}

export interface PretrainedBagOptions extends BagOptions {
  /** Whether the table stays as it is. Default: true. */
  readonly freeze?: boolean;
}

const bagDefaults: Required<BagOptions> = {
  maxNorm: null,
  normType: 2,
  scaleGradByFreq: false,
  mode: 'mean',
  includeLastOffset: false,
  paddingIdx: null,
};

/**
 * Sums, means or largest values of rows of a table, bag by bag: `[B, n] (int32) → [B, embeddingDim]`, or `[n]` with the first index of
 * each bag, `[B]`. A third input `[n]` has factors of the rows, for mode 'sum'.
 *
 * `weight [numEmbeddings, embeddingDim]` starts normal, with zeros in the padding row.
 * @throws ValueError when paddingIdx is outside of the table or for an option that does not exist or fit, ShapeError when the given
 * weight has another shape.
 * @example new EmbeddingBag(10, 3, { mode: 'sum' })(tensor([1, 2, 4, 5]), tensor([0, 3])).shape // [2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.EmbeddingBag.html
 */
export class EmbeddingBag extends Module<[input: Tensor, offsets?: Tensor | null, perSampleWeights?: Tensor | null]> {
  static readonly name: string = 'EmbeddingBag';
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly maxNorm: number | null;
  readonly normType: number;
  readonly scaleGradByFreq: boolean;
  readonly mode: BagMode;
  readonly includeLastOffset: boolean;
  readonly paddingIdx: number | null;
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingBagOptions = {}) {
    super();
    const defaults = { ...bagDefaults, weight: null, ...factoryDefaults() };
    const { weight, dtype, device, ...all } = F.withDefaults('EmbeddingBag', options, defaults);
    F.checkChoice('EmbeddingBag', 'mode', all.mode, ['sum', 'mean', 'max']);
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.maxNorm = all.maxNorm;
    this.normType = all.normType;
    this.scaleGradByFreq = all.scaleGradByFreq;
    this.mode = all.mode;
    this.includeLastOffset = all.includeLastOffset;
    this.paddingIdx = wrapIndex('EmbeddingBag', all.paddingIdx, numEmbeddings);
    this.weight = tableOf('EmbeddingBag', [numEmbeddings, embeddingDim], weight, { dtype, device });
    if (!weight) this.resetParameters();
  }

  /**
   * A layer with the given table, which it shares: `[numEmbeddings, embeddingDim]`.
   *
   * @throws ShapeError when the table is no matrix, ValueError for an option that does not exist or fit.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.EmbeddingBag.html#torch.nn.EmbeddingBag.from_pretrained
   */
  static fromPretrained(embeddings: Tensor, options: PretrainedBagOptions = {}): EmbeddingBag {
    const op = 'EmbeddingBag.fromPretrained';
    const { freeze, ...bag } = F.withDefaults(op, options, { ...bagDefaults, freeze: true });
    const [rows, columns] = embeddings.shape;
    if (rows === undefined || columns === undefined || embeddings.ndim !== 2) {
      throw new ShapeError(op, `expected a matrix, got ${shapeText(embeddings.shape)}`, { shapes: [embeddings.shape] });
    }
    return new EmbeddingBag(rows, columns, { ...bag, weight: embeddings }).requiresGrad_(!freeze);
  }

  /** Draws new initial values. */
  resetParameters(): void {
    resetTable(this.weight, this.paddingIdx);
  }

  override forward(input: Tensor, offsets: Tensor | null = null, perSampleWeights: Tensor | null = null): Tensor {
    const { maxNorm, normType, scaleGradByFreq, mode, includeLastOffset, paddingIdx } = this;
    const bag = { maxNorm, normType, scaleGradByFreq, mode, includeLastOffset, paddingIdx };
    return F.embeddingBag(input, this.weight, { ...bag, offsets, perSampleWeights });
  }

  override extraRepr(): string {
    const { numEmbeddings, embeddingDim, maxNorm, normType, scaleGradByFreq, mode, paddingIdx } = this;
    const parts = [`${numEmbeddings}, ${embeddingDim}`];
    if (maxNorm !== null) parts.push(`max_norm=${floatText(maxNorm)}`);
    if (normType !== 2) parts.push(`norm_type=${floatText(normType)}`);
    if (scaleGradByFreq) parts.push('scale_grad_by_freq=True');
    parts.push(`mode=${mode}`);
    if (paddingIdx !== null) parts.push(`padding_idx=${paddingIdx}`);
    return parts.join(', ');
  }
}
