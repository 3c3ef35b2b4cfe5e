/**
 * @file Gradients of normalisation. The statistics are computed again from the input, so that gradients of the gradients see
 * them depend on it.
 */
import { ops, type Tensor } from '@x/tensor';
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

/** Gradients of the optional parameters in the order of the inputs; `dims` are those that they do not have. */
function parameterGrads(
  grad: Tensor,
  values: Tensor,
  attrs: ops.AffineAttrs,
  needs: readonly boolean[],
  dims: readonly number[],
): readonly (Tensor | false)[] {
  const wanted = ops.affine(needs, attrs);
  const sum = (x: Tensor): Tensor => (dims.length === 0 ? x : x.sum(dims));
  const forWeight = attrs.hasWeight ? [(wanted.weight ?? false) && sum(grad.mul(values))] : [];
  const forBias = attrs.hasBias ? [(wanted.bias ?? false) && sum(grad)] : [];
  return [...forWeight, ...forBias];
}

export const normalizationRules: readonly RuleEntry[] = [
  rule(ops.nativeBatchNorm, {
    name: 'NativeBatchNormBackward0',
    save: ({ inputs: [x, ...parameters], attrs }) => [x, ops.affine(parameters, attrs).weight],
    backward: ({ grad, saved: [x, weight], needs, attrs }) => {
      const dims = ops.channelDims(x.ndim);
      const normalized = normalize(x, dims, attrs.eps);
      const scaled = weight ? grad.mul(ops.perChannel(weight, x.ndim)) : grad;
      return [
        needs[0] && throughMoments(scaled, normalized, dims),
        ...parameterGrads(grad, normalized.values, attrs, needs.slice(1), dims),
      ];
    },
  }),
  rule(ops.batchNormInference, {
    name: 'NativeBatchNormBackward0',
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
      const statistics = [false, false] as const;
      return [
        needs[0] && scaled.mul(factor),
        ...statistics,
        ...parameterGrads(grad, values, attrs, needs.slice(3), dims),
      ];
    },
  }),
  rule(ops.nativeLayerNorm, {
    name: 'NativeLayerNormBackward0',
    save: ({ inputs: [x, ...parameters], attrs }) => [x, ops.affine(parameters, attrs).weight],
    backward: ({ grad, saved: [x, weight], needs, attrs }) => {
      const dims = ops.lastDims(x.ndim, attrs);
      const normalized = normalize(x, dims, attrs.eps);
      const lead = x.shape.map((_, d) => d).slice(0, x.ndim - dims.length);
      return [
        needs[0] && throughMoments(weight ? grad.mul(weight) : grad, normalized, dims),
        ...parameterGrads(grad, normalized.values, attrs, needs.slice(1), lead),
      ];
    },
  }),
  rule(ops.nativeGroupNorm, {
    name: 'NativeGroupNormBackward0',
    save: ({ inputs: [x, ...parameters], attrs }) => [x, ops.affine(parameters, attrs).weight],
    backward: ({ grad, saved: [x, weight], needs, attrs }) => {
      const normalized = normalize(ops.grouped(x, attrs.groups), [2], attrs.eps);
      const scaled = weight ? grad.mul(ops.perChannel(weight, x.ndim)) : grad;
      const dims = ops.channelDims(x.ndim);
      return [
        needs[0] && throughMoments(ops.grouped(scaled, attrs.groups), normalized, [2]).view(x.shape),
        ...parameterGrads(grad, normalized.values.view(x.shape), attrs, needs.slice(1), dims),
      ];
    },
  }),
];
