/**
 * @file Pooling to a given size: window i of m over n elements reaches from ⌊i·n / m⌋ to ⌈(i + 1)·n / m⌉.
 */
import { stack } from '../../api/join.js';
import { dispatch } from '../../dispatch.js';
import { ValueError } from '../../errors.js';
import type { Shape } from '../../layout.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { composite } from './composite.js';
import { constantPad } from './pad.js';
import { checkPlanes } from './pool-checks.js';
import { type Pair, planeOf } from './window.js';

export interface AdaptiveAttrs {
  readonly outputSize: Pair;
}

/** First element and length of each of `count` windows over n elements. */
export function adaptiveRanges(n: number, count: number): (readonly [start: number, length: number])[] {
  return Array.from({ length: count }, (_, i) => {
    const start = Math.floor((i * n) / count);
    return [start, Math.ceil(((i + 1) * n) / count) - start];
  });
}

/** @throws ShapeError, ValueError or DTypeError when the input or the size does not fit. */
export function checkAdaptive(op: string, x: Tensor, { outputSize }: AdaptiveAttrs): void {
  checkPlanes(op, x);
  checkOutputSize(op, outputSize);
}

/** @throws ValueError when a size is no integer ≥ 0. */
export function checkOutputSize(op: string, outputSize: readonly number[]): void {
  if (outputSize.every((n) => Number.isInteger(n) && n >= 0)) return;
  throw new ValueError(op, `outputSize must be integers ≥ 0, got ${shapeText(outputSize)}`, { outputSize });
}

/** Means along one dimension. */
function means(x: Tensor, dim: number, count: number): Tensor {
  const n = x.size(dim);
  if (count === n) return x;
  if (count === 0) return x.narrow(dim, 0, 0);
  return stack(
    adaptiveRanges(n, count).map(([start, length]) => x.narrow(dim, start, length).mean(dim)),
    dim,
  );
}

/** Each mean's gradient shared among the elements it was made of, along one dimension. */
function shares(grad: Tensor, dim: number, n: number): Tensor {
  const count = grad.size(dim);
  if (count === n) return grad;
  const parts = adaptiveRanges(n, count).map(([start, length], i) => {
    const share = grad.narrow(dim, i, 1).div(length);
    const repeated = share.expand(grad.shape.with(grad.ndim + dim, length));
    const around: Pair = [start, n - start - length];
    const pads: readonly Pair[] = dim === -1 ? [around] : [around, [0, 0]];
    return dispatch(constantPad, [repeated], { pads, value: 0 })[0];
  });
  return parts.length === 0
    ? grad.newZeros(grad.shape.with(grad.ndim + dim, n))
    : parts.reduce((sum, part) => sum.add(part));
}

/** Means of windows: `[N, C, H, W]` or `[C, H, W]` → `[…, ...outputSize]`. */
export const adaptiveAvgPool2d: Op<readonly [x: Tensor], AdaptiveAttrs, readonly [Tensor]> = composite(
  'adaptiveAvgPool2d',
  ([x], attrs) => checkAdaptive('adaptiveAvgPool2d', x, attrs),
  ([x], { outputSize }) => means(means(x, -2, outputSize[0]), -1, outputSize[1]),
  {
    name: 'AdaptiveAvgPool2DBackward0',
    backward: ({ grad, inputs: [x] }) => [dispatch(adaptiveAvgPool2dBackward, [grad], { shape: x!.shape })[0]],
  },
);

/** Gradient of `adaptiveAvgPool2d` for an input of `shape`. */
export const adaptiveAvgPool2dBackward: Op<readonly [grad: Tensor], { readonly shape: Shape }, readonly [Tensor]> =
  composite(
    'adaptiveAvgPool2dBackward',
    () => undefined,
    ([grad], { shape }) => {
      const [height, width] = planeOf(shape);
      return shares(shares(grad, -1, width), -2, height);
    },
    {
      name: 'AdaptiveAvgPool2DBackwardBackward0',
      backward: ({ grad, inputs: [small] }) => [
        dispatch(adaptiveAvgPool2d, [grad], { outputSize: planeOf(small!.shape) })[0],
      ],
    },
  );
