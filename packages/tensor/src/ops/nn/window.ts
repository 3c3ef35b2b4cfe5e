/**
 * @file Windows over the last two dimensions: sizes, and views of them.
 */
import { dispatch } from '../../dispatch.js';
import type { Layout, Shape } from '../../layout.js';
import { slice } from '../../slice.js';
import type { Tensor } from '../../tensor.js';
import { constantPad } from './pad.js';

/** Numbers for rows and columns. */
export type Pair = readonly [number, number];

/** Windows of `kernelSize` elements, `dilation` apart, every `stride` elements, in any number of dimensions. */
export interface Grid {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

/** Windows over a padded plane. */
export interface Window extends Grid {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
}

/** Elements from the first to the last one of a window. */
export function extent(size: number, dilation: number): number {
  return dilation * (size - 1) + 1;
}

/**
 * Number of windows along one dimension of `n` elements. With `ceilMode` one that reaches beyond the padding counts too,
 * unless it starts there.
 */
export function windowCount(n: number, window: Grid, d: number, ceilMode: boolean): number {
  const stride = window.stride[d]!;
  const padding = window.padding[d]!;
  const room = n + 2 * padding - extent(window.kernelSize[d]!, window.dilation[d]!);
  const count = Math.floor((room + (ceilMode ? stride - 1 : 0)) / stride) + 1;
  return ceilMode && (count - 1) * stride >= n + padding ? count - 1 : count;
}

/** A plane padded on all sides, behind so far that `count` windows fit. */
export function padPlane(x: Tensor, window: Window, count: Pair, value: number): Tensor {
  const pads = ([0, 1] as const).map((d): Pair => {
    const needed = (count[d] - 1) * window.stride[d] + extent(window.kernelSize[d], window.dilation[d]);
    return [window.padding[d], needed - x.size(d - 2) - window.padding[d]];
  });
  return pads.every(([before, behind]) => before === 0 && behind === 0)
    ? x
    : dispatch(constantPad, [x], { pads, value })[0];
}

/** Every window of a plane as a view: `[N, C, H, W] → [N, C, H', W', kh, kw]`. */
export function windows(x: Tensor, { kernelSize, stride, dilation }: Omit<Window, 'padding'>): Tensor {
  const rows = x.unfold(2, extent(kernelSize[0], dilation[0]), stride[0]);
  const both = rows.unfold(3, extent(kernelSize[1], dilation[1]), stride[1]);
  if (dilation[0] === 1 && dilation[1] === 1) return both;
  return both.get('...', slice(null, null, dilation[0]), slice(null, null, dilation[1]));
}

/** A layout `[C, H, W]` as a batch of one; `[N, C, H, W]` stays. */
export function batchLayout(layout: Layout): Layout {
  return layout.ndim === 3 ? layout.unsqueeze(0) : layout;
}

/** The last two sizes. */
export function planeOf(shape: Shape): Pair {
  return [shape.at(-2)!, shape.at(-1)!];
}
