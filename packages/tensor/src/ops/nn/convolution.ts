/**
 * @file Convolution over one to three spatial dimensions, and its two gradients. One dimension runs as two, of which the first
 * has size 1; three run as sums over the depth of the kernel. The three ops are each other's derivatives, so gradients of any order stay within them.
 */
import { flip } from '../../api/rearrange.js';
import type { Conv2dAttrs } from '../../backend.js';
import { dispatch } from '../../dispatch.js';
import { gradientRule } from '../../gradient.js';
import { allocate, commonBackend, operand } from '../../kernel.js';
import type { Layout, Shape } from '../../layout.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { checkConvolution, spatialSize } from './convolution-checks.js';
import { constantPad } from './pad.js';
import { convolveVolume, volumeInputGrad, volumeWeightGrad } from './volume.js';
import { extent, type Pair, padPlane, type Window, windows } from './window.js';

/** One number for each spatial dimension, and the number of channel groups. */
export interface ConvolutionAttrs {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** `x [N, C, *]`, `weight [K, C / groups, *]` and, if there is one, `bias [K]`. */
export type ConvolutionInputs =
  | readonly [x: Tensor, weight: Tensor]
  | readonly [x: Tensor, weight: Tensor, bias: Tensor];

/** Attributes over two dimensions. */
function planar({ stride, padding, dilation, groups }: ConvolutionAttrs): Conv2dAttrs {
  const pair = (numbers: readonly number[], missing: number): Pair =>
    numbers.length === 2 ? [numbers[0]!, numbers[1]!] : [missing, numbers[0]!];
  return { stride: pair(stride, 1), padding: pair(padding, 0), dilation: pair(dilation, 1), groups };
}

/** A layout `[N, C, L]` as `[N, C, 1, L]`. */
function planarLayout(layout: Layout): Layout {
  return layout.ndim === 3 ? layout.unsqueeze(2) : layout;
}

/** Runs `compute` on tensors with two spatial dimensions, and gives the result as many as the inputs have. */
function inPlane(inputs: readonly [Tensor, Tensor], compute: (a: Tensor, b: Tensor) => Tensor): Tensor {
  const [a, b] = inputs;
  return a.ndim === 3 ? compute(a.unsqueeze(2), b.unsqueeze(2)).squeeze(2) : compute(a, b);
}

function windowOf(weight: Tensor, { stride, padding, dilation }: Conv2dAttrs): Window {
  return { kernelSize: [weight.size(2), weight.size(3)], stride, padding, dilation };
}

/** What each group's filters look at, as a matrix: `[N, G, taps, H'·W']`. */
function columns(x: Tensor, window: Window, count: Pair, groups: number): Tensor {
  const seen = windows(padPlane(x, window, count, 0), window).permute(0, 1, 4, 5, 2, 3);
  const taps = (x.size(1) / groups) * window.kernelSize[0] * window.kernelSize[1];
  return seen.reshape(x.size(0), groups, taps, count[0] * count[1]);
}

function convolve(x: Tensor, weight: Tensor, attrs: Conv2dAttrs): Tensor {
  const { groups } = attrs;
  const window = windowOf(weight, attrs);
  const [height = 0, width = 0] = spatialSize(x.shape, weight.shape, attrs);
  const filters = weight.reshape(groups, weight.size(0) / groups, weight.numel() / weight.size(0));
  const out = filters.matmul(columns(x, window, [height, width], groups));
  return out.view(x.size(0), weight.size(0), height, width);
}

/** `out[n, k] = bias[k] + Σ weight[k, c] ⋆ x[n, c]`: `[N, C, *] → [N, K, *']`. */
export const convolution: Op<ConvolutionInputs, ConvolutionAttrs, readonly [Tensor]> = {
  name: 'convolution',
  run(inputs, attrs) {
    checkConvolution(inputs, attrs);
    const [x, weight, bias] = inputs;
    const backend = commonBackend('convolution', inputs);
    const { conv2d } = backend.kernels;
    const shape = [x.shape[0]!, weight.shape[0]!, ...spatialSize(x.shape, weight.shape, attrs)];
    if (!conv2d || x.ndim === 5) return undefined;
    const out = allocate(backend, shape, x.dtype);
    if (out.numel() === 0) return [out];
    const [image, filters] = [operand(x, planarLayout(x.layout)), operand(weight, planarLayout(weight.layout))];
    const ins = bias ? ([image, filters, operand(bias)] as const) : ([image, filters] as const);
    conv2d(ins, [operand(out, planarLayout(out.layout))], planar(attrs));
    return [out];
  },
  decompose([x, weight, bias], attrs) {
    const out =
      x.ndim === 5
        ? convolveVolume(x, weight, attrs, spatialSize(x.shape, weight.shape, attrs)[0]!, onPlanes)
        : inPlane([x, weight], (a, b) => convolve(a, b, planar(attrs)));
    return [bias ? out.add(bias.view(-1, ...x.shape.slice(2).map(() => 1))) : out];
  },
  gradient: /* @__PURE__ */ gradientRule({
    name: 'ConvolutionBackward0',
    wrt: [0, 1, 2],
    save: ({ inputs: [x, weight], needs }) => [needs[1] && x, needs[0] && weight],
    backward: ({ grad, saved: [x, weight], needs, attrs, inputs }) => [
      weight && dispatch(convolutionInputGrad, [grad, weight], { ...attrs, shape: inputs[0]!.shape })[0],
      x && dispatch(convolutionWeightGrad, [grad, x], { ...attrs, shape: inputs[1]!.shape })[0],
      needs[2] && sumPerChannel(grad),
    ],
  }),
};

/** Sum over everything but the channels. */
export function sumPerChannel(grad: Tensor): Tensor {
  return grad.sum(grad.shape.map((_, d) => d).filter((d) => d !== 1));
}

/** Convolves the planes of volumes. */
function onPlanes(x: Tensor, weight: Tensor, attrs: ConvolutionAttrs): Tensor {
  return dispatch(convolution, [x, weight], attrs)[0];
}

export interface ConvolutionGradAttrs extends ConvolutionAttrs {
  /** Shape of the input or weight whose gradient it is. */
  readonly shape: Shape;
}

export type ConvolutionGradOp = Op<readonly [grad: Tensor, other: Tensor], ConvolutionGradAttrs, readonly [Tensor]>;

function convolutionGrad(
  name: 'convolutionInputGrad' | 'convolutionWeightGrad',
  kernel: 'conv2dInputGrad' | 'conv2dWeightGrad',
  compute: (grad: Tensor, other: Tensor, size: Pair, attrs: Conv2dAttrs) => Tensor,
  inVolume: typeof volumeInputGrad,
  gradient: ConvolutionGradOp['gradient'],
): ConvolutionGradOp {
  const op: ConvolutionGradOp = {
    name,
    run([grad, other], attrs) {
      const backend = commonBackend(name, [grad, other]);
      const run = backend.kernels[kernel];
      if (!run || attrs.shape.length === 5) return undefined;
      const out = allocate(backend, attrs.shape, grad.dtype);
      const target = operand(out, planarLayout(out.layout));
      if (grad.numel() === 0 || other.numel() === 0) backend.kernels.fill([], [target], { value: 0 });
      else {
        run(
          [operand(grad, planarLayout(grad.layout)), operand(other, planarLayout(other.layout))],
          [target],
          planar(attrs),
        );
      }
      return [out];
    },
    decompose: ([grad, other], attrs) => {
      if (attrs.shape.length === 5) {
        return [
          inVolume(grad, other, attrs, attrs.shape, (a, b, rest, shape) => dispatch(op, [a, b], { ...rest, shape })[0]),
        ];
      }
      const size: Pair = attrs.shape.length === 3 ? [1, attrs.shape[2]!] : [attrs.shape[2]!, attrs.shape[3]!];
      return [inPlane([grad, other], (a, b) => compute(a, b, size, planar(attrs)))];
    },
    gradient,
  };
  return op;
}

/** Elements of a dimension `stride` apart, with zeros between them and behind the last. */
function spread(x: Tensor, [down, right]: Pair): Tensor {
  if (down === 1 && right === 1) return x;
  const [n, c, height, width] = [x.size(0), x.size(1), x.size(2), x.size(3)];
  const pads: readonly Pair[] = [
    [0, down - 1],
    [0, 0],
    [0, right - 1],
  ];
  const apart = dispatch(constantPad, [x.view(n, c, height, 1, width, 1)], { pads, value: 0 })[0];
  return apart.view(n, c, height * down, width * right);
}

/** Filters of the reverse direction: from a group's output channels to its input channels, turned by 180°. */
function reversed(weight: Tensor, groups: number): Tensor {
  const [filters, channels, height, width] = [weight.size(0), weight.size(1), weight.size(2), weight.size(3)];
  const grouped = weight.view(groups, filters / groups, channels, height, width).transpose(1, 2);
  return flip(grouped.reshape(groups * channels, filters / groups, height, width), 2, 3);
}

/** Gradient for the input: the gradient, spread by the stride, convolved with the reversed weight. Inputs: gradient, weight. */
export const convolutionInputGrad: ConvolutionGradOp = convolutionGrad(
  'convolutionInputGrad',
  'conv2dInputGrad',
  (grad, weight, size, attrs) => {
    const { stride, padding, dilation, groups } = attrs;
    const pads = ([0, 1] as const).map((d): Pair => {
      const reach = extent(weight.size(2 + d), dilation[d]) - 1;
      return [reach - padding[d], size[d] + padding[d] - grad.size(2 + d) * stride[d]];
    });
    const [wide] = dispatch(constantPad, [spread(grad.contiguous(), stride)], { pads, value: 0 });
    const turned = { stride: [1, 1], padding: [0, 0], dilation, groups };
    return dispatch(convolution, [wide, reversed(weight.contiguous(), groups)], turned)[0];
  },
  volumeInputGrad,
  gradientRule({
    name: 'ConvolutionBackwardBackward0',
    save: ({ inputs: [grad, weight], needs }) => [needs[1] && grad, needs[0] && weight],
    backward: ({ grad: image, saved: [grad, weight], attrs, inputs }) => [
      weight && dispatch(convolution, [image, weight], attrs)[0],
      grad && dispatch(convolutionWeightGrad, [grad, image], { ...attrs, shape: inputs[1]!.shape })[0],
    ],
  }),
);

/** Gradient for the weight: the gradient times what each weight looked at. Inputs: gradient, input. */
export const convolutionWeightGrad: ConvolutionGradOp = convolutionGrad(
  'convolutionWeightGrad',
  'conv2dWeightGrad',
  (grad, x, size, attrs) => {
    const { stride, padding, dilation, groups } = attrs;
    const [batch, filters] = [grad.size(0), grad.size(1)];
    const count: Pair = [grad.size(2), grad.size(3)];
    const seen = columns(x, { kernelSize: size, stride, padding, dilation }, count, groups);
    const given = grad.reshape(batch, groups, filters / groups, count[0] * count[1]);
    const each = given.matmul(seen.transpose(2, 3));
    return each.sum(0).view(filters, x.size(1) / groups, size[0], size[1]);
  },
  volumeWeightGrad,
  gradientRule({
    name: 'ConvolutionBackwardBackward0',
    save: ({ inputs: [grad, x], needs }) => [needs[1] && grad, needs[0] && x],
    backward: ({ grad: weight, saved: [grad, x], attrs, inputs }) => [
      x && dispatch(convolution, [x, weight], attrs)[0],
      grad && dispatch(convolutionInputGrad, [grad, weight], { ...attrs, shape: inputs[1]!.shape })[0],
    ],
  }),
);
