/**
 * @file Transposed convolution: the gradient of a convolution for its input, as a function of its own.
 */
import { dispatch } from '../../dispatch.js';
import { ShapeError, ValueError } from '../../errors.js';
import { gradientRule } from '../../gradient.js';
import type { Shape } from '../../layout.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkSameFloating, composite } from './composite.js';
import {
  convolution,
  type ConvolutionAttrs,
  convolutionInputGrad,
  type ConvolutionInputs,
  convolutionWeightGrad,
  sumPerChannel,
} from './convolution.js';
import { checkAttrs } from './convolution-checks.js';
import { constantPad, type Pads } from './pad.js';

export interface ConvolutionTransposeAttrs extends ConvolutionAttrs {
  /** Elements that the result has more, behind, in each dimension. */
  readonly outputPadding: readonly number[];
}

/** Sizes of what was convolved. */
function transposedShape(x: Shape, weight: Shape, attrs: ConvolutionTransposeAttrs): Shape {
  const { stride, padding, dilation, outputPadding, groups } = attrs;
  const sizes = weight
    .slice(2)
    .map((k, d) => (x[d + 2]! - 1) * stride[d]! - 2 * padding[d]! + dilation[d]! * (k - 1) + 1 + outputPadding[d]!);
  return [x[0]!, weight[1]! * groups, ...sizes];
}

/** A transposed convolution as one that some convolution has, and what its result is cut or filled up by. */
interface Transposition {
  readonly attrs: ConvolutionTransposeAttrs;
  /** Undefined where it is the result already. */
  readonly pads: Pads | undefined;
}

/**
 * Where the output padding is as large as the stride, it reaches beyond the last window: then everything that the windows
 * reach is computed first, and padded or cut afterwards.
 */
function transposition(attrs: ConvolutionTransposeAttrs): Transposition {
  const { stride, padding, outputPadding } = attrs;
  if (outputPadding.every((n, d) => n < stride[d]!)) return { attrs, pads: undefined };
  const none = stride.map(() => 0);
  return {
    attrs: { ...attrs, padding: none, outputPadding: none },
    pads: padding.map((n, d) => [-n, outputPadding[d]! - n]),
  };
}

function check([x, weight, bias]: ConvolutionInputs, attrs: ConvolutionTransposeAttrs): void {
  const spatial = weight.ndim - 2;
  const op = `convTranspose${spatial}d`;
  const shapes = [x.shape, weight.shape, ...(bias ? [bias.shape] : [])];
  const fail = (rule: string): never => {
    throw new ShapeError(op, rule, { shapes });
  };
  if (spatial < 1 || spatial > 3 || x.ndim !== weight.ndim) {
    fail(
      `expected an input [N, C, *] and a weight [C, K / groups, *], got ${shapeText(x.shape)} and ${shapeText(weight.shape)}`,
    );
  }
  checkAttrs(op, spatial, attrs);
  const { stride, dilation, outputPadding, groups } = attrs;
  const padded = outputPadding.length === spatial && outputPadding.every((n) => Number.isInteger(n) && n >= 0);
  if (!padded || outputPadding.some((n, d) => n >= Math.max(stride[d]!, dilation[d]!))) {
    throw new ValueError(
      op,
      `outputPadding must be at least 0 and smaller than stride or dilation, got ${shapeText(outputPadding)} with stride ${shapeText(stride)} and dilation ${shapeText(dilation)}`,
      { outputPadding, stride, dilation },
    );
  }
  if (x.shape[1] !== weight.shape[0] || x.shape[1]! % groups !== 0 || x.shape[1] === 0) {
    fail(
      `given transposed=true, groups=${groups} and a weight ${shapeText(weight.shape)}, expected an input with ${weight.shape[0]} channels, divisible by the groups, got ${shapeText(x.shape)}`,
    );
  }
  const filters = weight.shape[1]! * groups;
  if (bias && (bias.ndim !== 1 || bias.shape[0] !== filters)) {
    fail(`bias must hold one number for each of the ${filters} filters, got ${shapeText(bias.shape)}`);
  }
  const size = transposedShape(x.shape, weight.shape, attrs);
  if (weight.shape.includes(0) || x.shape.slice(2).includes(0) || size.slice(2).some((n) => n < 1)) {
    fail(`the output would have the size ${shapeText(size)}, which is too small`);
  }
  checkSameFloating(op, x, weight, ...(bias ? [bias] : []));
}

/** `x [N, C, *]`, `weight [C, K / groups, *]` and, if there is one, `bias [K]` → `[N, K, *']`. */
export const convolutionTranspose: Op<ConvolutionInputs, ConvolutionTransposeAttrs, readonly [Tensor]> = composite(
  'convolutionTranspose',
  check,
  ([x, weight, bias], attrs) => {
    const { attrs: plain, pads } = transposition(attrs);
    const shape = transposedShape(x.shape, weight.shape, plain);
    const [reached] = dispatch(convolutionInputGrad, [x, weight], { ...plain, shape });
    const out = pads ? dispatch(constantPad, [reached], { pads, value: 0 })[0] : reached;
    return bias ? out.add(bias.view(-1, ...attrs.stride.map(() => 1))) : out;
  },
  gradientRule({
    name: 'ConvolutionBackward0',
    wrt: [0, 1, 2],
    save: ({ inputs: [x, weight], needs }) => [needs[1] && x, needs[0] && weight],
    backward: ({ grad, saved: [x, weight], needs, attrs, inputs }) => {
      const { attrs: plain, pads } = transposition(attrs);
      const opposite = pads?.map(([before, behind]) => [-before, -behind] as const);
      const reached = opposite ? dispatch(constantPad, [grad], { pads: opposite, value: 0 })[0] : grad;
      return [
        weight && dispatch(convolution, [reached, weight], plain)[0],
        x && dispatch(convolutionWeightGrad, [x, reached], { ...plain, shape: inputs[1]!.shape })[0],
        needs[2] && sumPerChannel(grad),
      ];
    },
  }),
);
