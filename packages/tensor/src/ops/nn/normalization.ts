/**
 * @file Normalisation: values are brought to mean 0 and variance 1 over some dimensions, then scaled and shifted.
 */
import { ShapeError, ValueError } from '../../errors.js';
import type { Shape } from '../../layout.js';
import type { Tensors } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { commonBackend } from '../../kernel.js';
import { checkSameFloating } from './composite.js';
import {
  affine,
  type AffineAttrs,
  channelDims,
  grouped,
  type GroupNormAttrs,
  lastDims,
  type LayerNormAttrs,
  moments,
  type NormOp,
  perChannel,
} from './moments.js';
import { batchNormBackward, groupNormBackward, layerNormBackward } from './normalization-gradient.js';
import { planesOf, rowsOf, runInference, runNorm } from './normalization-kernels.js';
import { type InferenceNormOp, inferenceRule, normRule } from './normalization-rules.js';

function scaleAndShift(x: Tensor, weight: Tensor | undefined, bias: Tensor | undefined): Tensor {
  const scaled = weight ? x.mul(weight) : x;
  return bias ? scaled.add(bias) : scaled;
}

function checkParameters(op: string, expected: Shape, what: string, parameters: Tensors): void {
  const bad = parameters.find((p) => !sameShape(p.shape, expected));
  if (!bad) return;
  throw new ShapeError(op, `${what}: expected the shape ${shapeText(expected)}, got ${shapeText(bad.shape)}`, {
    shapes: [bad.shape, expected],
  });
}

function checkChannels(op: string, x: Tensor, parameters: Tensors): void {
  checkSameFloating(op, x, ...parameters);
  if (x.ndim < 2) {
    throw new ShapeError(op, `expected an input [N, C, *], got ${shapeText(x.shape)}`, { shapes: [x.shape] });
  }
  checkParameters(
    op,
    [x.shape[1]!],
    `weight, bias and statistics hold one number for each channel of ${shapeText(x.shape)}`,
    parameters,
  );
}

/** @throws ValueError when there is one value for each mean: it would be its own. */
function checkSeveral(op: string, x: Tensor, means: number): void {
  if (x.numel() !== means || means === 0) return;
  throw new ValueError(op, `expected more than 1 value for each mean, got input size ${shapeText(x.shape)}`, {
    shape: x.shape,
  });
}

/** Batch normalisation in training. */
export const nativeBatchNorm: NormOp<AffineAttrs> = {
  name: 'nativeBatchNorm',
  run([x, ...parameters], attrs) {
    checkChannels('batchNorm', x, parameters);
    checkSeveral('batchNorm', x, x.shape[1]!);
    const { batchNorm } = commonBackend('batchNorm', [x, ...parameters]).kernels;
    const view = { shape: planesOf(x), statistics: x.shape[1]! };
    return batchNorm && runNorm(x, parameters, view, (ins, outs) => batchNorm(ins, outs, attrs));
  },
  decompose([x, ...parameters], attrs) {
    const { centered, mean, variance } = moments(x, channelDims(x.ndim));
    const normalized = centered.mul(variance.add(attrs.eps).rsqrt());
    const { weight, bias } = affine(
      parameters.map((p) => perChannel(p, x.ndim)),
      attrs,
    );
    return [scaleAndShift(normalized, weight, bias), mean.view(-1), variance.view(-1)];
  },
  gradient: /* @__PURE__ */ normRule('NativeBatchNormBackward0', batchNormBackward, () => ({})),
};

/** Batch normalisation with given statistics. */
export const batchNormInference: InferenceNormOp = {
  name: 'batchNormInference',
  run(inputs, attrs) {
    const [x, ...others] = inputs;
    checkChannels('batchNorm', x, others);
    const { batchNormInference: kernel } = commonBackend('batchNorm', inputs).kernels;
    return kernel && runInference(inputs, (ins, outs) => kernel(ins, outs, attrs));
  },
  decompose([x, mean, variance, ...parameters], attrs) {
    const factor = perChannel(variance.add(attrs.eps).rsqrt(), x.ndim);
    const { weight, bias } = affine(
      parameters.map((p) => perChannel(p, x.ndim)),
      attrs,
    );
    return [scaleAndShift(x.sub(perChannel(mean, x.ndim)).mul(factor), weight, bias)];
  },
  gradient: inferenceRule,
};

