/**
 * @file Normalisation by the statistics of each channel of each sample.
 */
import * as F from '@x/functional';
import { ones, ShapeError, shapeText, type Tensor, zeros } from '@x/tensor/core';
import { ones_, zeros_ } from '../init/index.js';
import { Buffer } from '../module/buffer.js';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { floatText, valueText } from '../module/text.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from './factory.js';

export interface InstanceNormOptions extends FactoryOptions {
  /** Added to the variance. Default: 1e-5. */
  readonly eps?: number;
  /** Share of the input's statistics in the new running ones. Default: 0.1. */
  readonly momentum?: number;
  /** Whether the result is scaled and shifted by a learned number for each channel. Default: false. */
  readonly affine?: boolean;
  /** Whether running statistics are kept, for use in evaluation. Default: false. */
  readonly trackRunningStats?: boolean;
}

/** What normalisations of any number of dimensions share. */
abstract class InstanceNormNd extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  weight: Parameter | null;
  bias: Parameter | null;
  /** Mean of each channel, followed while training. */
  runningMean: Buffer | null;
  /** Unbiased variance of each channel, followed while training. */
  runningVar: Buffer | null;
  /** There for checkpoints only; it stays 0. */
  numBatchesTracked: Buffer | null;

  constructor(op: string, numFeatures: number, options: InstanceNormOptions) {
    super();
    const defaults = { eps: 1e-5, momentum: 0.1, affine: false, trackRunningStats: false, ...factoryDefaults() };
    const { dtype, device, ...all } = F.withDefaults(op, options, defaults);
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

  /** Number of spatial dimensions. */
  protected abstract dims(): number;

  override forward(input: Tensor): Tensor {
    const batched = this.dims() + 2;
    if (input.ndim !== batched && input.ndim !== batched - 1) {
      throw new ShapeError(
        this.constructor.name,
        `expected ${batched - 1}D or ${batched}D input, got ${shapeText(input.shape)}`,
        { shapes: [input.shape] },
      );
    }
    const { weight, bias, runningMean, runningVar, momentum, eps } = this;
    const useInputStats = this.training || !this.trackRunningStats;
    const options = { weight, bias, runningMean, runningVar, useInputStats, momentum, eps };
    if (input.ndim === batched) return F.instanceNorm(input, options);
    return F.instanceNorm(input.unsqueeze(0), options).squeeze(0);
  }

  override extraRepr(): string {
    return [
      String(this.numFeatures),
      `eps=${floatText(this.eps)}`,
      `momentum=${floatText(this.momentum)}`,
      `affine=${valueText(this.affine)}`,
      `track_running_stats=${valueText(this.trackRunningStats)}`,
    ].join(', ');
  }
}

/**
 * Mean 0 and variance 1 of each channel of each sample: `[N, C, L] → [N, C, L]`; N may be missing.
 *
 * @throws ValueError for an unknown option; called, ShapeError for another number of dimensions.
 * @example new InstanceNorm1d(100)(randn(20, 100, 40)).shape // [20, 100, 40]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm1d.html
 * @see https://arxiv.org/abs/1607.08022
 */
export class InstanceNorm1d extends InstanceNormNd {
  static readonly name: string = 'InstanceNorm1d';

  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    super('InstanceNorm1d', numFeatures, options);
  }

  protected override dims(): number {
    return 1;
  }
}

/**
 * Mean 0 and variance 1 of each channel of each sample: `[N, C, H, W] → [N, C, H, W]`; N may be missing.
 *
 * @throws ValueError for an unknown option; called, ShapeError for another number of dimensions.
 * @example new InstanceNorm2d(6)(randn(20, 6, 28, 28)).shape // [20, 6, 28, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 * @see https://arxiv.org/abs/1607.08022
 */
export class InstanceNorm2d extends InstanceNormNd {
  static readonly name: string = 'InstanceNorm2d';

  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    super('InstanceNorm2d', numFeatures, options);
  }

  protected override dims(): number {
    return 2;
  }
}

/**
 * Mean 0 and variance 1 of each channel of each sample: `[N, C, D, H, W] → [N, C, D, H, W]`; N may be missing.
 *
 * @throws ValueError for an unknown option; called, ShapeError for another number of dimensions.
 * @example new InstanceNorm3d(6)(randn(2, 6, 3, 4, 4)).shape // [2, 6, 3, 4, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm3d.html
 * @see https://arxiv.org/abs/1607.08022
 */
export class InstanceNorm3d extends InstanceNormNd {
  static readonly name: string = 'InstanceNorm3d';

  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    super('InstanceNorm3d', numFeatures, options);
  }

  protected override dims(): number {
    return 3;
  }
}
