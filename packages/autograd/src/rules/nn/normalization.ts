/**
 * @file Gradients of normalisation. The statistics are computed again from the input, so that gradients of the gradients see
 * them depend on it.
 */
import type { Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';

/** The normalised values, and the factor that they were scaled with. */
interface Normalized {
  readonly values: Tensor;
  readonly factor: Tensor;
}

function normalize(x: Tensor, dims: readonly number[], eps: number): Normalized {
  const { centered, variance } = ops.moments(x, dims);
  const factor = variance.add(eps).rsqrt();
  return { values: centered.mul(factor), factor };
}

/** Gradient through normalisation over `dims`: what would change mean or variance is taken out. */
function throughMoments(grad: Tensor, { values, factor }: Normalized, dims: readonly number[]): Tensor {
  const mean = grad.mean(dims, { keepdim: true });
  const slope = grad.mul(values).mean(dims, { keepdim: true });
  return grad.sub(mean).sub(values.mul(slope)).mul(factor);
}

/** Positions of input, weight and bias; `first` is that of the first parameter. */
function inputsOf({ hasWeight, hasBias }: ops.AffineAttrs, first: number): readonly number[] {
  return [0, hasWeight ? first : -1, hasBias ? first + Number(hasWeight) : -1];
}

/** Which of weight and bias need a gradient. */
function needed(
  needs: readonly boolean[],
  attrs: ops.AffineAttrs,
  first: number,
): readonly [weight: boolean, bias: boolean] {
  const [, weight, bias] = inputsOf(attrs, first).map((i) => needs[i] ?? false);
  return [weight ?? false, bias ?? false];
}

/** Gradients of weight and bias, which lack the dimensions `dims`. */
function parameterGrads(
  grad: Tensor,
  values: Tensor,
  [weight, bias]: readonly [boolean, boolean],
  dims: readonly number[],
): readonly [weight: Tensor | false, bias: Tensor | false] {
  const sum = (x: Tensor): Tensor => (dims.length === 0 ? x : x.sum(dims));
  return [weight && sum(grad.mul(values)), bias && sum(grad)];
}

export const normalizationRules: readonly RuleEntry[] = [
  rule(ops.nativeBatchNorm, {
    name: 'NativeBatchNormBackward0',
    wrt: (attrs) => inputsOf(attrs, 1),
    save: ({ inputs: [x, ...parameters], attrs }) => [x, ops.affine(parameters, attrs).weight],
    backward: ({ grad, saved: [x, weight], needs, attrs }) => {
      const dims = ops.channelDims(x.ndim);
      const normalized = normalize(x, dims, attrs.eps);
      const scaled = weight ? grad.mul(ops.perChannel(weight, x.ndim)) : grad;
      return [
        needs[0] && throughMoments(scaled, normalized, dims),
        ...parameterGrads(grad, normalized.values, needed(needs, attrs, 1), dims),
      ];
    },
  }),
  rule(ops.batchNormInference, {
    name: 'NativeBatchNormBackward0',
    wrt: (attrs) => inputsOf(attrs, 3),
    save: ({ inputs: [x, mean, variance, ...parameters], attrs }) => [
      x,
      mean,
      variance,
      ops.affine(parameters, attrs).weight,
    ],
    backward: ({ grad, saved: [x, mean, variance, weight], needs, attrs }) => {
      const dims = ops.channelDims(x.ndim);
      const factor = ops.perChannel(variance.add(attrs.eps).rsqrt(), x.ndim);
      const values = x.sub(ops.perChannel(mean, x.ndim)).mul(factor);
      const scaled = weight ? grad.mul(ops.perChannel(weight, x.ndim)) : grad;
      return [needs[0] && scaled.mul(factor), ...parameterGrads(grad, values, needed(needs, attrs, 3), dims)];
    },
  }),
  rule(ops.nativeLayerNorm, {
    name: 'NativeLayerNormBackward0',
    wrt: (attrs) => inputsOf(attrs, 1),
    save: ({ inputs: [x, ...parameters], attrs }) => [x, ops.affine(parameters, attrs).weight],
    backward: ({ grad, saved: [x, weight], needs, attrs }) => {
      const dims = ops.lastDims(x.ndim, attrs);
      const normalized = normalize(x, dims, attrs.eps);
      const lead = x.shape.map((_, d) => d).slice(0, x.ndim - dims.length);
      return [
        needs[0] && throughMoments(weight ? grad.mul(weight) : grad, normalized, dims),
        ...parameterGrads(grad, normalized.values, needed(needs, attrs, 1), lead),
      ];
    },
  }),
  rule(ops.nativeGroupNorm, {
    name: 'NativeGroupNormBackward0',
    wrt: (attrs) => inputsOf(attrs, 1),
    save: ({ inputs: [x, ...parameters], attrs }) => [x, ops.affine(parameters, attrs).weight],
    backward: ({ grad, saved: [x, weight], needs, attrs }) => {
      const normalized = normalize(ops.grouped(x, attrs.groups), [2], attrs.eps);
      const scaled = weight ? grad.mul(ops.perChannel(weight, x.ndim)) : grad;
      const dims = ops.channelDims(x.ndim);
      return [
        needs[0] && throughMoments(ops.grouped(scaled, attrs.groups), normalized, [2]).view(x.shape),
        ...parameterGrads(grad, normalized.values.view(x.shape), needed(needs, attrs, 1), dims),
      ];
    },
  }),
];
