/**
 * @file Copies of a tensor with a part replaced: what would be an assignment to a view, as a function.
 */
import { dispatch } from '../dispatch.js';
import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { checkOptions } from '../options.js';
import type { Shape } from '../layout.js';
import * as viewOps from '../ops/view.js';
import { broadcastShapes, existingDim, sameShape, shapeText } from '../shape.js';
import { Slice } from '../slice.js';
import type { Tensor } from '../tensor.js';

/** A copy of `self` in which the view that `part` takes holds `src`. */
function replaced(op: string, self: Tensor, src: Tensor, part: (of: Tensor) => Tensor): Tensor {
  const result = self.clone();
  const view = part(result);
  if (!sameShape(view.shape, src.shape)) {
    throw new ShapeError(op, `expected src of the part's shape ${shapeText(view.shape)}, got ${shapeText(src.shape)}`, {
      shapes: [view.shape, src.shape],
    });
  }
  view.copy_(src);
  return result;
}

/** Options of `diagonalScatter`. */
export interface DiagonalOptions {
  /** Which diagonal: above the main one where positive. Default: 0. */
  readonly offset?: number;
  /** First dimension of the matrices. Default: 0. */
  readonly dim1?: number;
  /** Second dimension of the matrices. Default: 1. */
  readonly dim2?: number;
}

/**
 * `self` with its diagonals replaced by `src`: `[*] and src of the diagonal's shape → [*]`.
 *
 * @throws ShapeError when src has another shape than the diagonal.
 * @example zeros(2, 2).diagonalScatter(ones(2)) // [[1, 0], [0, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.diagonal_scatter.html
 */
export function diagonalScatter(self: Tensor, src: Tensor, options: DiagonalOptions = {}): Tensor {
  return replaced('diagonalScatter', self, src, (of) => of.diagonal(options));
}

/**
 * `self` with one slice of a dimension replaced by `src`: `[*] and src without dim → [*]`.
 *
 * @throws ShapeError when src has another shape than the slice, IndexError when the index is outside of the dimension.
 * @example zeros(2, 2).selectScatter(ones(2), 0, 1) // [[0, 0], [1, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.select_scatter.html
 */
export function selectScatter(self: Tensor, src: Tensor, dim: number, index: number): Tensor {
  return replaced('selectScatter', self, src, (of) => of.select(dim, index));
}

/** Options of `sliceScatter`. */
export interface SliceScatterOptions {
  /** Dimension of the slices. Default: 0. */
  readonly dim?: number;
  /** First slice. Default: the first. */
  readonly start?: number | null;
  /** Slice behind the last one. Default: behind the end. */
  readonly end?: number | null;
  /** Distance of the slices. Default: 1. */
  readonly step?: number;
}

/**
 * `self` with slices `start:end:step` of a dimension replaced by `src`.
 *
 * @throws ShapeError when src has another shape than the slices, ValueError when step is not positive.
 * @example zeros(3).sliceScatter(ones(2), { start: 1 }) // [0, 1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.slice_scatter.html
 */
export function sliceScatter(self: Tensor, src: Tensor, options: SliceScatterOptions = {}): Tensor {
  checkOptions('sliceScatter', options, ['dim', 'start', 'end', 'step']);
  const { dim = 0, start = null, end = null, step = 1 } = options;
  if (!Number.isInteger(step) || step < 1)
    throw new ValueError('sliceScatter', `step must be positive, got ${step}`, { step });
  const d = existingDim('sliceScatter', dim, self.ndim);
  const within = new Slice(start, end, step).within(self.size(d));
  return replaced('sliceScatter', self, src, (of) => dispatch(viewOps.slice, [of], { dim: d, ...within, step })[0]);
}

/** Options of `asStridedScatter`. */
export interface StridedOptions {
  /** Position of the first element in the storage. Default: the tensor's. */
  readonly storageOffset?: number | null;
}

/**
 * `self` with the elements of a strided view replaced by `src`.
 *
 * @throws ShapeError when src has another shape than the view.
 * @example zeros(2, 2).asStridedScatter(ones(2), [2], [3]) // [[1, 0], [0, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.as_strided_scatter.html
 */
