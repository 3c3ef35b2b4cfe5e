/**
 * @file Gradients of convolutions and of their gradients: the three are linear in each input, so each one's gradients are the
 * other two.
 */
import { dispatch, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';

/** Sum over everything but the channels. */
function perChannel(grad: Tensor): Tensor {
  return grad.sum(grad.shape.map((_, d) => d).filter((d) => d !== 1));
}

export const convolutionRules: readonly RuleEntry[] = [
  rule(ops.convolution, {
    name: 'ConvolutionBackward0',
    wrt: [0, 1, 2],
    save: ({ inputs: [x, weight], needs }) => [needs[1] && x, needs[0] && weight],
    backward: ({ grad, saved: [x, weight], needs, attrs, inputs }) => [
      weight && dispatch(ops.convolutionInputGrad, [grad, weight], { ...attrs, shape: inputs[0]!.shape })[0],
      x && dispatch(ops.convolutionWeightGrad, [grad, x], { ...attrs, shape: inputs[1]!.shape })[0],
      needs[2] && perChannel(grad),
    ],
  }),
  rule(ops.convolutionInputGrad, {
    name: 'ConvolutionBackwardBackward0',
    save: ({ inputs: [grad, weight], needs }) => [needs[1] && grad, needs[0] && weight],
    backward: ({ grad: image, saved: [grad, weight], attrs, inputs }) => [
      weight && dispatch(ops.convolution, [image, weight], attrs)[0],
      grad && dispatch(ops.convolutionWeightGrad, [grad, image], { ...attrs, shape: inputs[1]!.shape })[0],
    ],
  }),
  rule(ops.convolutionWeightGrad, {
    name: 'ConvolutionBackwardBackward0',
    save: ({ inputs: [grad, x], needs }) => [needs[1] && grad, needs[0] && x],
    backward: ({ grad: weight, saved: [grad, x], attrs, inputs }) => [
      x && dispatch(ops.convolution, [x, weight], attrs)[0],
      grad && dispatch(ops.convolutionInputGrad, [grad, weight], { ...attrs, shape: inputs[1]!.shape })[0],
    ],
  }),
  rule(ops.convolutionTranspose, {
    name: 'ConvolutionBackward0',
    wrt: [0, 1, 2],
    save: ({ inputs: [x, weight], needs }) => [needs[1] && x, needs[0] && weight],
    backward: ({ grad, saved: [x, weight], needs, attrs, inputs }) => {
      const { attrs: plain, pads } = ops.transposition(attrs);
      const opposite = pads?.map(([before, behind]) => [-before, -behind] as const);
      const reached = opposite ? dispatch(ops.constantPad, [grad], { pads: opposite, value: 0 })[0] : grad;
      return [
        weight && dispatch(ops.convolution, [reached, weight], plain)[0],
        x && dispatch(ops.convolutionWeightGrad, [x, reached], { ...plain, shape: inputs[1]!.shape })[0],
        needs[2] && perChannel(grad),
      ];
    },
  }),
];
