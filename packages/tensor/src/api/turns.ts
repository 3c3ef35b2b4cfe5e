/**
 * @file Mirrored, turned, repeated, and reduced to a shape.
 */
import { type Ints, toInts } from '../args.js';
import { fromHost } from '../construct.js';
import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { readSync } from '../host.js';
import { dispatchInplace } from '../inplace.js';
import * as viewOps from '../ops/view.js';
import { checkOptions } from '../options.js';
import { checkBroadcastable, existingDim, shapeText } from '../shape.js';
import type { Shape } from '../layout.js';
import { isTensor, type Tensor } from '../tensor.js';

/**
 * Left and right exchanged: dimension 1 walked backwards: `[n, m, *] → [n, m, *]`.
 *
 * @throws ShapeError for less than two dimensions.
 * @example tensor([[1, 2]]).fliplr() // [[2, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.fliplr.html
 */
export function fliplr(self: Tensor): Tensor {
  if (self.ndim < 2)
    throw new ShapeError('fliplr', `input must be ≥ 2-d, got ${shapeText(self.shape)}`, { shapes: [self.shape] });
  return self.flip(1);
}

/**
 * Up and down exchanged: dimension 0 walked backwards: `[n, *] → [n, *]`.
 *
 * @throws ShapeError for 0-d tensors.
 * @example tensor([[1], [2]]).flipud() // [[2], [1]]
 * @see https://pytorch.org/docs/stable/generated/torch.flipud.html
 */
export function flipud(self: Tensor): Tensor {
  if (self.ndim < 1) throw new ShapeError('flipud', 'input must be ≥ 1-d, got []', { shapes: [self.shape] });
  return self.flip(0);
}

/** Options of `rot90`. */
export interface Rot90Options {
  /** Number of quarter turns, from the first dimension towards the second. Default: 1. */
  readonly k?: number;
  /** The plane that turns. Default: [0, 1]. */
  readonly dims?: readonly number[];
}

/**
 * Turned by quarter turns in a plane: `[n, m] → [m, n]` for odd k.
 *
 * @throws ValueError unless dims are two different dimensions.
 * @example tensor([[1, 2], [3, 4]]).rot90() // [[2, 4], [1, 3]]
 * @see https://pytorch.org/docs/stable/generated/torch.rot90.html
 */
export function rot90(self: Tensor, options: Rot90Options = {}): Tensor {
  checkOptions('rot90', options, ['k', 'dims']);
  const { k = 1, dims = [0, 1] } = options;
  if (dims.length !== 2) throw new ValueError('rot90', `expected two dims, got ${shapeText(dims)}`, { dims });
  const [first, second] = dims.map((d) => existingDim('rot90', d, self.ndim));
  if (first === second) throw new ValueError('rot90', `expected two different dims, got ${shapeText(dims)}`, { dims });
  const turns: readonly ((x: Tensor) => Tensor)[] = [
    (x) => x.clone(),
    (x) => x.flip(second!).transpose(first!, second!),
    (x) => x.flip(first!, second!),
    (x) => x.flip(first!).transpose(first!, second!),
  ];
  return turns[((k % 4) + 4) % 4]!(self);
}

/** Options of `repeatInterleave`. */
export interface RepeatInterleaveOptions {
  /** Dimension along which. Default: none, the tensor is flattened. */
  readonly dim?: number | null;
  /** Size that the dimension will have, where it is known. */
  readonly outputSize?: number | null;
}

/** Indices that repeat 0, 1, 2, … as often as each number says. */
function repeatedIndices(repeats: Tensor, count: number): Tensor {
  if (repeats.dtype !== 'int32')
    throw new DTypeError('repeatInterleave', `repeats must be int32, got ${repeats.dtype}`, {
      dtypes: [repeats.dtype],
    });
  if (repeats.ndim > 1 || (repeats.numel() !== 1 && repeats.numel() !== count)) {
    throw new ShapeError(
      'repeatInterleave',
      `repeats must be one number or ${count}, got ${shapeText(repeats.shape)}`,
      {
        shapes: [repeats.shape],
      },
    );
  }
  const times = readSync('repeatInterleave', repeats, "await toAsync('cpu') first");
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    const n = times[times.length === 1 ? 0 : i]!;
    if (n < 0) throw new ValueError('repeatInterleave', `repeats can not be negative, got ${n}`, { repeats: n });
    for (let j = 0; j < n; j++) found.push(i);
  }
  return fromHost(repeats.storage.backend, [found.length], 'int32', Int32Array.from(found));
}

