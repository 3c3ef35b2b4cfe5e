/**
 * @file Filling a tensor with numbers that are not random, or mostly not.
 */
import { withDefaults } from '@x/functional';
import { eye, hostArray, normal_, randperm, type Tensor, tensor as tensorOf, ValueError } from '@x/tensor/core';
import { checkDims, type DrawOptions, drawing, filled } from './draw.js';

/**
 * Fills a tensor with one value, in place.
 *
 * @example init.constant_(zeros(2), 0.5) // [0.5, 0.5]
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.constant_
 */
export function constant_(tensor: Tensor, value: number): Tensor {
  return filled(tensor, (t) => t.fill_(value));
}

/**
 * Fills a tensor with ones, in place.
 *
 * @example init.ones_(zeros(2)) // [1, 1]
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.ones_
 */
export function ones_(tensor: Tensor): Tensor {
  return constant_(tensor, 1);
}

/**
 * Fills a tensor with zeros, in place.
 *
 * @example init.zeros_(layer.bias)
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.zeros_
 */
export function zeros_(tensor: Tensor): Tensor {
  return constant_(tensor, 0);
}

/**
 * Fills a matrix with the identity: `[n, m] → [n, m]`, in place.
 *
 * @throws ShapeError when the tensor is no matrix.
 * @example init.eye_(layer.weight)
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.eye_
 */
export function eye_(tensor: Tensor): Tensor {
  checkDims('eye_', tensor, [2]);
  const [n = 0, m = 0] = tensor.shape;
  return filled(tensor, (t) => t.copy_(eye(n, { m, dtype: t.dtype, device: t.device })));
}

/**
 * Fills a convolution's weight `[out, in, *kernel]` so that as many channels as possible pass unchanged, in place.
 *
 * @param options.groups - groups of the convolution, each with its own channels. Default: 1.
 * @throws ShapeError when the tensor has not 3 to 5 dimensions, ValueError when the groups do not divide its first.
 * @example init.dirac_(new Conv2d(3, 3, 3).weight)
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.dirac_
 */
export function dirac_(tensor: Tensor, options: { readonly groups?: number } = {}): Tensor {
  const { groups } = withDefaults('dirac_', options, { groups: 1 });
  checkDims('dirac_', tensor, [3, 4, 5]);
  const [outputs = 0, inputs = 0, ...kernel] = tensor.shape;
  if (outputs % groups !== 0) {
    throw new ValueError('dirac_', `dim 0 must be divisible by groups: ${outputs} and ${groups}`, { groups });
  }
  const perGroup = outputs / groups;
  const field = kernel.reduce((product, size) => product * size, 1);
  const centre = kernel.reduce((index, size) => index * size + Math.floor(size / 2), 0);
  const host = hostArray(tensor.dtype, tensor.numel());
  for (let g = 0; g < groups; g++) {
    for (let d = 0; d < Math.min(perGroup, inputs); d++) host[((g * perGroup + d) * inputs + d) * field + centre] = 1;
  }
  return filled(tensor, (t) => t.copy_(tensorOf(host, { dtype: t.dtype, device: t.device }).view(t.shape)));
}

export interface SparseOptions extends DrawOptions {
  /** Standard deviation of the numbers that are not zero. Default: 0.01. */
  readonly std?: number;
}

/**
 * Fills a matrix with normal numbers, of which a fraction of each column is zero: `[n, m] → [n, m]`, in place.
 *
 * @param sparsity - the fraction of each column that is zero.
 * @throws ShapeError when the tensor is no matrix, ValueError for an unknown option.
 * @example init.sparse_(layer.weight, 0.9)
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.sparse_
 */
export function sparse_(tensor: Tensor, sparsity: number, options: SparseOptions = {}): Tensor {
  const { std, generator } = withDefaults('sparse_', options, { std: 0.01, generator: null });
  checkDims('sparse_', tensor, [2]);
  const [rows = 0, columns = 0] = tensor.shape;
  const zeros = Math.ceil(sparsity * rows);
  return filled(tensor, (t) => {
    normal_(t, drawing(generator, { std }));
    for (let column = 0; column < columns; column++) {
      const order = randperm(rows, drawing(generator, { device: t.device }));
      t.select(1, column).indexFill_(0, order.narrow(0, 0, zeros), 0);
    }
  });
}
