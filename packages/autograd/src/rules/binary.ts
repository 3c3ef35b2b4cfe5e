/**
 * @file Gradients of arithmetic with two tensors. Broadcast inputs are summed back by the engine.
 */
import { dispatch, noAttrs, type Tensor, where, zerosLike } from '@x/tensor/core';
import { binaryOps, compareOps, powScalar } from '@x/tensor/ops';
import { constant, rule, type RuleEntry } from '../rule.js';

/** The half of a tied gradient, all of it for the winner, nothing for the loser. */
function extreme(name: string, op: typeof binaryOps.maximum, loses: (a: Tensor, b: Tensor) => Tensor): RuleEntry {
  return rule(op, {
    name,
    save: ({ inputs: [a, b] }) => [a, b],
    backward: ({ grad, saved: [a, b], needs }) => {
      const shared = where(a.eq(b), grad.div(2), grad);
      return [needs[0] && shared.maskedFill(loses(a, b), 0), needs[1] && shared.maskedFill(loses(b, a), 0)];
    },
  });
}

/** All of the gradient for the operand that was taken; the first one where both are equal. */
function taken(name: string, op: typeof binaryOps.fmax, first: (a: Tensor, b: Tensor) => Tensor): RuleEntry {
  return rule(op, {
    name,
    save: ({ inputs: [a, b] }) => [first(a, b).logicalOr(b.isnan())],
    backward: ({ grad, saved: [mask], needs }) => [
      needs[0] && grad.maskedFill(mask.logicalNot(), 0),
      needs[1] && grad.maskedFill(mask, 0),
    ],
  });
}

/** `a − b · q(a / b)`: the quotient q is a constant. */
function modulo(
  kind: 'Remainder' | 'Fmod',
  op: typeof binaryOps.remainder,
  roundingMode: 'floor' | 'trunc',
): RuleEntry {
  return rule(op, {
    name: (_, [, b]) => `${kind}Backward${b.wrapped ? 0 : 1}`,
    save: ({ inputs: [a, b], needs }) => [needs[1] && a, needs[1] && b],
    backward: ({ grad, saved: [a, b], needs }) => [
      needs[0] && grad,
      a && b && grad.neg().mul(a.div(b, { roundingMode })),
    ],
  });
}

