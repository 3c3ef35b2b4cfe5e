/**
 * @file Similarities and distances of vectors.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';

/**
 * Cosine of the angle between vectors along a dimension: `[*, D, *], [*, D, *] → [*, *]`.
 *
 * @throws ValueError for an unknown option.
 * @example new CosineSimilarity()(tensor([[1.5, 0]]), tensor([[3, 4.5]])) // [0.5547]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CosineSimilarity.html
 */
export class CosineSimilarity extends Module<[x1: Tensor, x2: Tensor]> {
  static readonly name: string = 'CosineSimilarity';
  readonly dim: number;
  readonly eps: number;

  constructor(options: F.CosineSimilarityOptions = {}) {
    super();
    const { dim, eps } = F.withDefaults('CosineSimilarity', options, { dim: 1, eps: 1e-8 });
    this.dim = dim;
    this.eps = eps;
  }

  override forward(x1: Tensor, x2: Tensor): Tensor {
    return F.cosineSimilarity(x1, x2, { dim: this.dim, eps: this.eps });
  }
}

/**
 * Norm of the difference of vectors: `[N, D], [N, D] → [N]`.
 *
 * @throws ValueError for an unknown option.
 * @example new PairwiseDistance()(tensor([[0, 0.5]]), tensor([[3, 4.5]])) // [5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PairwiseDistance.html
 */
export class PairwiseDistance extends Module<[x1: Tensor, x2: Tensor]> {
  static readonly name: string = 'PairwiseDistance';
  readonly p: number;
  readonly eps: number;
  readonly keepdim: boolean;

  constructor(options: F.PairwiseDistanceOptions = {}) {
    super();
    const { p, eps, keepdim } = F.withDefaults('PairwiseDistance', options, { p: 2, eps: 1e-6, keepdim: false });
    this.p = p;
    this.eps = eps;
    this.keepdim = keepdim;
  }

  override forward(x1: Tensor, x2: Tensor): Tensor {
    const { p, eps, keepdim } = this;
    return F.pairwiseDistance(x1, x2, { p, eps, keepdim });
  }
}
