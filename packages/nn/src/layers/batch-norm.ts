/**
 * @file Normalisation by the statistics of the batch.
 */
import * as F from '@x/functional';
import { ones, ShapeError, shapeText, type Tensor, zeros } from '@x/tensor/core';
import { ones_, zeros_ } from '../init/index.js';
import { Buffer } from '../module/buffer.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { floatText, valueText } from '../module/text.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from './factory.js';

export interface BatchNormOptions extends FactoryOptions {
  /** Added to the variance. Default: 1e-5. */
  readonly eps?: number;
  /** Share of the batch's statistics in the new running ones; null takes the mean of all batches. Default: 0.1. */
  readonly momentum?: number | null;
  /** Whether the result is scaled and shifted by a learned number for each feature. Default: true. */
  readonly affine?: boolean;
  /** Whether running statistics are kept, for use in evaluation. Default: true. */
  readonly trackRunningStats?: boolean;
}

/** What normalisations of any number of dimensions share. */
abstract class BatchNormNd extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  weight: Parameter | null;
  bias: Parameter | null;
  /** Mean of each feature, followed while training. */
  runningMean: Buffer | null;
  /** Unbiased variance of each feature, followed while training. */
  runningVar: Buffer | null;
  /** Batches seen while training. */
  numBatchesTracked: Buffer | null;

  constructor(numFeatures: number, options: BatchNormOptions) {
    super();
    const defaults = { eps: 1e-5, momentum: 0.1, affine: true, trackRunningStats: true, ...factoryDefaults() };
    const { dtype, device, ...all } = F.withDefaults(this.constructor.name, options, defaults);
    this.numFeatures = numFeatures;
    this.eps = all.eps;
    this.momentum = all.momentum;
    this.affine = all.affine;
    this.trackRunningStats = all.trackRunningStats;
    const size = [numFeatures];
    this.weight = this.affine ? emptyParameter(size, { dtype, device }) : null;
    this.bias = this.affine ? emptyParameter(size, { dtype, device }) : null;
    const tracked = this.trackRunningStats;
    this.runningMean = tracked ? new Buffer(zeros(size, { dtype, device })) : null;
    this.runningVar = tracked ? new Buffer(ones(size, { dtype, device })) : null;
    this.numBatchesTracked = tracked ? new Buffer(zeros([], { dtype: 'int32', device })) : null;
    this.resetParameters();
  }

  /** Numbers of dimensions of the inputs that are taken. */
  protected abstract dims(): readonly number[];

  /** Forgets the running statistics. */
  resetRunningStats(): void {
    this.runningMean?.zero_();
    this.runningVar?.fill_(1);
    this.numBatchesTracked?.zero_();
  }

  /** Forgets the running statistics, and sets the weight to ones and the bias to zeros. */
  resetParameters(): void {
    this.resetRunningStats();
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  /** Counts the batch. @returns its share in the new running statistics. */
  protected count(): number {
    const { momentum, numBatchesTracked } = this;
    numBatchesTracked?.add_(1);
    return momentum ?? (numBatchesTracked ? 1 / numBatchesTracked.item() : 0);
  }

  override forward(input: Tensor): Tensor {
    if (!this.dims().includes(input.ndim)) {
      const expected = this.dims()
        .map((n) => `${n}D`)
        .join(' or ');
      throw new ShapeError(this.constructor.name, `expected ${expected} input, got ${shapeText(input.shape)}`, {
        shapes: [input.shape],
      });
    }
    const { weight, bias, eps, runningMean, runningVar, trackRunningStats } = this;
    const follows = this.training && trackRunningStats;
    const momentum = follows ? this.count() : 0;
    const training = this.training || (!runningMean && !runningVar);
    const used = !this.training || trackRunningStats;
    const options = { weight, bias, training, momentum, eps };
    return F.batchNorm(input, used ? runningMean : null, used ? runningVar : null, options);
  }

  override extraRepr(): string {
    return [
      String(this.numFeatures),
      `eps=${floatText(this.eps)}`,
      `momentum=${this.momentum === null ? 'None' : floatText(this.momentum)}`,
      `affine=${valueText(this.affine)}`,
      `track_running_stats=${valueText(this.trackRunningStats)}`,
    ].join(', ');
  }
}

/**
 * Mean 0 and variance 1 of each feature over the batch, then scaled and shifted: `[N, C] or [N, C, L] → the same`.
 *
 * In evaluation the running statistics take the place of the batch's.
 * @throws ValueError for an unknown option; called, ShapeError for another number of dimensions.
 * @example new BatchNorm1d(100)(randn(20, 100))
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html
 * @see https://arxiv.org/abs/1502.03167
 */
export class BatchNorm1d extends BatchNormNd {
  static readonly name: string = 'BatchNorm1d';

  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super(numFeatures, options);
  }

  protected override dims(): readonly number[] {
    return [2, 3];
  }
}

/**
 * Mean 0 and variance 1 of each channel over the batch, then scaled and shifted: `[N, C, H, W] → [N, C, H, W]`.
 *
 * In evaluation the running statistics take the place of the batch's.
 * @throws ValueError for an unknown option; called, ShapeError for another number of dimensions.
 * @example new BatchNorm2d(6)(randn(20, 6, 28, 28))
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 * @see https://arxiv.org/abs/1502.03167
 */
export class BatchNorm2d extends BatchNormNd {
  static readonly name: string = 'BatchNorm2d';

  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super(numFeatures, options);
  }

  protected override dims(): readonly number[] {
    return [4];
  }
}

/**
 * Mean 0 and variance 1 of each channel over the batch, then scaled and shifted: `[N, C, D, H, W] → [N, C, D, H, W]`.
 *
 * In evaluation the running statistics take the place of the batch's.
 * @throws ValueError for an unknown option; called, ShapeError for another number of dimensions.
 * @example new BatchNorm3d(6)(randn(2, 6, 3, 4, 4))
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm3d.html
 * @see https://arxiv.org/abs/1502.03167
 */
export class BatchNorm3d extends BatchNormNd {
  static readonly name: string = 'BatchNorm3d';

  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super(numFeatures, options);
  }

  protected override dims(): readonly number[] {
    return [5];
  }
}
