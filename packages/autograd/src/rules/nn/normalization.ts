/**
 * @file Gradients of normalisation.
 */
import { dispatch, type NormBackwardAttrs, type Tensor, type Tensors } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';

/** Positions of input, weight and bias; `first` is that of the first parameter. */
function inputsOf({ hasWeight, hasBias }: ops.AffineAttrs, first: number): readonly number[] {
  return [0, hasWeight ? first : -1, hasBias ? first + Number(hasWeight) : -1];
}

/** Which of input, weight and bias need a gradient. */
function needed(needs: readonly boolean[], attrs: ops.AffineAttrs, first: number): [boolean, boolean, boolean] {
  const [input = false, weight = false, bias = false] = inputsOf(attrs, first).map((i) => needs[i]);
  return [input, weight, bias];
}

/** The wanted gradients, in the places of all three. */
function placed(grads: Tensors, needs: readonly boolean[]): (Tensor | false)[] {
  let next = 0;
  return needs.map((need) => need && grads[next++]!);
}

/** The rule of an op whose gradients are an op; `rest` is what that depends on apart from what all have. */
function normRule<A extends ops.AffineAttrs, R extends object>(
  name: string,
  op: ops.NormOp<A>,
  backward: ops.NormBackwardOp<NormBackwardAttrs & R>,
  rest: (attrs: A) => R,
): RuleEntry {
  return rule(op, {
    name,
    wrt: (attrs) => inputsOf(attrs, 1),
    save: ({ inputs: [x, ...parameters], outputs: [, mean, variance], attrs }) => [
      x,
      mean,
      variance,
      ops.affine(parameters, attrs).weight,
    ],
    backward: ({ grad, saved: [x, mean, variance, weight], needs, attrs }) => {
      const wanted = needed(needs, attrs, 1);
      const inputs = [grad, x, mean, variance, ...(weight ? [weight] : [])] as const;
      return placed(dispatch(backward, inputs, { ...rest(attrs), eps: attrs.eps, needs: wanted }), wanted);
    },
  });
}

export const normalizationRules: readonly RuleEntry[] = [
  normRule('NativeBatchNormBackward0', ops.nativeBatchNorm, ops.batchNormBackward, () => ({})),
  normRule('NativeLayerNormBackward0', ops.nativeLayerNorm, ops.layerNormBackward, ({ normalizedShape }) => ({
    normalizedShape,
  })),
  normRule('NativeGroupNormBackward0', ops.nativeGroupNorm, ops.groupNormBackward, ({ groups }) => ({ groups })),
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
      const scaled = weight ? grad.mul(ops.perChannel(weight, x.ndim)) : grad;
      const [forInput, forWeight, forBias] = needed(needs, attrs, 3);
      return [
        forInput && scaled.mul(factor),
        forWeight && grad.mul(x.sub(ops.perChannel(mean, x.ndim)).mul(factor)).sum(dims),
        forBias && grad.sum(dims),
      ];
    },
  }),
];
