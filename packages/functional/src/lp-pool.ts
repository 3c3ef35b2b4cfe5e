/**
 * @file Norms of windows.
 */
import type { Tensor } from '@x/tensor/core';
import { avgPool1d, avgPool2d } from './avg-pool.js';
import { pair, type Sizes, withDefaults } from './options.js';

export interface LpPoolOptions {
  /** Elements between neighbouring windows. Default: the kernel's size. */
  readonly stride?: Sizes | null;
  /** Count windows that reach beyond the input. Default: false. */
  readonly ceilMode?: boolean;
}

const defaults: Required<LpPoolOptions> = { stride: null, ceilMode: false };

/** The root of sums, which were means of `count` powers; a negative sum counts as 0. */
function root(means: Tensor, count: number, normType: number): Tensor {
  return means
    .sign()
    .mul(means.abs().relu())
    .mul(count)
    .pow(1 / normType);
}

/**
 * `(Σ x^p)^(1/p)` over each window: `[N, C, L] → [N, C, L']`; N may be missing.
 *
 * @throws ShapeError when the window does not fit, ValueError for an option that does not exist or fit.
 * @example lpPool1d(tensor([[[3, 4.]]]), 2, 2) // [[[5]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool1d.html
 */
export function lpPool1d(input: Tensor, normType: number, kernelSize: number, options: LpPoolOptions = {}): Tensor {
  const all = withDefaults('lpPool1d', options, defaults);
  return root(avgPool1d(input.pow(normType), kernelSize, all), kernelSize, normType);
}

/**
 * `(Σ x^p)^(1/p)` over each window: `[N, C, H, W] → [N, C, H', W']`; N may be missing.
 *
 * @throws ShapeError when the window does not fit, ValueError for an option that does not exist or fit.
 * @example lpPool2d(ones(1, 1, 2, 2), 2, 2) // [[[[2]]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool2d.html
 */
export function lpPool2d(input: Tensor, normType: number, kernelSize: Sizes, options: LpPoolOptions = {}): Tensor {
  const all = withDefaults('lpPool2d', options, defaults);
  const [height, width] = pair('lpPool2d', 'kernelSize', kernelSize);
  return root(avgPool2d(input.pow(normType), kernelSize, all), height * width, normType);
}
