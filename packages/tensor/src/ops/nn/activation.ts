/**
 * @file Activations with parameters. Those without are rows of the table of elementwise functions.
 */
import { isFloatingPoint } from '../../dtype.js';
import { cat } from '../../api/join.js';
import { where } from '../../api/where-function.js';
import { DTypeError, ShapeError } from '../../errors.js';
import { gradientRule, type Rule } from '../../gradient.js';
import type { NoAttrs, Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkFloating, checkSameFloating, composite } from './composite.js';

export type ActivationOp<A> = Op<readonly [x: Tensor], A, readonly [Tensor]>;

/** The gradient of an activation from that of its result, and PyTorch's name of it. */
interface Slope<A> {
  readonly name: string;
  times(grad: Tensor, x: Tensor, attrs: A): Tensor;
}

function slopeRule<A>(slope: Slope<A>): Rule<readonly [x: Tensor], A, readonly [Tensor]> {
  return gradientRule({
    name: slope.name,
    save: ({ inputs: [x] }) => [x],
    backward: ({ grad, saved: [x], attrs }) => [slope.times(grad, x, attrs)],
  });
}

function activation<A>(name: string, compute: (x: Tensor, attrs: A) => Tensor, slope: Slope<A>): ActivationOp<A> {
  return composite(
    name,
    ([x]) => checkFloating(name, x),
    ([x], attrs) => compute(x, attrs),
    slopeRule(slope),
  );
}

/** As `activation`, for integers too. */
function comparison<A>(name: string, compute: (x: Tensor, attrs: A) => Tensor, slope: Slope<A>): ActivationOp<A> {
  return composite(
    name,
    ([x]) => {
      if (x.dtype === 'bool') throw new DTypeError(name, 'is not defined for bool tensors', { dtypes: [x.dtype] });
    },
    ([x], attrs) => compute(x, attrs),
    slopeRule(slope),
  );
}

/** `x` where positive, `negativeSlope · x` elsewhere. */
export const leakyRelu: ActivationOp<{ readonly negativeSlope: number }> = activation(
  'leakyRelu',
  (x, { negativeSlope }) => x.where(x.gt(0), x.mul(negativeSlope)),
  { name: 'LeakyReluBackward0', times: (g, x, { negativeSlope }) => g.where(x.gt(0), g.mul(negativeSlope)) },
);

export interface EluAttrs {
  readonly alpha: number;
  readonly scale: number;
}

/** `scale · x` where positive, `scale · alpha · (eˣ − 1)` elsewhere. */
export const elu: ActivationOp<EluAttrs> = activation(
  'elu',
  (x, { alpha, scale }) => {
    // the exponent is bounded so that the branch that is not taken does not overflow
    const negative = x
      .clampMax(0)
      .expm1()
      .mul(alpha * scale);
    return (scale === 1 ? x : x.mul(scale)).where(x.gt(0), negative);
  },
  {
    name: 'EluBackward0',
    times: (g, x, { alpha, scale }) => {
      const exponential = x.clampMax(0).exp();
      return where(x.gt(0), g.mul(scale), g.mul(exponential.mul(alpha * scale)));
    },
  },
);

/** `x` where positive, `alpha · (e^(x / alpha) − 1)` elsewhere. */
export const celu: ActivationOp<{ readonly alpha: number }> = activation(
  'celu',
  (x, { alpha }) => x.where(x.gt(0), x.clampMax(0).div(alpha).expm1().mul(alpha)),
  { name: 'CeluBackward0', times: (g, x, { alpha }) => g.where(x.gt(0), g.mul(x.clampMax(0).div(alpha).exp())) },
);

export interface SoftplusAttrs {
  readonly beta: number;
  /** Above it `beta · x` is its own softplus. */
  readonly threshold: number;
}

/** `log(1 + e^(beta · x)) / beta`, x itself where `beta · x > threshold`. */
export const softplus: ActivationOp<SoftplusAttrs> = activation(
  'softplus',
  (x, { beta, threshold }) => {
    const scaled = x.mul(beta);
    return x.where(scaled.gt(threshold), scaled.clampMax(threshold).exp().log1p().div(beta));
  },
  {
    name: 'SoftplusBackward0',
    times: (g, x, { beta, threshold }) => {
      const scaled = x.mul(beta);
      return g.where(scaled.gt(threshold), g.mul(scaled.sigmoid()));
    },
  },
);

export interface HardtanhAttrs {
  readonly minVal: number;
  readonly maxVal: number;
}

/** Without the fraction; 0 instead of −0, which is no integer. */
const whole = (n: number): number => Math.trunc(n) + 0;

/** `x` moved into [minVal, maxVal], of which integers see the whole part. */
export const hardtanh: ActivationOp<HardtanhAttrs> = comparison(
  'hardtanh',
  (x, { minVal, maxVal }) =>
    isFloatingPoint(x.dtype)
      ? x.clamp({ min: minVal, max: maxVal })
      : x.clamp({ min: whole(minVal), max: whole(maxVal) }),
  {
    name: 'HardtanhBackward0',
    times: (g, x, { minVal, maxVal }) => g.maskedFill(x.le(minVal).logicalOr(x.ge(maxVal)), 0),
  },
);

/** `(x + 3) / 6` moved into [0, 1]. */
export const hardsigmoid: ActivationOp<NoAttrs> = activation(
  'hardsigmoid',
  (x) => x.add(3).clamp({ min: 0, max: 6 }).div(6),
  { name: 'HardsigmoidBackward0', times: (g, x) => g.div(6).where(x.gt(-3).logicalAnd(x.lt(3)), 0) },
);

