/**
 * @file Gradients of bounds and blends.
 */
import { type Tensor, where } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../rule.js';

/** Where an element lies within its bounds: one that equals a bound does, NaN does not. */
function inside(x: Tensor, min: Tensor | number | null, max: Tensor | number | null): Tensor {
  const above = min === null ? null : x.ge(min);
  const below = max === null ? null : x.le(max);
  if (above && below) return above.logicalAnd(below);
  return above ?? below ?? x.isfinite();
}

export const blendRules: readonly RuleEntry[] = [
  rule(ops.clampScalar, {
    name: 'ClampBackward1',
    save: ({ inputs: [x], attrs: { min, max } }) => [inside(x.detach(), min, max)],
    backward: ({ grad, saved: [kept] }) => [where(kept, grad, 0)],
  }),
  rule(ops.clamp, {
    name: 'ClampBackward0',
    save: ({ inputs: [input, ...bounds], attrs, needs }) => {
      const x = input.detach();
      const min = attrs.min ? bounds[0]!.detach() : null;
      const max = attrs.max ? bounds.at(-1)!.detach() : null;
      // max has the last word where it is below min
      const low = min && needs[1] && (max ? x.lt(min).logicalAnd(min.lt(max)) : x.lt(min));
      const high = max && needs[bounds.length] && (min ? x.gt(max).logicalOr(max.lt(min)) : x.gt(max));
      return [needs[0] && inside(x, min, max), low ?? false, high ?? false];
    },
    backward: ({ grad, saved: [kept, low, high], attrs }) => [
      kept && where(kept, grad, 0),
      ...(attrs.min ? [low && where(low, grad, 0)] : []),
      ...(attrs.max ? [high && where(high, grad, 0)] : []),
    ],
  }),
  rule(ops.lerpScalar, {
    name: 'LerpBackward0',
    backward: ({ grad, attrs: { weight }, needs }) => [needs[0] && grad.mul(1 - weight), needs[1] && grad.mul(weight)],
  }),
  rule(ops.lerp, {
    name: 'LerpBackward1',
    save: ({ inputs: [self, end, weight], needs }) => [needs[2] && self, needs[2] && end, weight],
    backward: ({ grad, saved: [self, end, weight], needs }) => [
      needs[0] && grad.mul(weight.rsub(1)),
      needs[1] && grad.mul(weight),
      self && end && grad.mul(end.sub(self)),
    ],
  }),
  rule(ops.addcmul, {
    name: 'AddcmulBackward0',
    save: ({ inputs: [, a, b], needs }) => [needs[2] && a, needs[1] && b],
    backward: ({ grad, saved: [a, b], attrs: { value }, needs }) => [
      needs[0] && grad,
      b && grad.mul(b.mul(value)),
      a && grad.mul(a.mul(value)),
    ],
  }),
  rule(ops.addcdiv, {
    name: 'AddcdivBackward0',
    save: ({ inputs: [, a, b], needs }) => [needs[2] && a, b],
    backward: ({ grad, saved: [a, b], attrs: { value }, needs }) => [
      needs[0] && grad,
      needs[1] && grad.mul(b.reciprocal().mul(value)),
      a && grad.neg().mul(a.div(b.mul(b)).mul(value)),
    ],
  }),
];
