/**
 * @file Losses of distances between vectors.
 */
import { sameShape, ShapeError, shapeText, type Tensor, ValueError, where } from '@x/tensor/core';
import { pairwiseDistance } from './distance.js';
import type { MarginOptions } from './margin-losses.js';
import { type LossOptions, lossDefaults, lossOptions, reduceLosses } from './reduction.js';

/** @throws ShapeError when the inputs are not two equal sets of vectors with a target for each. */
function checkVectors(op: string, input1: Tensor, input2: Tensor, target: Tensor): void {
  const fits =
    input1.ndim === target.ndim + 1 &&
    target.ndim <= 1 &&
    sameShape(input1.shape, input2.shape) &&
    sameShape(target.shape, input1.shape.slice(0, -1));
  if (fits) return;
  throw new ShapeError(
    op,
    `expected inputs [N, D] and a target [N], or [D] and [], got ${shapeText(input1.shape)}, ${shapeText(input2.shape)} and ${shapeText(target.shape)}`,
    { shapes: [input1.shape, input2.shape, target.shape] },
  );
}

/** Keeps a squared length away from 0. */
const lengthEps = 1e-12;

/**
 * `1 − cos` of the angle between two vectors where the target is 1, `max(0, cos − margin)` where it is −1:
 * `[N, D], [N, D], [N] → []`, or `[N]` with reduction 'none'; also `[D], [D], []`.
 *
 * @throws ShapeError when the shapes do not fit, ValueError for an option that does not exist.
 * @example cosineEmbeddingLoss(tensor([[1., 0]]), tensor([[0., 1]]), tensor([1])) // 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.cosine_embedding_loss.html
 */
export function cosineEmbeddingLoss(
  input1: Tensor,
  input2: Tensor,
  target: Tensor,
  options: MarginOptions = {},
): Tensor {
  const op = 'cosineEmbeddingLoss';
  const { margin, reduction } = lossOptions(op, options, { ...lossDefaults, margin: 0 });
  checkVectors(op, input1, input2, target);
  const dim = target.ndim;
  const square = (x: Tensor): Tensor => x.mul(x).sum(dim).add(lengthEps);
  const cosine = input1
    .mul(input2)
    .sum(dim)
    .div(square(input1).mul(square(input2)).sqrt());
  const zero = cosine.newZeros(cosine.shape);
  const near = where(target.eq(1), cosine.rsub(1), zero);
  return reduceLosses(near.add(where(target.eq(-1), cosine.sub(margin).clampMin(0), zero)), reduction);
}

/** Losses `max(0, d(anchor, positive) − d(anchor, negative) + margin)`. */
export interface TripletOptions extends LossOptions {
  /** How much farther the negative should be. Default: 1. */
  readonly margin?: number;
  /** Take the distance of positive and negative where it is the smaller one. Default: false. */
  readonly swap?: boolean;
}

export interface TripletMarginOptions extends TripletOptions {
  /** Which norm. Default: 2. */
  readonly p?: number;
  /** Added to every difference. Default: 1e-6. */
  readonly eps?: number;
}

/**
 * `max(0, d(a, p) − d(a, n) + margin)` with the distance of vectors: `[N, D], [N, D], [N, D] → []`, or `[N]` with reduction
 * 'none'; also `[D]`.
 *
 * @throws ShapeError when the inputs differ in their number of dimensions or do not broadcast, ValueError for an option that
 * does not exist.
 * @example tripletMarginLoss(tensor([0.]), tensor([1.]), tensor([1.5]), { eps: 0 }) // 0.5
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.triplet_margin_loss.html
 * @see https://bmva-archive.org.uk/bmvc/2016/papers/paper119/index.html
 */
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: TripletMarginOptions = {},
): Tensor {
  const op = 'tripletMarginLoss';
  const defaults = { ...lossDefaults, margin: 1, swap: false, p: 2, eps: 1e-6 };
  const { p, eps, swap, margin, reduction } = lossOptions(op, options, defaults);
  if (anchor.ndim !== positive.ndim || anchor.ndim !== negative.ndim) {
    throw new ShapeError(
      op,
      `anchor, positive and negative must have the same number of dimensions, got ${shapeText(anchor.shape)}, ${shapeText(positive.shape)} and ${shapeText(negative.shape)}`,
      { shapes: [anchor.shape, positive.shape, negative.shape] },
    );
  }
  const near = pairwiseDistance(anchor, positive, { p, eps });
  const apart = pairwiseDistance(anchor, negative, { p, eps });
  const far = swap ? apart.minimum(pairwiseDistance(positive, negative, { p, eps })) : apart;
  return reduceLosses(near.add(margin).sub(far).clampMin(0), reduction);
}

/** How far two sets of vectors are from each other, pair by pair. */
export type DistanceFunction = (x1: Tensor, x2: Tensor) => Tensor;

export interface TripletMarginWithDistanceOptions extends TripletOptions {
  /** The distance. Default: `pairwiseDistance`. */
  readonly distanceFunction?: DistanceFunction | null;
}

/**
 * `max(0, d(a, p) − d(a, n) + margin)` with any distance d: `[N, *], [N, *], [N, *] → []`, or what d gives with reduction 'none'.
 *
 * @throws ValueError for an option that does not exist, and what the distance throws.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.triplet_margin_with_distance_loss.html
 */
export function tripletMarginWithDistanceLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: TripletMarginWithDistanceOptions = {},
): Tensor {
  const op = 'tripletMarginWithDistanceLoss';
  const defaults: Required<TripletMarginWithDistanceOptions> = {
    ...lossDefaults,
    margin: 1,
    swap: false,
    distanceFunction: null,
  };
  const { distanceFunction, swap, margin, reduction } = lossOptions(op, options, defaults);
  if (distanceFunction !== null && typeof distanceFunction !== 'function') {
    throw new ValueError(op, `distanceFunction must be a function of two tensors, got ${String(distanceFunction)}`);
  }
  const distance: DistanceFunction = distanceFunction ?? pairwiseDistance;
  const near = distance(anchor, positive);
  const apart = distance(anchor, negative);
  const far = swap ? apart.minimum(distance(positive, negative)) : apart;
  return reduceLosses(near.sub(far).add(margin).clamp({ min: 0 }), reduction);
}
