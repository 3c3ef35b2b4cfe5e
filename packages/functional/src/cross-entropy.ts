/**
 * @file Cross entropy of logits.
 */
import { DTypeError, isFloatingPoint, sameShape, ShapeError, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { nll, nllDefaults, type NllOptions } from './nll-loss.js';
import { lossOptions, reduceLosses } from './reduction.js';

export interface CrossEntropyOptions extends NllOptions {
  /** Share of the target that is spread evenly over all classes, in [0, 1]. Default: 0. */
  readonly labelSmoothing?: number;
}

const op = 'crossEntropy';

/** Weights of classes laid along the class dimension. */
function alongClasses(weight: Tensor, ndim: number): Tensor {
  return ndim === 1 ? weight : weight.view(Array.from({ length: ndim }, (_, d) => (d === 1 ? weight.numel() : 1)));
}

/** Targets that are probabilities of all classes. */
function ofProbabilities(input: Tensor, target: Tensor, options: Required<CrossEntropyOptions>): Tensor {
  const { weight, reduction, labelSmoothing, ignoreIndex } = options;
  if (!isFloatingPoint(target.dtype)) {
    throw new DTypeError(
      op,
      `targets of the input's shape are probabilities, which must be floating point, got ${target.dtype}`,
      {
        dtypes: [target.dtype],
      },
    );
  }
  if (ignoreIndex >= 0) {
    throw new ValueError(op, `ignoreIndex is not supported for targets that are probabilities, got ${ignoreIndex}`, {
      ignoreIndex,
    });
  }
  const dim = ops.classDim(input.ndim);
  const classes = input.size(dim);
  ops.checkClassWeight(op, input, weight);
  const smooth = labelSmoothing > 0 ? target.mul(1 - labelSmoothing).add(labelSmoothing / classes) : target;
  const products = input.logSoftmax(dim).mul(smooth);
  const weighted = weight ? products.mul(alongClasses(weight, input.ndim)) : products;
  if (reduction === 'none') return weighted.sum(dim).neg();
  const total = weighted.sum().neg();
  return reduction === 'sum' ? total : total.div(input.numel() / classes);
}

/** The loss against an even distribution, averaged as the loss against the targets is. */
function againstEven(log: Tensor, target: Tensor, options: Required<CrossEntropyOptions>): Tensor {
  const { weight, reduction, ignoreIndex } = options;
  const losses = (weight ? log.mul(alongClasses(weight, log.ndim)) : log).sum(ops.classDim(log.ndim)).neg();
  const ignored = target.eq(ignoreIndex);
  const counted = losses.maskedFill(ignored, 0);
  if (reduction !== 'mean') return reduceLosses(counted, reduction);
  const { weights } = ops.picks(target, weight ?? undefined, ignoreIndex, log);
  return counted.sum().div(weights.sum());
}

/**
 * Cross entropy of logits with target classes, or with probabilities of all classes where the target has the input's shape:
 * `[N, C, *], int32 [N, *] → []`, or `[N, *]` with reduction 'none'; also `[C], []`.
 *
 * @throws ShapeError when the shapes do not fit, IndexError when a target is no class, DTypeError when classes are not int32,
 * ValueError for an option that does not exist or fit.
 * @example crossEntropy(tensor([[0.5, 0.5]]), tensor([1])) // 0.6931 (log 2)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html
 */
export function crossEntropy(input: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const all = lossOptions(op, options, { ...nllDefaults, labelSmoothing: 0 });
  const { labelSmoothing, ...rest } = all;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ValueError(op, `labelSmoothing must be between 0 and 1, got ${labelSmoothing}`, { labelSmoothing });
  }
  if (input.ndim === 0) {
    throw new ShapeError(op, 'expected an input [C] or [N, C, *], got []', { shapes: [input.shape, target.shape] });
  }
  if (sameShape(input.shape, target.shape)) return ofProbabilities(input, target, all);
  const dim = ops.classDim(input.ndim);
  const log = input.logSoftmax(dim);
  const loss = nll(op, log, target, rest);
  if (labelSmoothing === 0) return loss;
  const even = againstEven(log, target, all).mul(labelSmoothing / input.size(dim));
  return loss.mul(1 - labelSmoothing).add(even);
}
