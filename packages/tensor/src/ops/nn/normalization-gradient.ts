/**
 * @file Gradients of normalisation as ops of their own. In other ops, they compute the statistics again from the input, so that
 * gradients of the gradients see them depend on it.
 */
import type { FusedKernels, NormBackwardAttrs } from '../../backend.js';
import { commonBackend } from '../../kernel.js';
import type { Shape } from '../../layout.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import {
  channelDims,
  type GroupNormAttrs,
  grouped,
  lastDims,
  type LayerNormAttrs,
  moments,
  perChannel,
} from './moments.js';
import { type NormBackwardInputs, planesOf, rowsOf, runNormBackward } from './normalization-kernels.js';

/** Gives the gradients of input, weight and bias that are wanted, in this order. */
export type NormBackwardOp<A extends NormBackwardAttrs> = Op<NormBackwardInputs, A>;

export type LayerNormBackwardAttrs = NormBackwardAttrs & Pick<LayerNormAttrs, 'normalizedShape'>;
export type GroupNormBackwardAttrs = NormBackwardAttrs & Pick<GroupNormAttrs, 'groups'>;

/** The normalised values, and the factor that they were scaled with. */
interface Normalized {
  readonly values: Tensor;
  readonly factor: Tensor;
}

function normalize(x: Tensor, dims: readonly number[], eps: number): Normalized {
  const { centered, variance } = moments(x, dims);
  const factor = variance.add(eps).rsqrt();
  return { values: centered.mul(factor), factor };
}

/** Gradient through normalisation over `dims`: what would change mean or variance is taken out. */
function throughMoments(grad: Tensor, { values, factor }: Normalized, dims: readonly number[]): Tensor {
  const mean = grad.mean(dims, { keepdim: true });
  const slope = grad.mul(values).mean(dims, { keepdim: true });
  return grad.sub(mean).sub(values.mul(slope)).mul(factor);
}

/** How the gradients are computed in other ops. */
interface Parts {
  /** Dimensions that weight and bias do not have. */
  readonly others: readonly number[];
  /** The weight as it is multiplied with the normalised values. */
  readonly spread: (weight: Tensor) => Tensor;
  readonly values: Tensor;
  /** Gradient through the normalisation itself. */
  readonly through: (grad: Tensor) => Tensor;
}

function composed(
  [grad, , , , weight]: NormBackwardInputs,
  [forInput, forWeight, forBias]: NormBackwardAttrs['needs'],
  { others, spread, values, through }: Parts,
): Tensor[] {
  const sum = (x: Tensor): Tensor => (others.length === 0 ? x : x.sum(others));
  const grads = [
    forInput && through(weight ? grad.mul(spread(weight)) : grad),
    forWeight && sum(grad.mul(values)),
    forBias && sum(grad),
  ];
  return grads.filter((t) => t !== false);
}

/** What one kind of normalisation differs in from the others. */
interface Spec<A> {
  readonly name: string;
  /** The op that runs its kernel, if the device has it. */
  readonly run: (kernels: Partial<FusedKernels>, attrs: A) => Parameters<typeof runNormBackward>[4] | undefined;
  /** The input as the kernel sees it. */
  readonly view: (x: Tensor, attrs: A) => Shape;
  /** Shape of weight and bias. */
  readonly parameter: (x: Tensor, attrs: A) => Shape;
  readonly parts: (x: Tensor, attrs: A) => Parts;
}

function backwardOp<A extends NormBackwardAttrs>({ name, run, view, parameter, parts }: Spec<A>): NormBackwardOp<A> {
  return {
    name,
    run(inputs, attrs) {
      const kernel = run(commonBackend(name, inputs).kernels, attrs);
      const [, x] = inputs;
      return kernel && runNormBackward(inputs, view(x, attrs), parameter(x, attrs), attrs.needs, kernel);
    },
    decompose: (inputs, attrs) => composed(inputs, attrs.needs, parts(inputs[1], attrs)),
  };
}

/** Gradients of batch normalisation in training. */
export const batchNormBackward: NormBackwardOp<NormBackwardAttrs> = backwardOp({
  name: 'batchNormBackward',
  run: ({ batchNormBackward: kernel }, attrs) => kernel && ((ins, outs) => kernel(ins, outs, attrs)),
  view: planesOf,
  parameter: (x) => [x.shape[1]!],
  parts(x, { eps }) {
    const others = channelDims(x.ndim);
    const normalized = normalize(x, others, eps);
    return {
      others,
      spread: (weight) => perChannel(weight, x.ndim),
      values: normalized.values,
      through: (grad) => throughMoments(grad, normalized, others),
    };
  },
});

/** Gradients of layer normalisation. */
export const layerNormBackward: NormBackwardOp<LayerNormBackwardAttrs> = backwardOp<LayerNormBackwardAttrs>({
  name: 'layerNormBackward',
  run: ({ layerNormBackward: kernel }, attrs) => kernel && ((ins, outs) => kernel(ins, outs, attrs)),
  view: rowsOf,
  parameter: (_, { normalizedShape }) => normalizedShape,
  parts(x, attrs) {
    const dims = lastDims(x.ndim, attrs);
    const normalized = normalize(x, dims, attrs.eps);
    return {
      others: x.shape.map((_, d) => d).slice(0, x.ndim - dims.length),
      spread: (weight) => weight,
      values: normalized.values,
      through: (grad) => throughMoments(grad, normalized, dims),
    };
  },
});

/** Gradients of group normalisation. */
export const groupNormBackward: NormBackwardOp<GroupNormBackwardAttrs> = backwardOp<GroupNormBackwardAttrs>({
  name: 'groupNormBackward',
  run: ({ groupNormBackward: kernel }, attrs) => kernel && ((ins, outs) => kernel(ins, outs, attrs)),
  view: planesOf,
  parameter: (x) => [x.shape[1]!],
  parts(x, { eps, groups }) {
    const normalized = normalize(grouped(x, groups), [2], eps);
    return {
      others: channelDims(x.ndim),
      spread: (weight) => perChannel(weight, x.ndim),
      values: normalized.values.view(x.shape),
      through: (grad) => throughMoments(grouped(grad, groups), normalized, [2]).view(x.shape),
    };
  },
});
