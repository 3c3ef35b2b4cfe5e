/**
 * @file Softmax over very many classes.
 */
import * as F from '@x/functional';
import { cat, IndexError, ShapeError, shapeText, type Tensor, tensor, ValueError } from '@x/tensor/core';
import { ModuleList } from '../containers/list.js';
import { Sequential } from '../containers/sequential.js';
import { factoryDefaults, type FactoryOptions } from '../layers/factory.js';
import { Linear } from '../layers/linear.js';
import { Module } from '../module/module.js';

export interface AdaptiveLogSoftmaxOptions extends FactoryOptions {
  /** By how much the features of each cluster are fewer than those of the one before. Default: 4. */
  readonly divValue?: number;
  /** Whether the first map has a bias. Default: false. */
  readonly headBias?: boolean;
}

/** The targets' log probabilities `[N]`, and their negated mean. */
export interface AdaptiveLogSoftmaxOutput {
  readonly output: Tensor;
  readonly loss: Tensor;
}

function checkCutoffs(cutoffs: readonly number[], nClasses: number): void {
  const rising = cutoffs.every((c, i) => Number.isInteger(c) && c > (cutoffs[i - 1] ?? 0) && c < nClasses);
  if (rising && cutoffs.length > 0) return;
  throw new ValueError(
    'AdaptiveLogSoftmaxWithLoss',
    `cutoffs must be increasing integers between 1 and ${nClasses - 1}, got [${cutoffs.join(', ')}]`,
    { cutoffs, nClasses },
  );
}

/**
 * Log probabilities of very many classes, which are numbered by falling frequency: the first ones, before `cutoffs[0]`, have outputs
 * of their own, the others lie in clusters with fewer features: `[N, inFeatures], [N] (int32) → { output: [N], loss: [] }`; N may be
 * missing. The target is read at once.
 *
 * @throws ValueError for cutoffs or options that do not exist or fit; called, ShapeError when input and target do not fit,
 * IndexError for a class that there is not.
 * @example new AdaptiveLogSoftmaxWithLoss(16, 100, [10, 40])(randn(4, 16), tensor([0, 11, 99, 3])).output.shape // [4]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveLogSoftmaxWithLoss.html
 * @see https://arxiv.org/abs/1609.04309
 */
export class AdaptiveLogSoftmaxWithLoss extends Module<[input: Tensor, target: Tensor], AdaptiveLogSoftmaxOutput> {
  static readonly name: string = 'AdaptiveLogSoftmaxWithLoss';
  readonly inFeatures: number;
  readonly nClasses: number;
  /** The first class behind each part; the last one is `nClasses`. */
  readonly cutoffs: readonly number[];
  readonly divValue: number;
  readonly headBias: boolean;
  head: Linear;
  tail: ModuleList<Sequential>;

  constructor(
    inFeatures: number,
    nClasses: number,
    cutoffs: readonly number[],
    options: AdaptiveLogSoftmaxOptions = {},
  ) {
    super();
    const defaults = { divValue: 4, headBias: false, ...factoryDefaults() };
    const { divValue, headBias, ...factory } = F.withDefaults('AdaptiveLogSoftmaxWithLoss', options, defaults);
    checkCutoffs(cutoffs, nClasses);
    this.inFeatures = inFeatures;
    this.nClasses = nClasses;
    this.cutoffs = [...cutoffs, nClasses];
    this.divValue = divValue;
    this.headBias = headBias;
    this.head = new Linear(inFeatures, this.shortlist + cutoffs.length, { bias: headBias, ...factory });
    this.tail = new ModuleList(
      cutoffs.map((start, i) => {
        const hidden = Math.floor(inFeatures / divValue ** (i + 1));
        const classes = this.cutoffs[i + 1]! - start;
        const narrow = new Linear(inFeatures, hidden, { bias: false, ...factory });
        return new Sequential(narrow, new Linear(hidden, classes, { bias: false, ...factory }));
      }),
    );
  }

  /** How many classes have outputs of their own. */
  protected get shortlist(): number {
    return this.cutoffs[0]!;
  }

  /** Draws new initial values. */
  resetParameters(): void {
    for (const module of this.modules()) if (module instanceof Linear) module.resetParameters();
  }

  override forward(input: Tensor, target: Tensor): AdaptiveLogSoftmaxOutput {
    const single = target.ndim === 0;
    const fits = single ? input.ndim === 1 : input.ndim === 2 && target.ndim === 1 && input.size(0) === target.size(0);
    if (!fits) {
      const shapes = [input.shape, target.shape];
      throw new ShapeError(
        'AdaptiveLogSoftmaxWithLoss',
        `expected an input [N, ${this.inFeatures}] and a target [N], both with or without N, got ${shapes.map(shapeText).join(' and ')}`,
        { shapes },
      );
    }
    const output = this.targetLogProb(single ? input.unsqueeze(0) : input, [...target.toTypedArray()]);
    return { output: single ? output.squeeze(0) : output, loss: output.mean().neg() };
  }

  /** Log probabilities of one class for each sample; only clusters with such classes are computed. */
  protected targetLogProb(input: Tensor, classes: readonly number[]): Tensor {
    const { device } = input;
    const indices = (list: readonly number[]): Tensor => tensor(list, { dtype: 'int32', device });
    const parts = classes.map((c) => this.partOf(c));
    const outputs = classes.map((c, row) => (parts[row] === 0 ? c : this.shortlist + parts[row]! - 1));
    const head = F.logSoftmax(this.head(input), 1);
    let result = head.gather(1, indices(outputs).unsqueeze(1)).squeeze(1);
    for (const [i, cluster] of [...this.tail].entries()) {
      const rows = [...parts.keys()].filter((row) => parts[row] === i + 1);
      if (rows.length === 0) continue;
      const at = indices(rows);
      const relative = indices(rows.map((row) => classes[row]! - this.cutoffs[i]!)).unsqueeze(1);
      const inCluster = F.logSoftmax(cluster(input.indexSelect(0, at)), 1).gather(1, relative);
      result = result.indexAdd(0, at, inCluster.squeeze(1));
    }
    return result;
  }

  /** 0 for a class with an output of its own, else the number of its cluster, from 1. */
  protected partOf(c: number): number {
    const part = this.cutoffs.findIndex((cutoff) => c < cutoff);
    if (c >= 0 && part >= 0) return part;
    throw new IndexError('AdaptiveLogSoftmaxWithLoss', `classes are between 0 and ${this.nClasses - 1}, got ${c}`, {
      index: c,
      size: this.nClasses,
    });
  }

  /**
   * Log probabilities of all classes: `[N, inFeatures] → [N, nClasses]`.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveLogSoftmaxWithLoss.html#torch.nn.AdaptiveLogSoftmaxWithLoss.log_prob
   */
  logProb(input: Tensor): Tensor {
    const head = F.logSoftmax(this.head(input), 1);
    const clusters = Array.from(this.tail, (cluster, i) =>
      F.logSoftmax(cluster(input), 1).add(head.narrow(1, this.shortlist + i, 1)),
    );
    return cat([head.narrow(1, 0, this.shortlist), ...clusters], 1);
  }

  /**
   * The most probable class of each sample: `[N, inFeatures] → [N] (int32)`.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveLogSoftmaxWithLoss.html#torch.nn.AdaptiveLogSoftmaxWithLoss.predict
   */
  predict(input: Tensor): Tensor {
    return this.logProb(input).argmax(1);
  }
}
