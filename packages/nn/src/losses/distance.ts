/**
 * @file Losses of how far samples are from each other.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { PairwiseDistance } from '../layers/distance.js';
import { Loss } from './loss.js';

/**
 * `1 − cos(x1, x2)` where the target is 1, `max(0, cos(x1, x2) − margin)` where it is −1: `[N, D], [N, D], [N] → []`; N may be
 * missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new CosineEmbeddingLoss()(tensor([[1, 0.0]]).float(), tensor([[0, 1.0]]).float(), tensor([1])) // 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CosineEmbeddingLoss.html
 */
export class CosineEmbeddingLoss extends Loss<F.Reduction, [input1: Tensor, input2: Tensor, target: Tensor]> {
  static readonly name: string = 'CosineEmbeddingLoss';
  readonly margin: number;

  constructor(options: F.MarginOptions = {}) {
    const defaults: Required<F.MarginOptions> = { margin: 0, reduction: 'mean' };
    const { margin, reduction } = F.withDefaults('CosineEmbeddingLoss', options, defaults);
    super('CosineEmbeddingLoss', reduction);
    this.margin = margin;
  }

  override forward(input1: Tensor, input2: Tensor, target: Tensor): Tensor {
    const { margin, reduction } = this;
    return F.cosineEmbeddingLoss(input1, input2, target, { margin, reduction });
  }
}

/**
 * `max(0, ‖anchor − positive‖ − ‖anchor − negative‖ + margin)`: `[N, D], [N, D], [N, D] → []`; N may be missing.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new TripletMarginLoss()(zeros(1, 2), ones(1, 2), ones(1, 2)) // 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.TripletMarginLoss.html
 */
export class TripletMarginLoss extends Loss<F.Reduction, [anchor: Tensor, positive: Tensor, negative: Tensor]> {
  static readonly name: string = 'TripletMarginLoss';
  readonly margin: number;
  readonly p: number;
  readonly eps: number;
  readonly swap: boolean;

  constructor(options: F.TripletMarginOptions = {}) {
    const defaults: Required<F.TripletMarginOptions> = { margin: 1, p: 2, eps: 1e-6, swap: false, reduction: 'mean' };
    const { margin, p, eps, swap, reduction } = F.withDefaults('TripletMarginLoss', options, defaults);
    super('TripletMarginLoss', reduction);
    this.margin = margin;
    this.p = p;
    this.eps = eps;
    this.swap = swap;
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    const { margin, p, eps, swap, reduction } = this;
    return F.tripletMarginLoss(anchor, positive, negative, { margin, p, eps, swap, reduction });
  }
}

/**
 * `max(0, d(anchor, positive) − d(anchor, negative) + margin)` for a distance d: `[N, *], [N, *], [N, *] → []`.
 *
 * @throws ValueError for an option that does not exist or fit.
 * @example new TripletMarginWithDistanceLoss()(zeros(1, 2), ones(1, 2), ones(1, 2)) // 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.TripletMarginWithDistanceLoss.html
 */
export class TripletMarginWithDistanceLoss extends Loss<
  F.Reduction,
  [anchor: Tensor, positive: Tensor, negative: Tensor]
> {
  static readonly name: string = 'TripletMarginWithDistanceLoss';
  readonly distanceFunction: F.DistanceFunction;
  readonly margin: number;
  readonly swap: boolean;

  constructor(options: F.TripletMarginWithDistanceOptions = {}) {
    const defaults: Required<F.TripletMarginWithDistanceOptions> = {
      distanceFunction: null,
      margin: 1,
      swap: false,
      reduction: 'mean',
    };
    const { distanceFunction, margin, swap, reduction } = F.withDefaults(
      'TripletMarginWithDistanceLoss',
      options,
      defaults,
    );
    super('TripletMarginWithDistanceLoss', reduction);
    this.distanceFunction = distanceFunction ?? new PairwiseDistance();
    this.margin = margin;
    this.swap = swap;
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    const { distanceFunction, margin, swap, reduction } = this;
    return F.tripletMarginWithDistanceLoss(anchor, positive, negative, { distanceFunction, margin, swap, reduction });
  }
}
