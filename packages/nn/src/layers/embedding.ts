/**
 * @file Rows of a learned table.
 */
import * as F from '@x/functional';
import { ShapeError, shapeText, type Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { floatText } from '../module/text.js';
import { factoryDefaults, type FactoryOptions } from './factory.js';
import { resetTable, tableOf, wrapIndex } from './table.js';

export interface EmbeddingOptions extends FactoryOptions, F.EmbeddingOptions {
  /** The table to start with, which is shared: `[numEmbeddings, embeddingDim]`. Default: a new one. */
  readonly weight?: Tensor | null;
}

export interface PretrainedOptions extends F.EmbeddingOptions {
  /** Whether the table stays as it is. Default: true. */
  readonly freeze?: boolean;
}

const lookupDefaults: Required<F.EmbeddingOptions> = {
  paddingIdx: null,
  maxNorm: null,
  normType: 2,
  scaleGradByFreq: false,
};

/**
 * Rows of a table, looked up by their numbers: `[*] (int32) → [*, embeddingDim]`.
 *
 * `weight [numEmbeddings, embeddingDim]` starts normal, with zeros in the padding row.
 * @throws ValueError when paddingIdx is outside of the table or for an unknown option, ShapeError when the given weight has
 * another shape.
 * @example new Embedding(10, 3)(tensor([[1, 2, 4, 5]])).shape // [1, 4, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html
 */
export class Embedding extends Module {
  static readonly name: string = 'Embedding';
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly paddingIdx: number | null;
  readonly maxNorm: number | null;
  readonly normType: number;
  readonly scaleGradByFreq: boolean;
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    super();
    const defaults = { ...lookupDefaults, weight: null, ...factoryDefaults() };
    const { paddingIdx, maxNorm, normType, scaleGradByFreq, weight, ...factory } = F.withDefaults(
      'Embedding',
      options,
      defaults,
    );
    const shape = [numEmbeddings, embeddingDim];
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = wrapIndex('Embedding', paddingIdx, numEmbeddings);
    this.maxNorm = maxNorm;
    this.normType = normType;
    this.scaleGradByFreq = scaleGradByFreq;
    this.weight = tableOf('Embedding', shape, weight, factory);
    if (!weight) this.resetParameters();
  }

  /**
   * A layer with the given table, which it shares: `[numEmbeddings, embeddingDim]`.
   *
   * @throws ShapeError when the table is no matrix, ValueError for an unknown option.
   * @see https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html#torch.nn.Embedding.from_pretrained
   */
  static fromPretrained(embeddings: Tensor, options: PretrainedOptions = {}): Embedding {
    const defaults = { ...lookupDefaults, freeze: true };
    const { freeze, ...lookup } = F.withDefaults('Embedding.fromPretrained', options, defaults);
    const [rows, columns] = embeddings.shape;
    if (rows === undefined || columns === undefined || embeddings.ndim !== 2) {
      throw new ShapeError('Embedding.fromPretrained', `expected a matrix, got ${shapeText(embeddings.shape)}`, {
        shapes: [embeddings.shape],
      });
    }
    const layer = new Embedding(rows, columns, { ...lookup, weight: embeddings });
    return layer.requiresGrad_(!freeze);
  }

  /** Draws new initial values. */
  resetParameters(): void {
    resetTable(this.weight, this.paddingIdx);
  }

  override forward(input: Tensor): Tensor {
    const { weight, paddingIdx, maxNorm, normType, scaleGradByFreq } = this;
    return F.embedding(input, weight, { paddingIdx, maxNorm, normType, scaleGradByFreq });
  }

  override extraRepr(): string {
    const { numEmbeddings, embeddingDim, paddingIdx, maxNorm, normType, scaleGradByFreq } = this;
    const parts = [`${numEmbeddings}, ${embeddingDim}`];
    if (paddingIdx !== null) parts.push(`padding_idx=${paddingIdx}`);
    if (maxNorm !== null) parts.push(`max_norm=${floatText(maxNorm)}`);
    if (normType !== 2) parts.push(`norm_type=${floatText(normType)}`);
    if (scaleGradByFreq) parts.push('scale_grad_by_freq=True');
    return parts.join(', ');
  }
}
