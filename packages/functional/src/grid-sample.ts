/**
 * @file Pictures and volumes looked at in arbitrary places.
 */
import { dispatch, type Shape, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { checkChoice, withDefaults } from './options.js';

export interface AffineGridOptions {
  /** Whether −1 and 1 are the centres of corner elements instead of their outer edges. Default: false. */
  readonly alignCorners?: boolean | null;
}

/**
 * Where affine maps move the elements of pictures or volumes, for `gridSample`: `[N, 2, 3] → [N, H, W, 2]`, or
 * `[N, 3, 4] → [N, D, H, W, 3]`. Coordinates go from −1 to 1, x first.
 *
 * @param size - shape of the pictures to make: `[N, C, H, W]` or `[N, C, D, H, W]`.
 * @throws ShapeError when theta and size do not fit, ValueError for sizes that are not positive or for an unknown option.
 * @example affineGrid(tensor([[[1, 0, 0], [0, 1, 0.5]]]), [1, 3, 4, 4]).shape // [1, 4, 4, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html
 */
export function affineGrid(theta: Tensor, size: Shape, options: AffineGridOptions = {}): Tensor {
  const { alignCorners } = withDefaults('affineGrid', options, { alignCorners: null });
  return dispatch(ops.affineGrid, [theta], { size, alignCorners: alignCorners ?? false })[0];
}

export interface GridSampleOptions {
  /** How values between elements are found; 'bilinear' is trilinear for volumes. Default: 'bilinear'. */
  readonly mode?: 'bilinear' | 'nearest' | 'bicubic';
  /** What lies outside: zeros, the nearest edge, or the picture mirrored. Default: 'zeros'. */
  readonly paddingMode?: 'zeros' | 'border' | 'reflection';
  /** Whether −1 and 1 are the centres of corner elements instead of their outer edges. Default: false. */
  readonly alignCorners?: boolean | null;
}

/**
 * Values of pictures or volumes at the places of a grid, with gradients for both: `[N, C, H, W], [N, H', W', 2] → [N, C, H', W']`,
 * or `[N, C, D, H, W], [N, D', H', W', 3] → [N, C, D', H', W']`. Places go from −1 to 1, x first.
 *
 * @throws ShapeError when input and grid do not fit, DTypeError when their dtypes differ, ValueError for 'bicubic' with volumes or
 * for an option that does not exist or fit.
 * @example gridSample(picture, affineGrid(theta, [1, 3, 8, 8]))
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.grid_sample.html
 * @see https://arxiv.org/abs/1506.02025
 */
export function gridSample(input: Tensor, grid: Tensor, options: GridSampleOptions = {}): Tensor {
  const op = 'gridSample';
  const defaults: Required<GridSampleOptions> = { mode: 'bilinear', paddingMode: 'zeros', alignCorners: null };
  const { mode, paddingMode, alignCorners } = withDefaults(op, options, defaults);
  checkChoice(op, 'mode', mode, ['bilinear', 'nearest', 'bicubic']);
  checkChoice(op, 'paddingMode', paddingMode, ['zeros', 'border', 'reflection']);
  const attrs = { mode, paddingMode, alignCorners: alignCorners ?? false, spatial: input.ndim - 2 };
  return dispatch(ops.gridSample, [input, grid], attrs)[0];
}
