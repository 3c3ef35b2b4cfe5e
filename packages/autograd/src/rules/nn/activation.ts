/**
 * @file Gradients of activations with parameters: the gradient times the slope at the input.
 */
import { cat, type Tensor, where } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';

/** The rule of an op whose gradient is a function of its input. */
function slopeRule<A>(
  name: string,
  op: ops.ActivationOp<A>,
  gradient: (g: Tensor, x: Tensor, attrs: A) => Tensor,
): RuleEntry {
  return rule(op, {
    name,
    save: ({ inputs: [x] }) => [x],
    backward: ({ grad, saved: [x], attrs }) => [gradient(grad, x, attrs)],
  });
}

export const activationRules: readonly RuleEntry[] = [
  slopeRule('LeakyReluBackward0', ops.leakyRelu, (g, x, { negativeSlope }) => g.where(x.gt(0), g.mul(negativeSlope))),
  slopeRule('EluBackward0', ops.elu, (g, x, { alpha, scale }) => {
    const exponential = x.clampMax(0).exp();
    return where(x.gt(0), g.mul(scale), g.mul(exponential.mul(alpha * scale)));
  }),
  slopeRule('CeluBackward0', ops.celu, (g, x, { alpha }) => g.where(x.gt(0), g.mul(x.div(alpha).clampMax(0).exp()))),
  slopeRule('SoftplusBackward0', ops.softplus, (g, x, { beta, threshold }) => {
    const scaled = x.mul(beta);
    return g.where(scaled.gt(threshold), g.mul(scaled.sigmoid()));
  }),
  slopeRule('HardtanhBackward0', ops.hardtanh, (g, x, { minVal, maxVal }) =>
    g.maskedFill(x.le(minVal).logicalOr(x.ge(maxVal)), 0),
  ),
  slopeRule('HardsigmoidBackward0', ops.hardsigmoid, (g, x) => g.div(6).where(x.gt(-3).logicalAnd(x.lt(3)), 0)),
  slopeRule('HardswishBackward0', ops.hardswish, (g, x) =>
    g.where(x.gt(3), g.mul(x.div(3).add(0.5))).maskedFill(x.lt(-3), 0),
  ),
  slopeRule('SoftshrinkBackward0', ops.softshrink, (g, x, { lambd }) => g.maskedFill(x.abs().le(lambd), 0)),
  slopeRule('HardshrinkBackward0', ops.hardshrink, (g, x, { lambd }) => g.maskedFill(x.abs().le(lambd), 0)),
  slopeRule('ThresholdBackward0', ops.threshold, (g, x, { threshold }) => g.maskedFill(x.le(threshold), 0)),
  rule(ops.prelu, {
    name: 'PreluBackward0',
    save: ({ inputs: [x, weight] }) => [x, weight],
    backward: ({ grad, saved: [x, weight], needs }) => {
      const positive = x.gt(0);
      const slopes = ops.alongChannels(weight, x);
      const forWeight = grad.mul(x).maskedFill(positive, 0);
      const others = x.shape.map((_, d) => d).filter((d) => d !== 1);
      return [
        needs[0] && grad.where(positive, grad.mul(slopes)),
        needs[1] && (weight.numel() === 1 ? forWeight.sum().view(weight.shape) : forWeight.sum(others)),
      ];
    },
  }),
  rule(ops.rreluWithNoise, {
    name: 'RreluWithNoiseBackward0',
    wrt: [0],
    save: ({ inputs: [, noise] }) => [noise],
    backward: ({ grad, saved: [noise] }) => [grad.mul(noise)],
  }),
  rule(ops.glu, {
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
];