function checkLayerNorm(x: Tensor, parameters: Tensors, { normalizedShape }: LayerNormAttrs): void {
  checkSameFloating('layerNorm', x, ...parameters);
  const count = normalizedShape.length;
  if (count === 0 || x.ndim < count || !sameShape(x.shape.slice(-count), normalizedShape)) {
    throw new ShapeError(
      'layerNorm',
      `the input ${shapeText(x.shape)} must end with the normalizedShape ${shapeText(normalizedShape)}`,
      { shapes: [x.shape, normalizedShape] },
    );
  }
  checkParameters(
    'layerNorm',
    normalizedShape,
    'weight and bias hold one number for each normalised element',
    parameters,
  );
}

/** Normalisation over the last dimensions. */
export const nativeLayerNorm: NormOp<LayerNormAttrs> = {
  name: 'nativeLayerNorm',
  run([x, ...parameters], attrs) {
    checkLayerNorm(x, parameters, attrs);
    const { layerNorm } = commonBackend('layerNorm', [x, ...parameters]).kernels;
    const [rows, n] = rowsOf(x, attrs);
    const view = { shape: [rows, n], statistics: rows };
    return layerNorm && runNorm(x, parameters, view, (ins, outs) => layerNorm(ins, outs, attrs));
  },
  decompose([x, ...parameters], attrs) {
    const { centered, mean, variance } = moments(x, lastDims(x.ndim, attrs));
    const { weight, bias } = affine(parameters, attrs);
    const out = scaleAndShift(centered.mul(variance.add(attrs.eps).rsqrt()), weight, bias);
    return [out, mean.view(-1), variance.view(-1)];
  },
  gradient: /* @__PURE__ */ normRule('NativeLayerNormBackward0', layerNormBackward, ({ normalizedShape }) => ({
    normalizedShape,
  })),
};

function checkGroupNorm(x: Tensor, parameters: Tensors, { groups }: GroupNormAttrs): void {
  checkChannels('groupNorm', x, parameters);
  if (Number.isInteger(groups) && groups > 0 && x.shape[1]! % groups === 0) return checkSeveral('groupNorm', x, groups);
  throw new ShapeError(
    'groupNorm',
    `the number of channels must be divisible by the number of groups, got ${x.shape[1]} channels (${shapeText(x.shape)}) and ${groups} groups`,
    { shapes: [x.shape], dim: 1 },
  );
}

/** Normalisation over groups of channels, for each sample. */
export const nativeGroupNorm: NormOp<GroupNormAttrs> = {
  name: 'nativeGroupNorm',
  run([x, ...parameters], attrs) {
    checkGroupNorm(x, parameters, attrs);
    const { groupNorm } = commonBackend('groupNorm', [x, ...parameters]).kernels;
    const view = { shape: planesOf(x), statistics: x.shape[0]! * attrs.groups };
    return groupNorm && runNorm(x, parameters, view, (ins, outs) => groupNorm(ins, outs, attrs));
  },
  decompose([x, ...parameters], attrs) {
    const { centered, mean, variance } = moments(grouped(x, attrs.groups), [2]);
    const normalized = centered.mul(variance.add(attrs.eps).rsqrt()).view(x.shape);
    const { weight, bias } = affine(
      parameters.map((p) => perChannel(p, x.ndim)),
      attrs,
    );
    return [scaleAndShift(normalized, weight, bias), mean.view(-1), variance.view(-1)];
  },
  gradient: /* @__PURE__ */ normRule('NativeGroupNormBackward0', groupNormBackward, ({ groups }) => ({ groups })),
};
