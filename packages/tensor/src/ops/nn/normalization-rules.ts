/**
 * @file How the gradients of normalisation are computed.
 */
import type { NormBackwardAttrs } from '../../backend.js';
import { dispatch } from '../../dispatch.js';
import { gradientRule } from '../../gradient.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { affine, type AffineAttrs, channelDims, type NormOp, perChannel } from './moments.js';
import type { NormBackwardOp } from './normalization-gradient.js';
import { placed } from './wanted.js';

/** Positions of input, weight and bias; `first` is that of the first parameter. */
function inputsOf({ hasWeight, hasBias }: AffineAttrs, first: number): readonly number[] {
  return [0, hasWeight ? first : -1, hasBias ? first + Number(hasWeight) : -1];
}

/** Which of input, weight and bias need a gradient. */
function needed(needs: readonly boolean[], attrs: AffineAttrs, first: number): [boolean, boolean, boolean] {
  const [input = false, weight = false, bias = false] = inputsOf(attrs, first).map((i) => needs[i]);
  return [input, weight, bias];
}

/** The rule of an op whose gradients are an op; `rest` is what that depends on apart from what all have. */
export function normRule<A extends AffineAttrs, R extends object>(
  name: string,
  backward: NormBackwardOp<NormBackwardAttrs & R>,
  rest: (attrs: A) => R,
): NormOp<A>['gradient'] {
  return gradientRule({
    name,
    wrt: (attrs) => inputsOf(attrs, 1),
    save: ({ inputs: [x, ...parameters], outputs: [, mean, variance], attrs }) => [
      x,
      mean,
      variance,
      affine(parameters, attrs).weight,
    ],
    backward: ({ grad, saved: [x, mean, variance, weight], needs, attrs }) => {
      const wanted = needed(needs, attrs, 1);
      const inputs = [grad, x, mean, variance, ...(weight ? [weight] : [])] as const;
      return placed(dispatch(backward, inputs, { ...rest(attrs), eps: attrs.eps, needs: wanted }), wanted);
    },
  });
}

export type InferenceNormOp = Op<
  readonly [x: Tensor, mean: Tensor, variance: Tensor, ...parameters: Tensor[]],
  AffineAttrs,
  readonly [Tensor]
>;

/** The rule with given statistics. */
export const inferenceRule: InferenceNormOp['gradient'] = /* @__PURE__ */ gradientRule({
  name: 'NativeBatchNormBackward0',
  wrt: (attrs) => inputsOf(attrs, 3),
  save: ({ inputs: [x, mean, variance, ...parameters], attrs }) => [
    x,
    mean,
    variance,
    affine(parameters, attrs).weight,
  ],
  backward: ({ grad, saved: [x, mean, variance, weight], needs, attrs }) => {
    const dims = channelDims(x.ndim);
    const factor = perChannel(variance.add(attrs.eps).rsqrt(), x.ndim);
    const scaled = weight ? grad.mul(perChannel(weight, x.ndim)) : grad;
    const [forInput, forWeight, forBias] = needed(needs, attrs, 3);
    return [
      forInput && scaled.mul(factor),
      forWeight && grad.mul(x.sub(perChannel(mean, x.ndim)).mul(factor)).sum(dims),
      forBias && grad.sum(dims),
    ];
  },
});