export function asStridedScatter(
  self: Tensor,
  src: Tensor,
  size: Shape,
  stride: readonly number[],
  options: StridedOptions = {},
): Tensor {
  checkOptions('asStridedScatter', options, ['storageOffset']);
  const { storageOffset = null } = options;
  return replaced('asStridedScatter', self, src, (of) =>
    of.asStrided(size, stride, storageOffset === null ? {} : { storageOffset }),
  );
}

/**
 * `self` with elements of `source` written, or added, at positions of the flattened tensor.
 *
 * @param options.accumulate - add instead of writing. Default: false.
 * @throws IndexError when a position is outside of the tensor, ShapeError when index and source differ in size.
 * @example zeros(3).put(tensor([0, -1]), ones(2)) // [1, 0, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.put_.html
 */
export function put(
  self: Tensor,
  index: Tensor,
  source: Tensor,
  options: { readonly accumulate?: boolean } = {},
): Tensor {
  checkOptions('put', options, ['accumulate']);
  if (index.numel() !== source.numel()) {
    throw new ShapeError(
      'put',
      `index ${shapeText(index.shape)} and source ${shapeText(source.shape)} differ in size`,
      {
        shapes: [index.shape, source.shape],
      },
    );
  }
  if (self.dtype !== source.dtype) {
    throw new DTypeError('put', `expected source of dtype ${self.dtype}, got ${source.dtype}`, {
      dtypes: [self.dtype, source.dtype],
    });
  }
  return self
    .reshape(-1)
    .indexPut([index.reshape(-1)], source.reshape(-1), options)
    .view(self.shape);
}

/**
 * `self` with the elements of `source`, in order, where the mask is true; the mask broadcasts.
 *
 * @throws DTypeError when the mask is not bool or the dtypes differ, ShapeError when source has too few elements.
 * @example zeros(3).maskedScatter(tensor([true, false, true]), tensor([1.5, 2])) // [1.5, 0, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.masked_scatter.html
 */
export function maskedScatter(self: Tensor, mask: Tensor, source: Tensor): Tensor {
  if (mask.dtype !== 'bool' || self.dtype !== source.dtype) {
    throw new DTypeError(
      'maskedScatter',
      `expected a bool mask and source of dtype ${self.dtype}, got ${mask.dtype} and ${source.dtype}`,
      { dtypes: [self.dtype, mask.dtype, source.dtype] },
    );
  }
  const shape = broadcastShapes('maskedScatter', self.shape, mask.shape);
  const positions = mask.expand(shape).reshape(-1).nonzero().view(-1);
  const count = positions.numel();
  if (source.numel() < count) {
    throw new ShapeError('maskedScatter', `source has ${source.numel()} elements, the mask ${count} ones`, {
      shapes: [mask.shape, source.shape],
    });
  }
  const values = source.reshape(-1).narrow(0, 0, count);
  return self.expand(shape).reshape(-1).scatter(0, positions, values).view(shape);
}

/** Options of `takeAlongDim`. */
export interface TakeAlongOptions {
  /** Dimension along which. Default: none, positions of the flattened tensor. */
  readonly dim?: number | null;
}

/**
 * Elements at int32 positions along a dimension; tensor and indices broadcast in the others: `[*] and indices [*] → [*]`.
 *
 * @throws ShapeError when the numbers of dimensions differ, IndexError when a position is outside of the dimension.
 * @example tensor([[2, 1]]).takeAlongDim(tensor([[1, 0]]), { dim: 1 }) // [[1, 2]]
 * @see https://pytorch.org/docs/stable/generated/torch.take_along_dim.html
 */
export function takeAlongDim(self: Tensor, indices: Tensor, options: TakeAlongOptions = {}): Tensor {
  checkOptions('takeAlongDim', options, ['dim']);
  const { dim = null } = options;
  if (dim === null) return self.reshape(-1).gather(0, indices.reshape(-1));
  if (self.ndim !== indices.ndim) {
    throw new ShapeError(
      'takeAlongDim',
      `input and indices should have the same number of dimensions, got ${shapeText(self.shape)} and ${shapeText(indices.shape)}`,
      {
        shapes: [self.shape, indices.shape],
      },
    );
  }
  const d = existingDim('takeAlongDim', dim, self.ndim);
  const others = broadcastShapes('takeAlongDim', self.shape.with(d, 1), indices.shape.with(d, 1));
  return self.expand(others.with(d, self.size(d))).gather(d, indices.expand(others.with(d, indices.size(d))));
}
