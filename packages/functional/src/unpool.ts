/**
 * @file Largest values put back where a pool took them from.
 */
import { dispatch, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { perDimension, type Sizes, strideOr, withDefaults } from './options.js';

export interface MaxUnpoolOptions {
  /** The pool's stride. Default: the kernel's size. */
  readonly stride?: Sizes | null;
  /** The pool's padding. Default: 0. */
  readonly padding?: Sizes;
  /** Sizes of the pool's input, of which several can give the same output. Default: the smallest. */
  readonly outputSize?: readonly number[] | null;
}

const defaults: Required<MaxUnpoolOptions> = { stride: null, padding: 0, outputSize: null };

/** The spatial sizes of the result. */
function unpooledSize(
  op: string,
  input: Tensor,
  spatial: number,
  kernelSize: Sizes,
  options: MaxUnpoolOptions,
): readonly number[] {
  const all = withDefaults(op, options, defaults);
  const kernel = perDimension(op, 'kernelSize', kernelSize, spatial);
  const stride = perDimension(op, 'stride', strideOr(kernel, all.stride), spatial);
  const padding = perDimension(op, 'padding', all.padding, spatial);
  const smallest = kernel.map((k, d) => ((input.shape.at(d - spatial) ?? 0) - 1) * stride[d]! + k - 2 * padding[d]!);
  if (!all.outputSize) return smallest;
  const size = all.outputSize.length === spatial + 2 ? all.outputSize.slice(2) : all.outputSize;
  if (size.length === spatial && size.every((n, d) => Math.abs(n - smallest[d]!) < stride[d]!)) return size;
  throw new ValueError(
    op,
    `outputSize must be ${spatial} sizes that differ from [${smallest.join(', ')}] by less than the stride [${stride.join(', ')}], got [${all.outputSize.join(', ')}]`,
    { outputSize: all.outputSize },
  );
}

/**
 * Values put back to the positions that `maxPool1d` took them from, zeros elsewhere: `[N, C, L] → [N, C, L']`; N may be missing.
 *
 * @param indices - what the pool gave with `returnIndices`.
 * @throws ShapeError when values and indices do not fit, IndexError when an index is outside of the result, ValueError for an
 * option that does not exist or fit.
 * @example maxUnpool1d(tensor([[[2., 4]]]), tensor([[[1, 3]]]), 2) // [[[0, 2, 0, 4]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool1d.html
 */
export function maxUnpool1d(input: Tensor, indices: Tensor, kernelSize: Sizes, options: MaxUnpoolOptions = {}): Tensor {
  const size = unpooledSize('maxUnpool1d', input, 1, kernelSize, options);
  const attrs = { outputSize: [...size, 1] };
  return dispatch(ops.maxUnpool, [input.unsqueeze(-1), indices.unsqueeze(-1)], attrs)[0].squeeze(-1);
}

/**
 * Values put back to the positions that `maxPool2d` took them from, zeros elsewhere: `[N, C, H, W] → [N, C, H', W']`; N may be
 * missing.
 *
 * @param indices - what the pool gave with `returnIndices`.
 * @throws ShapeError when values and indices do not fit, IndexError when an index is outside of the result, ValueError for an
 * option that does not exist or fit.
 * @example maxUnpool2d(tensor([[[4.]]]), tensor([[[3]]]), 2) // [[[0, 0], [0, 4]]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool2d.html
 */
export function maxUnpool2d(input: Tensor, indices: Tensor, kernelSize: Sizes, options: MaxUnpoolOptions = {}): Tensor {
  const outputSize = unpooledSize('maxUnpool2d', input, 2, kernelSize, options);
  return dispatch(ops.maxUnpool, [input, indices], { outputSize })[0];
}

/**
 * Values put back to the positions that `maxPool3d` took them from, zeros elsewhere:
 * `[N, C, D, H, W] → [N, C, D', H', W']`; N may be missing.
 *
 * @param indices - what the pool gave with `returnIndices`.
 * @throws ShapeError when values and indices do not fit, IndexError when an index is outside of the result, ValueError for an
 * option that does not exist or fit.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool3d.html
 */
export function maxUnpool3d(input: Tensor, indices: Tensor, kernelSize: Sizes, options: MaxUnpoolOptions = {}): Tensor {
  const outputSize = unpooledSize('maxUnpool3d', input, 3, kernelSize, options);
  return dispatch(ops.maxUnpool, [input, indices], { outputSize })[0];
}