export const binaryRules: readonly RuleEntry[] = [
  rule(binaryOps.add, {
    name: 'AddBackward0',
    backward: ({ grad, needs }) => [needs[0] && grad, needs[1] && grad],
  }),
  rule(binaryOps.sub, {
    name: 'SubBackward0',
    backward: ({ grad, needs }) => [needs[0] && grad, needs[1] && grad.neg()],
  }),
  rule(binaryOps.mul, {
    name: 'MulBackward0',
    save: ({ inputs: [a, b], needs }) => [needs[1] && a, needs[0] && b],
    backward: ({ grad, saved: [a, b] }) => [b && grad.mul(b), a && grad.mul(a)],
  }),
  rule(binaryOps.div, {
    name: 'DivBackward0',
    save: ({ inputs: [a, b], needs }) => [needs[1] && a, b],
    backward: ({ grad, saved: [a, b], needs }) => [needs[0] && grad.div(b), a && grad.neg().mul(a.div(b).div(b))],
  }),
  rule(powScalar, {
    name: 'PowBackward0',
    wrt: [0],
    save: ({ inputs: [x] }) => [x],
    backward: ({ grad, saved: [x], attrs: { exponent } }) => [
      exponent === 0 ? zerosLike(grad) : grad.mul(x.pow(exponent - 1).mul(exponent)),
    ],
  }),
  rule(binaryOps.pow, {
    name: 'PowBackward1',
    save: ({ inputs: [x, e], outputs: [y], needs }) => [x, e, needs[1] && y],
    backward: ({ grad, saved: [x, e, y], needs }) => [
      needs[0] && where(e.eq(0), 0, grad.mul(e.mul(x.pow(e.sub(1))))),
      // 0 to any power ≥ 0 does not change with the exponent, although log 0 is infinite
      y && where(x.eq(0).logicalAnd(e.ge(0)), 0, grad.mul(y.mul(x.log()))),
    ],
  }),
  extreme('MaximumBackward0', binaryOps.maximum, (a, b) => a.lt(b)),
  extreme('MinimumBackward0', binaryOps.minimum, (a, b) => a.gt(b)),
  taken('FmaxBackward0', binaryOps.fmax, (a, b) => a.ge(b)),
  taken('FminBackward0', binaryOps.fmin, (a, b) => a.le(b)),
  modulo('Remainder', binaryOps.remainder, 'floor'),
  modulo('Fmod', binaryOps.fmod, 'trunc'),
  rule(binaryOps.atan2, {
    name: 'Atan2Backward0',
    save: ({ inputs: [a, b] }) => [a, b],
    backward: ({ grad, saved: [a, b], needs }) => {
      const scaled = grad.div(a.mul(a).add(b.mul(b)));
      return [needs[0] && scaled.mul(b), needs[1] && scaled.mul(a.neg())];
    },
  }),
  rule(binaryOps.hypot, {
    name: 'HypotBackward0',
    save: ({ inputs: [a, b], outputs: [y] }) => [a, b, y],
    backward: ({ grad, saved: [a, b, y], needs }) => [needs[0] && grad.mul(a.div(y)), needs[1] && grad.mul(b.div(y))],
  }),
  rule(binaryOps.copysign, {
    name: 'CopysignBackward0',
    save: ({ inputs: [a], outputs: [y] }) => [a, y],
    backward: ({ grad, saved: [a, y], needs }) => [
      needs[0] && grad.mul(where(a.eq(0), 0, y.detach().div(a.detach()))),
      needs[1] && zerosLike(grad),
    ],
  }),
  rule(binaryOps.xlogy, {
    name: 'XlogyBackward0',
    save: ({ inputs: [a, b] }) => [a, b],
    backward: ({ grad, saved: [a, b], needs }) => [
      needs[0] && grad.mul(a.detach().ne(0).to(grad.dtype).xlogy(b)),
      needs[1] && grad.mul(a).div(b),
    ],
  }),
  rule(binaryOps.logaddexp, {
    name: 'LogaddexpBackward0',
    save: ({ inputs: [a, b] }) => [a, b],
    backward: ({ grad, saved: [a, b], needs }) => [
      needs[0] && grad.mul(a.sub(b).sigmoid()),
      needs[1] && grad.mul(b.sub(a).sigmoid()),
    ],
  }),
  rule(binaryOps.thresholdBackward, {
    name: 'ThresholdBackwardBackward0',
    save: ({ inputs: [, y] }) => [y.detach()],
    backward: ({ grad, saved: [y], needs }) => [
      needs[0] && dispatch(binaryOps.thresholdBackward, [grad, y], noAttrs)[0],
      needs[1] && zerosLike(grad),
    ],
  }),
  rule(binaryOps.sigmoidBackward, {
    name: 'SigmoidBackwardBackward0',
    save: ({ inputs: [g, y] }) => [g, y],
    backward: ({ grad, saved: [g, y], needs }) => [
      needs[0] && dispatch(binaryOps.sigmoidBackward, [grad, y], noAttrs)[0],
      needs[1] && grad.mul(g).mul(y.mul(-2).add(1)),
    ],
  }),
  rule(binaryOps.tanhBackward, {
    name: 'TanhBackwardBackward0',
    save: ({ inputs: [g, y] }) => [g, y],
    backward: ({ grad, saved: [g, y], needs }) => [
      needs[0] && dispatch(binaryOps.tanhBackward, [grad, y], noAttrs)[0],
      needs[1] && grad.mul(g).mul(y).mul(-2),
    ],
  }),
  ...[binaryOps.floorDivide, binaryOps.truncDivide].map((op) =>
    rule(op, {
      name: 'DivBackward2',
      backward: ({ grad, needs }) => [needs[0] && zerosLike(grad), needs[1] && zerosLike(grad)],
    }),
  ),
  ...[...Object.values(compareOps), binaryOps.bitwiseAnd, binaryOps.bitwiseOr, binaryOps.bitwiseXor].map(constant),
];
