/**
 * @file When pooling windows fit their input, as PyTorch sees it.
 */
import { ShapeError, ValueError } from '../../errors.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkFloating } from './composite.js';
import { type Grid, type Pair, type Window, windowCount } from './window.js';

/** @throws ShapeError when the input is not `[C, H, W]` or `[N, C, H, W]` with something in every channel. */
export function checkPlanes(op: string, x: Tensor): void {
  checkSpatial(op, x, ['H', 'W']);
}

/** @throws ShapeError when the input is not `[C, D, H, W]` or `[N, C, D, H, W]` with something in every channel. */
export function checkVolumes(op: string, x: Tensor): void {
  checkSpatial(op, x, ['D', 'H', 'W']);
}

function checkSpatial(op: string, x: Tensor, dims: readonly string[]): void {
  checkFloating(op, x);
  const batched = dims.length + 2;
  const rank = x.ndim === batched || x.ndim === batched - 1;
  if (rank && x.shape.every((n, d) => n > 0 || d === x.ndim - batched)) return;
  const names = dims.join(', ');
  throw new ShapeError(
    op,
    `expected a [C, ${names}] or [N, C, ${names}] input with sizes > 0 apart from the batch, got ${shapeText(x.shape)}`,
    { shapes: [x.shape] },
  );
}

function checkWindow(op: string, { kernelSize, stride, padding, dilation }: Grid): void {
  const lowest: readonly [name: string, sizes: readonly number[], lowest: number][] = [
    ['kernelSize', kernelSize, 1],
    ['stride', stride, 1],
    ['dilation', dilation, 1],
    ['padding', padding, 0],
  ];
  for (const [name, sizes, least] of lowest) {
    if (sizes.every((n) => Number.isInteger(n) && n >= least)) continue;
    throw new ValueError(op, `${name} must be integers ≥ ${least}, got ${shapeText(sizes)}`, { [name]: sizes });
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
 * Number of windows in both directions of a plane.
 *
 * @throws ShapeError, ValueError or DTypeError when the windows do not fit.
 */
export function checkPool(op: string, x: Tensor, window: Window, ceilMode: boolean): Pair {
  checkWindow(op, window);
  checkPlanes(op, x);
  const [rows = 0, columns = 0] = checkCounts(op, x, window, ceilMode);
  return [rows, columns];
}

/**
 * Number of windows in the three directions of a volume.
 *
 * @throws ShapeError, ValueError or DTypeError when the windows do not fit.
 */
export function checkVolumePool(op: string, x: Tensor, window: Grid, ceilMode: boolean): readonly number[] {
  checkWindow(op, window);
  checkVolumes(op, x);
  return checkCounts(op, x, window, ceilMode);
}

function checkCounts(op: string, x: Tensor, window: Grid, ceilMode: boolean): readonly number[] {
  const spatial = x.shape.slice(-window.kernelSize.length);
  const counts = spatial.map((n, d) => windowCount(n, window, d, ceilMode));
  if (counts.every((n) => n >= 1)) return counts;
  throw new ShapeError(
    op,
    `the output of ${shapeText(x.shape)} would have the size ${shapeText(counts)}, which is too small: the kernel ${shapeText(window.kernelSize)} is larger than the padded input`,
    { shapes: [x.shape] },
  );
}