/**
 * Each element, or each slice along a dimension, repeated; without repeats the indices that do so.
 *
 * @param repeats - how often: one number for all, or an int32 tensor with one for each.
 * @throws ValueError for negative repeats, ShapeError when their number does not fit.
 * @example tensor([1, 2]).repeatInterleave(2) // [1, 1, 2, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.repeat_interleave.html
 */
export function repeatInterleave(
  self: Tensor,
  repeats?: number | Tensor,
  options: RepeatInterleaveOptions = {},
): Tensor {
  checkOptions('repeatInterleave', options, ['dim', 'outputSize']);
  if (repeats === undefined) return repeatedIndices(self, self.numel());
  const { dim = null, outputSize = null } = options;
  const source = dim === null ? self.reshape(-1) : self.ndim === 0 ? self.reshape(1) : self;
  const d = dim === null ? 0 : existingDim('repeatInterleave', dim, source.ndim);
  const result = isTensor(repeats)
    ? source.indexSelect(d, repeatedIndices(repeats, source.size(d)))
    : repeatedEvenly(source, d, repeats);
  if (outputSize !== null && outputSize !== result.size(d))
    throw new ValueError('repeatInterleave', `outputSize is ${outputSize} but the size is ${result.size(d)}`, {
      outputSize,
    });
  return result;
}

function repeatedEvenly(source: Tensor, dim: number, times: number): Tensor {
  if (!Number.isInteger(times) || times < 0)
    throw new ValueError('repeatInterleave', `repeats must be an integer ≥ 0, got ${times}`, { repeats: times });
  const { shape } = source;
  const spread = [...shape.slice(0, dim + 1), times, ...shape.slice(dim + 1)];
  return source
    .unsqueeze(dim + 1)
    .expand(spread)
    .clone()
    .view(shape.with(dim, shape[dim]! * times));
}

/**
 * Sums over the dimensions that broadcasting from `size` would repeat: `[*] → size`.
 *
 * @throws ShapeError when `size` does not broadcast to the tensor's shape.
 * @example ones(3, 2).sumToSize([1, 2]) // [[3, 3]]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.sum_to_size.html
 */
export function sumToSize(self: Tensor, ...size: Ints): Tensor {
  const shape: Shape = toInts(size);
  checkBroadcastable('sumToSize', shape, self.shape);
  const lead = self.ndim - shape.length;
  const dims = self.shape.flatMap((n, d) => (d < lead || (shape[d - lead] === 1 && n !== 1) ? [d] : []));
  return dims.length === 0 ? self : self.sum(dims, { keepdim: true }).view(shape);
}

/**
 * The transpose of matrices, or of a vector or 0-d tensor itself: `[*, n, m] → [*, m, n]`.
 *
 * @throws ShapeError for one dimension.
 * @example eye(2, { m: 3 }).adjoint().shape // [3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.adjoint.html
 */
export function adjoint(self: Tensor): Tensor {
  return self.mT;
}

/**
 * Positions of the elements that are not zero: `[*] → int32 [n, ndim]`; `nonzero` by another name.
 *
 * @throws DeviceError on devices that cannot be read synchronously.
 * @example tensor([0, 3]).argwhere() // [[1]]
 * @see https://pytorch.org/docs/stable/generated/torch.argwhere.html
 */
export function argwhere(self: Tensor): Tensor {
  return self.nonzero();
}

/**
 * A tensor of the same size filled with one value: `[*] → [*]`.
 *
 * @throws ShapeError when a tensor as value has dimensions.
 * @example tensor([1, 2]).fill(7) // [7, 7]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.fill_.html
 */
export function fill(self: Tensor, value: Tensor | number): Tensor {
  return self.clone().fill_(value);
}

/** Two dimensions exchanged, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.swapaxes_.html */
export function swapaxes_(self: Tensor, axis0: number, axis1: number): Tensor {
  return self.transpose_(axis0, axis1);
}

/** Two dimensions exchanged, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.swapdims_.html */
export function swapdims_(self: Tensor, dim0: number, dim1: number): Tensor {
  return self.transpose_(dim0, dim1);
}

/** Another layout over the same memory, in place. @see https://pytorch.org/docs/stable/generated/torch.Tensor.as_strided_.html */
export function asStrided_(
  self: Tensor,
  size: Shape,
  stride: readonly number[],
  options: { readonly storageOffset?: number } = {},
): Tensor {
  return dispatchInplace(viewOps.asStrided, [self], { layout: self.asStrided(size, stride, options).layout });
}