/** `x · hardsigmoid(x)` */
export const hardswish: ActivationOp<NoAttrs> = activation(
  'hardswish',
  (x) => x.mul(x.add(3).clamp({ min: 0, max: 6 })).div(6),
  { name: 'HardswishBackward0', times: (g, x) => g.where(x.gt(3), g.mul(x.div(3).add(0.5))).maskedFill(x.lt(-3), 0) },
);

export interface ShrinkAttrs {
  readonly lambd: number;
}

/** `x` moved towards 0 by lambd, 0 where that would cross it. */
export const softshrink: ActivationOp<ShrinkAttrs> = activation(
  'softshrink',
  (x, { lambd }) => x.sub(lambd).where(x.gt(lambd), x.add(lambd).where(x.lt(-lambd), 0)),
  { name: 'SoftshrinkBackward0', times: (g, x, { lambd }) => g.maskedFill(x.abs().le(lambd), 0) },
);

/** `x`, 0 where |x| ≤ lambd. */
export const hardshrink: ActivationOp<ShrinkAttrs> = activation(
  'hardshrink',
  (x, { lambd }) => x.maskedFill(x.abs().le(lambd), 0),
  { name: 'HardshrinkBackward0', times: (g, x, { lambd }) => g.maskedFill(x.abs().le(lambd), 0) },
);

export interface ThresholdAttrs {
  readonly threshold: number;
  readonly value: number;
}

/** `x` where above the threshold, `value` elsewhere. */
export const threshold: ActivationOp<ThresholdAttrs> = comparison(
  'threshold',
  (x, attrs) => x.maskedFill(x.le(attrs.threshold), attrs.value),
  { name: 'ThresholdBackward0', times: (g, x, attrs) => g.maskedFill(x.le(attrs.threshold), 0) },
);

/** One slope, or one for each channel, laid along dimension 1 of `x`. */
export function alongChannels(slope: Tensor, x: Tensor): Tensor {
  return slope.numel() === 1 ? slope.view([]) : slope.view(x.shape.map((n, d) => (d === 1 ? n : 1)));
}

/** `x` where positive, `weight · x` elsewhere; weight holds one number or one for each channel. */
export const prelu: Op<readonly [x: Tensor, weight: Tensor], NoAttrs, readonly [Tensor]> = composite(
  'prelu',
  ([x, weight]) => {
    checkSameFloating('prelu', x, weight);
    const channels = x.shape[1] ?? 1;
    if (weight.ndim <= 1 && (weight.numel() === 1 || weight.numel() === channels)) return;
    throw new ShapeError(
      'prelu',
      `weight ${shapeText(weight.shape)} must hold 1 number or one for each of the ${channels} channels of the input ${shapeText(x.shape)}`,
      { shapes: [x.shape, weight.shape] },
    );
  },
  ([x, weight]) => x.where(x.gt(0), x.mul(alongChannels(weight, x))),
  gradientRule({
    name: 'PreluBackward0',
    save: ({ inputs: [x, weight] }) => [x, weight],
    backward: ({ grad, saved: [x, weight], needs }) => {
      const positive = x.gt(0);
      const forWeight = grad.mul(x).maskedFill(positive, 0);
      const others = x.shape.map((_, d) => d).filter((d) => d !== 1);
      return [
        needs[0] && grad.where(positive, grad.mul(alongChannels(weight, x))),
        needs[1] && (weight.numel() === 1 ? forWeight.sum().view(weight.shape) : forWeight.sum(others)),
      ];
    },
  }),
);

/** `noise · x` with a slope for each element, 1 where x is positive. */
export const rreluWithNoise: Op<readonly [x: Tensor, noise: Tensor], NoAttrs, readonly [Tensor]> = composite(
  'rreluWithNoise',
  ([x, noise]) => checkSameFloating('rrelu', x, noise),
  ([x, noise]) => x.mul(noise),
  gradientRule({
    name: 'RreluWithNoiseBackward0',
    wrt: [0],
    save: ({ inputs: [, noise] }) => [noise],
    backward: ({ grad, saved: [noise] }) => [grad.mul(noise)],
  }),
);

/** The first half of a dimension times the sigmoid of the second. */
export const glu: ActivationOp<{ readonly dim: number }> = composite(
  'glu',
  ([x], { dim }) => {
    checkFloating('glu', x);
    if (x.ndim > 0 && x.shape[dim]! % 2 === 0) return;
    throw new ShapeError(
      'glu',
      `halving dimension must be even, but dimension ${dim} of ${shapeText(x.shape)} is not`,
      {
        shapes: [x.shape],
        dim,
      },
    );
  },
  ([x], { dim }) => {
    const half = x.shape[dim]! / 2;
    return x.narrow(dim, 0, half).mul(x.narrow(dim, half, half).sigmoid());
  },
  gradientRule({
    name: 'GluBackward0',
    save: ({ inputs: [x] }) => [x],
    backward: ({ grad, saved: [x], attrs: { dim } }) => {
      const half = x.size(dim) / 2;
      const value = x.narrow(dim, 0, half);
      const open = x.narrow(dim, half, half).sigmoid();
      const forGate = grad.mul(value).mul(open).mul(open.rsub(1));
      return [cat([grad.mul(open), forGate], dim)];
    },
  }),
);
