/**
 * @file Lengths and angles of vectors.
 */
import { broadcastShapes, type Tensor, norm } from '@x/tensor/core';
import { withDefaults } from './options.js';

export interface NormalizeOptions {
  /** Which norm. Default: 2. */
  readonly p?: number;
  /** Dimension of the vectors. Default: 1. */
  readonly dim?: number;
  /** Smallest length to divide by. Default: 1e-12. */
  readonly eps?: number;
}

/**
 * Vectors along a dimension divided by their length: `[*] → [*]`.
 *
 * @throws IndexError when the dimension does not exist, ValueError for an unknown option.
 * @example normalize(tensor([[3, 4.]])) // [[0.6, 0.8]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.normalize.html
 */
export function normalize(input: Tensor, options: NormalizeOptions = {}): Tensor {
  const { p, dim, eps } = withDefaults('normalize', options, { p: 2, dim: 1, eps: 1e-12 });
  return input.div(norm(input, dim, { p, keepdim: true }).clampMin(eps).expandAs(input));
}

export interface CosineSimilarityOptions {
  /** Dimension of the vectors. Default: 1. */
  readonly dim?: number;
  /** Smallest length to divide by. Default: 1e-8. */
  readonly eps?: number;
}

/**
 * Cosine of the angle between vectors along a dimension: `[*, D, *], [*, D, *] → [*, *]`; the inputs broadcast.
 *
 * @throws ShapeError when the shapes do not broadcast, IndexError when the dimension does not exist, ValueError for an unknown
 * option.
 * @example cosineSimilarity(tensor([[1, 0.]]), tensor([[3, 4.]])) // [0.6]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.cosine_similarity.html
 */
export function cosineSimilarity(x1: Tensor, x2: Tensor, options: CosineSimilarityOptions = {}): Tensor {
  const { dim, eps } = withDefaults('cosineSimilarity', options, { dim: 1, eps: 1e-8 });
  const shape = broadcastShapes('cosineSimilarity', x1.shape, x2.shape);
  const unit = (x: Tensor): Tensor => {
    const vectors = x.expand(shape);
    return vectors.div(norm(vectors, dim, { keepdim: true }).clampMin(eps));
  };
  return unit(x1).mul(unit(x2)).sum(dim);
}

export interface PairwiseDistanceOptions {
  /** Which norm. Default: 2. */
  readonly p?: number;
  /** Added to every difference. Default: 1e-6. */
  readonly eps?: number;
  /** Keep the last dimension with size 1. Default: false. */
  readonly keepdim?: boolean;
}

/**
 * Length of the difference of vectors along the last dimension: `[N, D], [N, D] → [N]`; the inputs broadcast.
 *
 * @throws ShapeError when the shapes do not broadcast, ValueError for an unknown option.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pairwise_distance.html
 */
export function pairwiseDistance(x1: Tensor, x2: Tensor, options: PairwiseDistanceOptions = {}): Tensor {
  const { p, eps, keepdim } = withDefaults('pairwiseDistance', options, { p: 2, eps: 1e-6, keepdim: false });
  return norm(x1.sub(x2).add(eps), -1, { p, keepdim });
}
