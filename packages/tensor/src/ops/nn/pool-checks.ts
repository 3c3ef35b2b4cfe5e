/**
 * @file When pooling windows fit their input, as PyTorch sees it.
 */
import { ShapeError, ValueError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkFloating } from './composite.js';
import { type Pair, planeOf, type Window, windowCount } from './window.js';

/** @throws ShapeError when the input is not `[C, H, W]` or `[N, C, H, W]` with something in every channel. */
export function checkPlanes(op: string, x: Tensor): void {
  checkFloating(op, x);
  const rank = x.ndim === 3 || x.ndim === 4;
  if (rank && x.shape.every((n, d) => n > 0 || d === x.ndim - 4)) return;
  throw new ShapeError(
    op,
    `expected a [C, H, W] or [N, C, H, W] input with sizes > 0 apart from the batch, got ${shapeText(x.shape)}`,
    { shapes: [x.shape] },
  );
}

function checkWindow(op: string, { kernelSize, stride, padding, dilation }: Window): void {
  const lowest: readonly [name: string, pair: Pair, lowest: number][] = [
    ['kernelSize', kernelSize, 1],
    ['stride', stride, 1],
    ['dilation', dilation, 1],
    ['padding', padding, 0],
  ];
  for (const [name, pair, least] of lowest) {
    if (pair.every((n) => Number.isInteger(n) && n >= least)) continue;
    throw new ValueError(op, `${name} must be integers ≥ ${least}, got ${shapeText(pair)}`, { [name]: pair });
  }
  if (padding.some((p, d) => p > kernelSize[d]! / 2)) {
    throw new ValueError(
      op,
      `padding should be at most half of the kernel size, but got padding ${shapeText(padding)} and kernel size ${shapeText(kernelSize)}`,
      { padding, kernelSize },
    );
  }
}

/**
 * Number of windows in both directions.
 *
 * @throws ShapeError, ValueError or DTypeError when the windows do not fit.
 */
export function checkPool(op: string, x: Tensor, window: Window, ceilMode: boolean): Pair {
  checkWindow(op, window);
  checkPlanes(op, x);
  const plane = planeOf(x.shape);
  const count: Pair = [windowCount(plane[0], window, 0, ceilMode), windowCount(plane[1], window, 1, ceilMode)];
  if (count[0] >= 1 && count[1] >= 1) return count;
  throw new ShapeError(
    op,
    `the output of ${shapeText(x.shape)} would have the size ${shapeText(count)}, which is too small: the kernel ${shapeText(window.kernelSize)} is larger than the padded input`,
    { shapes: [x.shape] },
  );
}
