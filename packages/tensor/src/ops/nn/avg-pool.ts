/**
 * @file Mean of windows over a plane, and its gradient.
 */
import type { AvgPool2dAttrs as KernelAttrs } from '../../backend.js';
import { tensor } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import { ValueError } from '../../errors.js';
import { allocate, operand } from '../../kernel.js';
import type { Shape } from '../../layout.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { convolutionInputGrad } from './convolution.js';
import { constantPad } from './pad.js';
import { checkPool } from './pool-checks.js';
import { batchLayout, type Grid, type Pair, padPlane, planeOf, type Window, windowCount, windows } from './window.js';

export interface AvgPool2dAttrs extends KernelAttrs {
  /** Count windows that reach beyond the padding. */
  readonly ceilMode: boolean;
}

function windowOf({ kernelSize, stride, padding }: KernelAttrs): Window {
  return { kernelSize, stride, padding, dilation: [1, 1] };
}

/** Number of elements of each window along one dimension, with padding or without. */
export function extents(
  n: number,
  count: number,
  d: number,
  attrs: Omit<Grid, 'dilation'> & { readonly countIncludePad: boolean },
): number[] {
  const [size, stride, padding] = [attrs.kernelSize[d]!, attrs.stride[d]!, attrs.padding[d]!];
  return Array.from({ length: count }, (_, i) => {
    const start = i * stride - padding;
    const [low, high] = attrs.countIncludePad ? [start, n + padding] : [Math.max(start, 0), n];
    return Math.max(Math.min(start + size, high) - low, 1);
  });
}

/** What the sums of windows over a plane of this size are divided by. */
function divisor(plane: Pair, count: Pair, attrs: KernelAttrs, like: Tensor): Tensor | number {
  if (attrs.divisorOverride !== undefined) return attrs.divisorOverride;
  const along = (d: 0 | 1): Tensor =>
    tensor(extents(plane[d], count[d], d, attrs), { dtype: like.dtype, device: like.device });
  return along(0).unsqueeze(1).mul(along(1));
}

/** `[N, C, H, W]` or `[C, H, W]` → means `[…, H', W']`. */
export const avgPool2d: Op<readonly [x: Tensor], AvgPool2dAttrs, readonly [Tensor]> = {
  name: 'avgPool2d',
  run([x], attrs) {
    if (attrs.divisorOverride === 0) throw new ValueError('avgPool2d', 'divisorOverride must not be zero');
    const count = checkPool('avgPool2d', x, windowOf(attrs), attrs.ceilMode);
    const { backend } = x.storage;
    const kernel = backend.kernels.avgPool2d;
    if (!kernel) return undefined;
    const out = allocate(backend, [...x.shape.slice(0, -2), ...count], x.dtype);
    if (out.numel() > 0) kernel([operand(x, batchLayout(x.layout))], [operand(out, batchLayout(out.layout))], attrs);
    return [out];
  },
  decompose([x], attrs) {
    const window = windowOf(attrs);
    const plane = planeOf(x.shape);
    const count: Pair = [
      windowCount(plane[0], window, 0, attrs.ceilMode),
      windowCount(plane[1], window, 1, attrs.ceilMode),
    ];
    const image = x.ndim === 3 ? x.unsqueeze(0) : x;
    const sums = windows(padPlane(image, window, count, 0), window).sum([4, 5]);
    const means = sums.div(divisor(plane, count, attrs, x));
    return [x.ndim === 3 ? means.squeeze(0) : means];
  },
  gradient: {
    name: 'AvgPool2DBackward0',
    backward: ({ grad, attrs, inputs: [x] }) => [dispatch(avgPool2dBackward, [grad], { ...attrs, shape: x!.shape })[0]],
  },
};

/** Gradient of `avgPool2d` for an input of `shape`. */
export const avgPool2dBackward: Op<
  readonly [grad: Tensor],
  AvgPool2dAttrs & { readonly shape: Shape },
  readonly [Tensor]
> = {
  name: 'avgPool2dBackward',
  run([grad], attrs) {
    const { backend } = grad.storage;
    const kernel = backend.kernels.avgPool2dBackward;
    if (!kernel) return undefined;
    const out = allocate(backend, attrs.shape, grad.dtype);
    if (out.numel() > 0) {
      kernel([operand(grad, batchLayout(grad.layout))], [operand(out, batchLayout(out.layout))], attrs);
    }
    return [out];
  },
  /** A mean is a convolution with equal weights; the windows' full extent is filled, then cut to the input's size. */
  decompose([grad], attrs) {
    const { shape, kernelSize, stride, padding } = attrs;
    const plane = planeOf(shape);
    const count = planeOf(grad.shape);
    const share = grad.div(divisor(plane, count, attrs, grad));
    const planes = share.reshape(grad.numel() / (count[0] * count[1]), 1, count[0], count[1]);
    const full = ([0, 1] as const).map((d) =>
      Math.max((count[d] - 1) * stride[d] + kernelSize[d], plane[d] + padding[d]),
    );
    const ones = grad.newOnes([1, 1, ...kernelSize]);
    const geometry = { stride, padding: [0, 0], dilation: [1, 1], groups: 1 };
    const [spread] = dispatch(convolutionInputGrad, [planes, ones], {
      ...geometry,
      shape: [planes.size(0), 1, ...full],
    });
    const pads = ([0, 1] as const).map((d): Pair => [-padding[d], plane[d] + padding[d] - full[d]!]);
    return [dispatch(constantPad, [spread], { pads, value: 0 })[0].view(shape)];
  },
  gradient: {
    name: 'AvgPool2DBackwardBackward0',
    backward: ({ grad, attrs }) => [dispatch(avgPool2d, [grad], attrs)[0]],
  },
};
